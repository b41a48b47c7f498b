"""Who gets what, by role, from the configuration."""

from __future__ import annotations

from collections.abc import Collection

from svodka.settings import Recipient, Settings

REPORT_ROLES = ("cur_head",)
CONTROL_ROLES = ("mcu_head", "secretary")


def recipients(settings: Settings, roles: Collection[str]) -> list[Recipient]:
    """The recipients of the roles, each address once (who holds two roles gets one mail), in the order of the file."""
    chosen: dict[str, Recipient] = {}
    for recipient in settings.recipients:
        if recipient.role in roles:
            chosen.setdefault(address(recipient), recipient)
    return list(chosen.values())


def address(recipient: Recipient) -> str:
    """The address by which a recipient is known in the outbox."""
    return recipient.email.strip().lower()
