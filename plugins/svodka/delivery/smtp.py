"""The name under which whoever sends a single mail finds the way `smtp`."""

from svodka.delivery.ways.ending import Ending, Outcome
from svodka.delivery.ways.smtp import send

__all__ = ["Ending", "Outcome", "send"]
