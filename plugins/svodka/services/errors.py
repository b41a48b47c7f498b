"""The one error of the services."""

from svodka.errors import SvodkaError


class ServiceError(SvodkaError):
    """A service does not start or does not answer; the text is one sentence for a person."""
