"""What must hold between the rows of a table of responsible persons: one head a day, deputies who replace somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from svodka.responsible.change_words import days
from svodka.responsible.refusal import Problem
from svodka.responsible.register import acting, turning_days
from svodka.responsible.words import ROLE_TITLES, SINGLE_HOLDER, plain
from svodka.settings import Person, Role

AHEAD = timedelta(days=365)
LOST: dict[Role, str] = {
    "secretary": "некому получать напоминания и регистрировать письмо",
    "curator": "о срыве срока отчёта никто не узнает",
    "engineer": "о сбоях «Сводки» никто не узнает",
}


@dataclass
class Entry:
    """One row as it was read; `person` is None when the row itself has mistakes.

    `place`: who holds what and when in such a row, where that much was understood.
    """

    row: int
    role: Role | None
    person: Person | None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    place: Person | None = None


def settle_deputies(entries: Sequence[Entry]) -> list[Problem]:
    """Writes the name of whom a deputy stands in for as that person's own row has it; says what no row answers to."""
    return [
        problem
        for entry in entries
        if entry.person and entry.person.is_deputy
        for problem in _settle(entry, entry.person, entries)
    ]


def _settle(entry: Entry, deputy: Person, entries: Sequence[Entry]) -> Iterator[Problem]:
    rest = [other for other in entries if other is not entry and other.role in (deputy.role, None)]
    others = [other.person for other in rest if other.person and share_days(other.person, deputy)]
    holders = dict.fromkeys(other.name for other in others if not other.is_deputy)
    title, meant = ROLE_TITLES[deputy.role], plain(deputy.stands_in_for)
    if plain(deputy.name) in ([meant] if meant else map(plain, holders)):
        yield Problem(f"{deputy.name} замещает сам себя: впишите другого человека", entry.row, "deputy")
    elif not meant and len(holders) > 1:
        yield Problem(f"в эти дни {title} не один ({', '.join(holders)}): впишите, кого замещает", entry.row, "deputy")
    elif meant:
        found = [other for other in others if plain(other.name) == meant]
        if any(holds(other, deputy) for other in found):
            entry.person = deputy.model_copy(update={"stands_in_for": found[0].name})
        elif found:
            yield Problem(f"дни замещения выходят за дни того, кого замещают ({days(found[0])})", entry.row, "deputy")
        elif all(other.person for other in rest):  # else it may be one of the rows that are not understood
            yield Problem(
                f"«{deputy.stands_in_for}»: в роли «{title}» на эти дни такого нет; впишите «да» или имя, как в его "
                "строке",
                entry.row,
                "deputy",
            )


def check_entries(entries: Sequence[Entry], day: date) -> list[Problem]:
    """The mistakes between rows, told together with those within them; what was not understood is left out."""
    placed = [(entry.row, person) for entry in entries if (person := entry.person or entry.place)]
    pairs = [problem for one, other in combinations(placed, 2) for problem in _of_pair(one, other)]
    return pairs + list(_nobody(entries, day))


def _of_pair(one: tuple[int, Person], other: tuple[int, Person]) -> Iterator[Problem]:
    """What the later row must not do to the earlier one."""
    (first_row, first), (row, second) = one, other
    if first == second:
        yield Problem(f"повторяет строку {first_row}: оставьте одну", row)
    elif _place(first) == _place(second) and share_days(first, second):
        if plain(first.name) == plain(second.name):
            yield Problem(f"{second.name} уже в строке {first_row} на эти же дни: оставьте одну", row, "valid_from")
        elif first.role in SINGLE_HOLDER and not first.is_deputy:
            yield Problem(
                f"в эти дни {ROLE_TITLES[first.role]} уже есть: {first.name}, строка {first_row}, {days(first)}; "
                "допишите там «по» или поправьте даты здесь",
                row,
                "valid_from",
            )


def _place(person: Person) -> tuple[str, bool, str]:
    return person.role, person.is_deputy, person.stands_in_for


def _nobody(entries: Sequence[Entry], day: date) -> Iterator[Problem]:
    """The roles that the report cannot do without must be somebody's on the day of acceptance."""
    persons = [entry.person for entry in entries if entry.person]
    unread = {entry.role for entry in entries if entry.person is None}
    for role in SINGLE_HOLDER:
        if not acting(persons, role, day) and not unread & {role, None}:
            yield Problem(f"на {day:%d.%m.%Y} никого нет в роли «{ROLE_TITLES[role]}»: впишите того, кто сейчас в ней")


def remarks_of(persons: Sequence[Person], day: date) -> list[str]:
    """What is allowed and yet may be an oversight: nobody in a role, today or on a day to come; two who stand in."""
    said = [
        f"роль «{ROLE_TITLES[role]}»: сегодня никого; её письма никому не придут"
        for role in ROLE_TITLES
        if role not in SINGLE_HOLDER and not acting(persons, role, day)
    ]
    for turn in turning_days(persons, day, day + AHEAD):
        for role in SINGLE_HOLDER:
            if not acting(persons, role, turn) and acting(persons, role, turn - timedelta(days=1)):
                said.append(f"роль «{ROLE_TITLES[role]}»: с {turn:%d.%m.%Y} никого; впишите, кто будет")
    for turn in [day, *turning_days(persons, day, day + AHEAD)]:
        for role in SINGLE_HOLDER:
            deputies = [one for one in acting(persons, role, turn) if one.is_deputy]
            before = [one for one in acting(persons, role, turn - timedelta(days=1)) if one.is_deputy]
            if len(deputies) > 1 and (deputies != before or turn == day):
                names = ", ".join(one.name for one in deputies)
                said.append(f"роль «{ROLE_TITLES[role]}»: с {turn:%d.%m.%Y} замещают сразу {names}; письма получат все")
    return said


def with_losses(old: Sequence[Person], new: Sequence[Person], remarks: Sequence[str], day: date) -> list[str]:
    """The remarks, before them the roles that this very table leaves without their last person, and what that costs."""
    said = list(remarks)
    for role, cost in LOST.items():
        before = acting(old, role, day)
        if before and not acting(new, role, day):
            title, names = ROLE_TITLES[role], ", ".join(one.name for one in before)
            said = [one for one in said if not one.startswith(f"роль «{title}»: сегодня никого")]
            said.insert(
                0, f"после принятия роль «{title}» останется пустой (сейчас {names}): {cost}; впишите преемника"
            )
    return said


def share_days(one: Person, other: Person) -> bool:
    """Whether both are in office on at least one day."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


def holds(whole: Person, part: Person) -> bool:
    """Whether all days of the second are days of the first."""
    begins = (whole.valid_from or date.min) <= (part.valid_from or date.min)
    return begins and (part.valid_to or date.max) <= (whole.valid_to or date.max)
