"""What becomes of each login, against a stand-in for FAB's table of users: nobody is made twice or comes back."""

from typing import Any

import pytest
from werkzeug.security import generate_password_hash

from svodka_dags import accounts


class User:
    def __init__(self, login: str, password: str | None) -> None:
        self.id = self.username = login
        self.password = password and generate_password_hash(password, method="pbkdf2:sha256:1")


class Manager:
    """The calls of FAB's security manager that are made."""

    def __init__(self, **passwords: str | None) -> None:
        self.users = {login: User(login, word) for login, word in passwords.items()}

    def find_user(self, login: str) -> User | None:
        return self.users.get(login)

    def find_role(self, name: str) -> str:
        return name

    def add_user(self, login: str, *words: Any) -> None:
        self.users[login] = User(login, words[-1])

    def reset_password(self, login: str, password: str) -> None:
        self.users[login] = User(login, password)


def asked(login: str, when: str = "first") -> dict[str, Any]:
    return {"login": login, "title": "", "airflow_roles": ["Viewer"], "password": f"{login}-word", "when": when}


FIRST = [asked("svodka", "always"), asked("head"), asked("engineer")]


def became(manager: Manager, people: list[dict[str, Any]]) -> dict[str, str]:
    is_first = accounts._is_first(list(manager.users.values()), {person["login"]: person for person in people})
    return {person["login"]: accounts._settle_one(manager, person, is_first) for person in people}


def test_the_first_are_made_where_nobody_is() -> None:
    assert became(Manager(), FIRST) == {"svodka": "made", "head": "made", "engineer": "made"}


def test_an_interrupted_making_is_brought_to_its_end() -> None:
    begun = Manager(svodka="older", head="head-word")
    assert became(begun, FIRST) == {"svodka": "reset", "head": "made", "engineer": "made"}
    assert set(begun.users) == {"svodka", "head", "engineer"}


@pytest.mark.parametrize("word", ["changed", None])
def test_whoever_was_deleted_does_not_come_back(word: str | None) -> None:
    later = Manager(svodka="svodka-word", head=word)
    assert became(later, FIRST) == {"svodka": "reset", "head": "kept", "engineer": "skipped"}


def test_a_town_with_its_own_people_gets_nobody() -> None:
    assert became(Manager(ivanova="her own"), FIRST) == {"svodka": "made", "head": "skipped", "engineer": "skipped"}


def test_a_new_password_is_of_somebody_and_a_new_person_of_nobody() -> None:
    manager = Manager(ivanova="her own")
    people = [asked("ivanova", "there"), asked("petrov", "there"), asked("sidorov", "missing")]
    assert became(manager, people) == {"ivanova": "reset", "petrov": "unknown", "sidorov": "made"}
    assert set(manager.users) == {"ivanova", "sidorov"}
    assert became(manager, [asked("ivanova", "missing")]) == {"ivanova": "kept"}
