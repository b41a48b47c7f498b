"""First users: the right passwords after an interruption, shown once; in Airflow nobody may more than his role."""

import json
from pathlib import Path

import pytest

from svodka.access.roles import HOLDERS, Right, Role
from svodka.errors import UsageError
from svodka.services import logins, metadata, people
from svodka.services.errors import ServiceError
from svodka.settings import Settings, load_settings

ALL_MADE = dict.fromkeys([logins.SERVICE, *logins.FIRST], "made")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SVODKA_HOME", str(tmp_path))
    return load_settings()


def held(role: Role) -> set[tuple[str, str]]:
    """What the role may in Airflow besides its own Viewer; Admin may all."""
    table = json.loads(logins.ROLES_FILE.read_text(encoding="utf-8"))
    names = set(logins.AIRFLOW_ROLES[role]) - {"Viewer"}
    return {(one["action"], one["resource"]) for name in names for one in table[name]}


def test_the_first_users_are_made_only_where_nobody_is(tmp_path: Path) -> None:
    service, *first = logins.first_wishes(tmp_path)
    assert (service.login, service.when) == (logins.SERVICE, "always")
    assert [(wish.login, wish.when) for wish in first] == [(role, "first") for role in logins.FIRST]
    assert len({wish.password for wish in first}) == 3


def test_an_interrupted_start_is_gone_on_with_the_same_passwords(tmp_path: Path) -> None:
    before = {wish.login: wish.password for wish in logins.first_wishes(tmp_path)}
    _, *again = logins.first_wishes(tmp_path)
    assert {wish.login: wish.password for wish in again}.items() <= before.items()


def test_passwords_are_kept_for_the_owner_alone_and_only_while_unseen(settings: Settings) -> None:
    logins.first_wishes(settings.home)
    file = settings.home / "secrets" / logins.PENDING
    assert file.stat().st_mode & 0o077 == 0
    told: list[str] = []
    people.tell_logins(settings, told.append)
    assert all(any(f"{role} / " in line for line in told) for role in logins.FIRST)
    assert not file.exists()
    people.tell_logins(settings, told.append)
    assert "make password" in told[-1] and " / " not in told[-1]


def test_a_password_that_nobody_was_given_is_forgotten(tmp_path: Path) -> None:
    logins.first_wishes(tmp_path)
    became = ALL_MADE | {"head": "skipped", "engineer": "kept"}
    assert set(logins.drop_unmade(tmp_path, became)) == {"secretary"}
    assert set(logins.pending(tmp_path)) == {"secretary"}
    assert logins.drop_unmade(tmp_path, dict.fromkeys(ALL_MADE, "skipped")) == {}
    assert logins.pending(tmp_path) == {}


def test_every_airflow_role_of_ours_is_in_the_table_and_used() -> None:
    table = set(json.loads(logins.ROLES_FILE.read_text(encoding="utf-8")))
    assert set().union(*logins.AIRFLOW_ROLES.values()) - {"Viewer", "Admin"} == table


def test_only_whoever_signs_may_answer_airflows_questions() -> None:
    signers = {role for role in set(Role) - {Role.ENGINEER} if ("can_edit", "HITL Detail") in held(role)}
    assert signers == HOLDERS[Right.SIGN]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ENGINEER}))
def test_everyone_gets_the_menu_and_nobody_deletes(role: Role) -> None:
    assert ("can_read", "Plugins") in held(role)
    assert not any(
        action == "can_delete" or resource in ("Connections", "Variables") for action, resource in held(role)
    )


@pytest.mark.parametrize(("login", "role"), [("petrov", "king"), ("Пётр", "head"), ("svodka", "head"), ("", "head")])
def test_a_person_who_cannot_be_made_is_refused_before_anything_starts(
    settings: Settings, login: str, role: str
) -> None:
    with pytest.raises(UsageError):
        people.new_user(settings, login, role)
    assert not (settings.home / "pg").exists()


def test_what_became_of_a_login_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people.embedded, "ensure_running", lambda home: "")
    monkeypatch.setattr(metadata, "prepare", lambda *_: False)
    became = {"petrov": "reset", "nobody": "unknown", "head": "kept"}
    monkeypatch.setattr(metadata, "settle", lambda _, __, wishes: {wish.login: became[wish.login] for wish in wishes})
    assert people.new_password(settings, "petrov") != people.new_password(settings, "petrov")
    with pytest.raises(UsageError, match="nobody"):
        people.new_password(settings, "nobody")
    with pytest.raises(UsageError, match="svodka grant head head"):
        people.new_user(settings, "head", "head")


def test_with_one_login_nobody_is_made(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVODKA_ACCESS__AUTH_MANAGER", "simple")
    with pytest.raises(ServiceError, match="simple"):
        people.new_user(load_settings(), "petrov", "member")
