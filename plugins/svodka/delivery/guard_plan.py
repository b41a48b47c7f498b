"""Whom the guard of the deadline writes to, and what: pure, from the situation of one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from svodka.delivery import guard_words as words
from svodka.delivery.next_step import Step
from svodka.period import Quarter
from svodka.settings import Person

Kind = Literal["reminder", "escalation", "all_clear"]
LOOKS = (7, 12, 16)  # hours at which the guard looks, on each of the days
DAYS = (1, 2, 3, 4)
JUST_TOLD = timedelta(hours=3)  # a question, a rejection have their own letters; so soon after it nobody is reminded
RECEIPT_WAITS = timedelta(days=1)
# Who is written to where a role is empty: a letter to somebody is better than to nobody.
INSTEAD = {
    "curator": ("curator", "mcu_head", "secretary", "engineer"),
    "mcu_head": ("mcu_head", "secretary", "curator"),
    "secretary": ("secretary", "engineer", "mcu_head"),
    "engineer": ("engineer", "secretary", "mcu_head"),
}
Holders = Mapping[str, Sequence[Person]]


@dataclass(frozen=True)
class Situation:
    """What the guard knows at a look, `now` in the business zone.

    `steps`: what the report waits for. `opened_at`, `decided_at`: when the head was asked, when he answered. `error`:
    why the quarter could not be driven forward, a sentence; `is_refused`: only because newer values were wrong, the
    edition in hand still goes at its time. `told`: addresses of those who have been told that the report is not out.
    `by_hand`: names of those who get it through the document system. `sent_at`: when the last recipient got it.
    `asides`: what else did not work, a sentence each. `is_alarm`: the second rope pulls, whatever the hour.
    """

    quarter: Quarter
    now: datetime
    deadline: datetime
    cutoff: datetime | None
    steps: tuple[Step, ...]
    is_out: bool = False
    is_confirmed: bool = False
    opened_at: datetime | None = None
    decided_at: datetime | None = None
    error: str | None = None
    is_refused: bool = False
    told: frozenset[str] = frozenset()
    by_hand: tuple[str, ...] = ()
    sent_at: datetime | None = None
    asides: tuple[str, ...] = ()
    is_alarm: bool = False

    @property
    def goes_at(self) -> datetime | None:
        """When the report goes out if nobody does anything; None when it does not."""
        moments = [step.goes_at for step in self.steps]
        if self.error and not self.is_refused:
            return None
        return None if None in moments else max(moment for moment in moments if moment)

    @property
    def is_last_look_of_day(self) -> bool:
        return self.now.hour >= LOOKS[-1]

    @property
    def next_look(self) -> datetime | None:
        """When the guard looks again; None after the last time."""
        day = self.deadline.replace(hour=0, minute=0, second=0)
        looks = [day.replace(day=number, hour=hour) for number in DAYS for hour in LOOKS]
        return min((look for look in looks if look > self.now), default=None)

    @property
    def looks_again(self) -> bool:
        """Whether the schedule has no more looks and the report is not out, but the deadline is not over."""
        return not self.is_out and self.next_look is None and self.now < self.deadline


@dataclass(frozen=True)
class Note:
    """One letter of the guard to one person."""

    kind: Kind
    person: Person
    subject: str
    text: str

    @property
    def recipient(self) -> str:
        return email(self.person)


def email(person: Person) -> str:
    """By what a person's letters of the guard are known: always mail, whatever way the report goes to him."""
    return person.email.strip().lower()


def plan(situation: Situation, holders: Holders) -> list[Note]:
    """The letters of this look, at most one of a kind to a person; that a day brings each only once is the outbox's
    business."""
    notes = [] if situation.is_alarm else list(reminders(situation, holders))
    if not situation.is_out:
        return notes + escalations(situation, holders)
    return notes + all_clears(situation, holders)


def reminders(situation: Situation, holders: Holders) -> Iterator[Note]:
    """To each person who can end a step, one letter with all that waits for him."""
    said: dict[str, tuple[Person, dict[str, None]]] = {}
    for role, text in wanted(situation):
        for person in readers(holders, role):
            said.setdefault(email(person), (person, {}))[1][text] = None
    for person, texts in said.values():
        yield Note("reminder", person, words.reminder_subject(situation), words.reminder(situation, person, texts))


def wanted(situation: Situation) -> Iterator[tuple[str, str]]:
    """Roles and what each of them is asked to do."""
    if situation.error:
        yield "engineer", words.mend(situation.error)
    for aside in situation.asides:
        yield "engineer", aside
    for step in situation.steps:
        if step.kind == "hand_ahead" or (step.kind == "no_data" and situation.error):
            continue  # not yet; and there are data, only the step before could not be made
        for role in step.who:
            if not is_just_told(situation, step, role):
                yield role, words.ask(situation, step, role)
    if is_receipt_late(situation):
        yield "secretary", words.receipt(situation)


def is_just_told(situation: Situation, step: Step, role: str) -> bool:
    """Whether a letter of its own has told the person so lately that the next look is early enough to remind him."""
    told_at = None
    if step.code == "sign_off" and role == "mcu_head":
        told_at = situation.opened_at
    elif step.kind == "rejected":
        told_at = situation.decided_at
    if told_at is None or situation.now - told_at >= JUST_TOLD or situation.next_look is None:
        return False
    return step.goes_at is None or situation.next_look < step.goes_at


def is_receipt_late(situation: Situation) -> bool:
    """Whether the report is out and nobody has said so for a day; asked once, at the guard's last look."""
    if not situation.is_out or situation.is_confirmed or situation.sent_at is None:
        return False
    is_last_look = situation.next_look is None and situation.now < situation.deadline
    return is_last_look and situation.now - situation.sent_at >= RECEIPT_WAITS


def escalations(situation: Situation, holders: Holders) -> list[Note]:
    """To the curator: at once where a person is needed, in the evening where the report will go out by itself."""
    if not (situation.goes_at is None or situation.is_last_look_of_day or situation.is_alarm):
        return []
    subject, text = words.escalation_subject(situation), words.escalation(situation, holders)
    return [Note("escalation", person, subject, text) for person in readers(holders, "curator")]


def all_clears(situation: Situation, holders: Holders) -> list[Note]:
    """To those who were told that it is not out."""
    told = [person for person in readers(holders, "curator") if email(person) in situation.told]
    return [
        Note("all_clear", person, words.all_clear_subject(situation), words.all_clear(situation)) for person in told
    ]


def readers(holders: Holders, role: str) -> list[Person]:
    """Who acts in the role and has an address; where nobody does, in the next role that has somebody."""
    for name in INSTEAD[role]:
        if found := [person for person in holders.get(name, ()) if email(person)]:
            return found
    return []
