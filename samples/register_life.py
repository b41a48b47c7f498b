"""Lives of appeals under 59-ФЗ as a register keeps them: resolution, control, extension, transfer, answer."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from samples.life import DAY, Message, office_time, working_on_or_after, working_on_or_before
from samples.town import Topic, invented_official, invented_person, pick_topic, wording

_FATES = {
    "answered": 74,
    "late": 4.5,
    "extended": 5,
    "extended_too_late": 1,
    "interim": 3,
    "transferred": 8,
    "withdrawn": 1.2,
    "left": 1.8,
    "unanswered": 0.7,
    "returned": 0.8,
}
Fate = Callable[[random.Random, Message, str], None]
_OUTCOMES = ("Разъяснено", "Поддержано", "Поддержано, меры приняты", "Не поддержано", "Дан ответ автору")
_TRAITS = ("первичное", "повторное", "аналогичное", "типовое", "неоднократное", None)
TERM = timedelta(days=30)


def register(rng: random.Random, registered: datetime, delivery: str, closed_word: str = "Рассмотрено") -> Message:
    """One appeal from its arrival to its end; `closed_word` is what this register calls an answered one."""
    topic = pick_topic(rng, registered.month)
    message = entry(rng, registered, topic, delivery)
    fate = rng.choices(list(_FATES), list(_FATES.values()))[0]
    _FATE[fate](rng, message, closed_word)
    return message


def entry(rng: random.Random, registered: datetime, topic: Topic, delivery: str) -> Message:
    """The opening entry and the resolution of the head."""
    waited = rng.choices((0, 1, 2, 3, 4, 6), (40, 25, 16, 13, 4, 2))[0]
    message = Message("", registered).at(
        registered,
        status="Зарегистрировано",
        received_at=registered - timedelta(days=waited),
        section=topic.section,
        code=topic.code,
        kind=rng.choices(("Заявление", "Жалоба", "Предложение"), (62, 30, 8))[0],
        delivery=delivery,
        applicant=invented_person(rng),
        text=wording(rng, topic),
        control_on=(registered + TERM).date(),
        traits=rng.choices(_TRAITS, (68, 9, 5, 6, 2, 10))[0],
    )
    resolved = office_time(rng, working_on_or_after(registered.date() + DAY))
    return message.at(
        resolved,
        status="На рассмотрении",
        assigned_at=resolved,
        department=topic.department,
        official=invented_official(rng),
    )


def followed(rng: random.Random, source: Message, topic: Topic, closed_word: str) -> Message:
    """The same appeal registered once more: its end is the end of `source`, its number stands beside."""
    registered = office_time(rng, working_on_or_after(source.registered_at.date() + DAY))
    message = entry(rng, registered, topic, "Электронное")
    message.events[0].changes.update(linked_number=str(source.number), received_at=source.registered_at)
    floor = registered + timedelta(hours=1)
    last = source.events[-1].changes
    if answered := source.first("answered_at"):
        _answer(rng, message, max(answered, floor), closed_word)
    elif moved := source.first("transferred_at"):
        message.ends(max(moved, floor), status="Направлено по компетенции", transferred_at=max(moved, floor))
    elif closed := source.first("closed_at"):
        word = "Отозвано заявителем" if "Отозвано" in str(last["status"]) else "Оставлено без ответа"
        message.ends(max(closed, floor), status=word, closed_at=max(closed, floor))
    return message


def numbered(messages: Iterable[Message], pattern: str) -> list[Message]:
    """Numbers the messages in the order of registration, from 1 again every January."""
    ordered = sorted(messages, key=lambda message: message.registered_at)
    last: dict[int, int] = {}
    for message in ordered:
        year = message.registered_at.year
        last[year] = last.get(year, 0) + 1
        message.number = pattern.format(n=last[year], year=year % 100)
    return ordered


def _answer(rng: random.Random, message: Message, moment: datetime, word: str) -> None:
    moment = message.not_before(moment)
    message.at(moment - timedelta(minutes=50), status="На согласовании")
    message.at(moment, status=word, answered_at=moment, outcome=rng.choices(_OUTCOMES, (48, 12, 18, 12, 10))[0])


def _answered(rng: random.Random, message: Message, word: str) -> None:
    wait = timedelta(days=round(rng.triangular(4, 29.4, 25)))
    day = working_on_or_before(message.registered_at.date() + wait)
    _answer(rng, message, office_time(rng, max(day, (message.registered_at + DAY).date())), word)


def _late(rng: random.Random, message: Message, word: str) -> None:
    day = working_on_or_after((message.registered_at + TERM).date() + timedelta(days=rng.randrange(1, 15)))
    _answer(rng, message, office_time(rng, day), word)


def _extended(rng: random.Random, message: Message, word: str, decided_after: int = -4) -> None:
    due = (message.registered_at + TERM).date()
    decided = office_time(rng, working_on_or_before(due + timedelta(days=decided_after)))
    until = due + timedelta(days=rng.choice((15, 30)))
    message.at(
        decided, status="Продлено", extended_due_at=until, extension_decided_at=decided if rng.random() < 0.9 else None
    )
    _answer(rng, message, office_time(rng, working_on_or_before(until - timedelta(days=rng.randrange(1, 8)))), word)


def _interim(rng: random.Random, message: Message, word: str) -> None:
    first = office_time(rng, working_on_or_after((message.registered_at + timedelta(days=9)).date()))
    message.at(first, status="Дан промежуточный ответ", interim_answer_at=first)
    day = working_on_or_before((message.registered_at + timedelta(days=29)).date())
    _answer(rng, message, office_time(rng, day), word)


def _transferred(rng: random.Random, message: Message, word: str) -> None:
    waited = rng.choices((1, 2, 4, 6, 10), (20, 30, 25, 17, 8))[0]
    moved = office_time(rng, working_on_or_after((message.registered_at + timedelta(days=waited)).date()))
    message.ends(moved, status="Направлено по компетенции", transferred_at=moved)


def _gone(rng: random.Random, message: Message, word: str, end: str) -> None:
    last = message.registered_at + timedelta(days=rng.randrange(3, 20))
    closed = office_time(rng, working_on_or_after(last.date()))
    message.ends(closed, status=end, closed_at=closed)


def _unanswered(rng: random.Random, message: Message, word: str) -> None:
    message.at(message.registered_at + timedelta(days=28), status="На исполнении")


def _returned(rng: random.Random, message: Message, word: str) -> None:
    _answered(rng, message, word)
    back = message.events[-1].at + timedelta(days=6)
    message.at(back, status="Повторное рассмотрение")
    message.at(back + timedelta(days=8), status=word)


_FATE: dict[str, Fate] = {
    "answered": _answered,
    "late": _late,
    "extended": _extended,
    "extended_too_late": partial(_extended, decided_after=6),
    "interim": _interim,
    "transferred": _transferred,
    "withdrawn": partial(_gone, end="Отозвано заявителем"),
    "left": partial(_gone, end="Оставлено без ответа"),
    "unanswered": _unanswered,
    "returned": _returned,
}
