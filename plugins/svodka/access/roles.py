"""The roles of users and what each of them may do: the one table of rights."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A user's role in the centre (the decree, I.3); one a login."""

    SECRETARY = "secretary"
    HEAD = "head"
    CURATOR = "curator"
    MEMBER = "member"
    ANALYST = "analyst"
    ENGINEER = "engineer"


class Right(StrEnum):
    """One kind of act on the pages."""

    READ = "read"
    PERSONAL = "personal"
    LAND = "land"
    CORRECT = "correct"
    DECIDE = "decide"
    SIGN = "sign"
    REGISTER = "register"
    MARK = "mark"
    GRANT = "grant"


TITLES = {
    Role.SECRETARY: "секретарь",
    Role.HEAD: "руководитель МЦУ",
    Role.CURATOR: "куратор",
    Role.MEMBER: "участник МЦУ",
    Role.ANALYST: "аналитик",
    Role.ENGINEER: "инженер",
}
RIGHT_WORDS = {
    Right.READ: "смотреть страницы «Сводки»",
    Right.PERSONAL: "видеть персональные данные заявителей",
    Right.LAND: "загружать выгрузки",
    Right.CORRECT: "разбирать карантин и вести карту тем",
    Right.DECIDE: "решать судьбу пропавших сообщений",
    Right.SIGN: "утверждать и отклонять отчёт",
    Right.REGISTER: "вносить исходящий номер и сведения об ответственных",
    Right.MARK: "оценивать качество ответов",
    Right.GRANT: "назначать роли",
}
_EVERYONE = frozenset(Role)
HOLDERS: dict[Right, frozenset[Role]] = {
    Right.READ: _EVERYONE,
    Right.PERSONAL: frozenset({Role.SECRETARY, Role.HEAD}),
    Right.LAND: frozenset({Role.SECRETARY, Role.ENGINEER}),
    Right.CORRECT: frozenset({Role.SECRETARY, Role.HEAD, Role.ANALYST, Role.ENGINEER}),
    Right.DECIDE: frozenset({Role.SECRETARY, Role.HEAD}),
    Right.SIGN: frozenset({Role.HEAD}),
    Right.REGISTER: frozenset({Role.SECRETARY, Role.HEAD}),
    Right.MARK: frozenset({Role.HEAD}),
    Right.GRANT: frozenset({Role.HEAD, Role.ENGINEER}),
}


def may(role: Role, right: Right) -> bool:
    """Whether a holder of the role may do it."""
    return role in HOLDERS[right]


def holders_in_words(right: Right) -> str:
    """Who may do it, for a sentence: «секретарь, руководитель МЦУ»."""
    return ", ".join(TITLES[role] for role in Role if role in HOLDERS[right])
