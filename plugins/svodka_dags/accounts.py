"""Airflow's tables, roles and logins, all in one process: each start of Airflow costs seconds.

`python -m svodka_dags.accounts ANSWER_FILE` with the request on stdin, as `svodka.services.metadata` writes it; the
answer says for each login what became of it: made, reset, kept, skipped, unknown.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(answer: Path) -> None:
    """Does what the request asks for; Airflow's own errors end the process and stand in its log."""
    asked = json.load(sys.stdin)
    if asked["migrate"]:
        from airflow.utils.db import upgradedb

        upgradedb()
    answer.write_text(json.dumps(_settle(asked["roles"], asked["people"]) if asked["people"] else {}))


def _settle(roles: dict[str, list[dict[str, str]]], people: list[dict[str, Any]]) -> dict[str, str]:
    from airflow.providers_manager import ProvidersManager

    ProvidersManager().initialize_providers_configuration()
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder

    with get_application_builder() as builder:
        manager = builder.sm
        manager.bulk_sync_roles(
            {"role": name, "perms": [(one["action"], one["resource"]) for one in held]} for name, held in roles.items()
        )
        is_first = _is_first(manager.get_all_users(), {person["login"]: person for person in people})
        return {person["login"]: _settle_one(manager, person, is_first) for person in people}


def _is_first(users: list[Any], wanted: dict[str, dict[str, Any]]) -> bool:
    """Whether nobody is there but whom an interrupted run of this very request has made."""
    return all(
        user.username in wanted and (wanted[user.username]["when"] == "always" or _has(user, wanted[user.username]))
        for user in users
    )


def _has(user: Any, person: dict[str, Any]) -> bool:
    from werkzeug.security import check_password_hash

    return bool(user.password) and check_password_hash(user.password, person["password"])


def _settle_one(manager: Any, person: dict[str, Any], is_first: bool) -> str:
    """`when`: missing: made if it is not there; first: only as one of the first; always: also its password anew;
    there: its password anew, never made."""
    found, when = manager.find_user(person["login"]), person["when"]
    if found is None:
        if when == "there":
            return "unknown"
        if when == "first" and not is_first:
            return "skipped"
        roles = [manager.find_role(name) for name in person["airflow_roles"]]
        manager.add_user(
            person["login"], person["title"], "", f"{person['login']}@localhost", roles, person["password"]
        )
        return "made"
    if when in ("missing", "first"):
        return "made" if when == "first" and _has(found, person) else "kept"
    manager.reset_password(found.id, person["password"])
    return "reset"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
