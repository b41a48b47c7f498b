"""Lives of messages of ПОС: moderation, fast track, extension, return by the applicant, rating."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from samples.life import DAY, Message, office_time, stream, working_on_or_after, working_on_or_before
from samples.seasons import people_write
from samples.town import invented_person, municipality, pick_topic, wording

_FATES = {
    "answered": 74,
    "late": 1.5,
    "extended": 4,
    "extended_too_late": 0.8,
    "interim": 4,
    "transferred": 5,
    "rejected": 4,
    "withdrawn": 1.2,
    "left": 0.9,
    "unanswered": 0.6,
}
Fate = Callable[[random.Random, Message, int], None]
_ANSWERED = ("Ответ направлен", "Рассмотрено", "Решено")
_OUTCOMES = ("Решено", "Разъяснено", "Поддержано, меры приняты", "Не поддержано", None)


def pos_messages() -> list[Message]:
    """All messages of ПОС, by the date of registration."""
    rng = stream("pos")
    return [_live(rng, 45_100_001 + i, moment) for i, moment in enumerate(people_write(rng, 1050))]


def is_appeal(message: Message) -> bool:
    """Whether the message falls under 59-ФЗ."""
    return "Обращение" in str(message.events[0].changes.get("type"))


def _live(rng: random.Random, number: int, registered: datetime) -> Message:
    topic = pick_topic(rng, registered.month)
    kind = rng.choices(("Сообщение", "Обращение (59-ФЗ)", "Обращение", None), (88, 5, 3, 4))[0]
    fast = False if kind and "Обращение" in kind else rng.choices((True, False, None), (45, 50, 5))[0]
    message = Message(number, registered).at(
        registered,
        status="Новое",
        type=kind,
        received_at=registered - timedelta(minutes=rng.randrange(4)),
        topic_l1=topic.pos[0],
        topic_l2=topic.pos[1],
        topic_l3=topic.pos[2],
        is_fast_track=fast,
        municipality=municipality(rng),
        is_repeat=rng.choices((True, False, None), (5, 85, 10))[0],
        applicant=invented_person(rng),
        text=wording(rng, topic),
    )
    days = 10 if fast else 30
    due = registered.date() + timedelta(days=days)
    if rng.random() < 0.85:
        message.at(registered, due_at=due if rng.random() < 0.9 else datetime.combine(due, registered.time()))
    message.at(registered + timedelta(hours=1), status="На модерации")
    given = office_time(rng, working_on_or_after(registered.date() + DAY))
    message.at(given - timedelta(minutes=45), status=rng.choice(("На координации", "На распределении")))
    message.at(given, status="На исполнении", assigned_at=given, organisation=topic.department)
    fate = rng.choices(list(_FATES), list(_FATES.values()))[0]
    _FATE[fate](rng, message, days)
    if rng.random() < 0.02:
        later = registered + timedelta(days=rng.randrange(2, 45))
        mark = rng.choice(("is_spam", "is_test", "is_deleted"))
        message.at(later, **{mark: True})
    elif rng.random() < 0.01:
        message.at(registered + timedelta(days=9), duplicate_of=str(number - rng.randrange(1, 5)))
    return message


def _day_of_answer(rng: random.Random, message: Message, days: int) -> datetime:
    """An answer inside `days`, on a working day after the registration."""
    mean = 1.3 if days == 10 else 2.05
    wait = min(max(rng.lognormvariate(mean, 0.55), 1), days - 1)
    day = working_on_or_before(message.registered_at.date() + timedelta(days=int(wait)))
    if day <= message.registered_at.date():
        day = working_on_or_after(message.registered_at.date() + DAY)
    return office_time(rng, day)


def _answer(rng: random.Random, message: Message, moment: datetime) -> None:
    moment = message.not_before(moment)
    message.at(moment - timedelta(minutes=40), status=rng.choice(("На согласовании", "На утверждении")))
    message.at(moment, status=rng.choice(_ANSWERED), answered_at=moment, outcome=rng.choice(_OUTCOMES))
    if rng.random() < 0.04:
        _come_back(rng, message, moment)
    elif rng.random() < 0.4:
        rated = moment + timedelta(days=rng.randrange(8), minutes=rng.randrange(15, 300))
        stars = rng.choices((5, 4, 3, 2, 1), (36, 16, 11, 13, 24))[0]
        message.at(rated, rating=stars, rated_at=rated if rng.random() < 0.9 else None)


def _come_back(rng: random.Random, message: Message, answered: datetime) -> None:
    """The applicant is not content: the answer is emptied until the second one."""
    back = answered + timedelta(days=rng.randrange(1, 6), minutes=rng.randrange(300))
    second = office_time(rng, working_on_or_after((back + timedelta(days=rng.randrange(4, 15))).date()))
    message.at(
        back,
        status=rng.choice(("Повторное рассмотрение", "На доработке")),
        returned_at=back,
        answered_at=None,
        outcome=None,
    )
    message.at(second, status="Ответ направлен", answered_at=second, outcome="Разъяснено")


def _answered(rng: random.Random, message: Message, days: int) -> None:
    _answer(rng, message, _day_of_answer(rng, message, days))


def _late(rng: random.Random, message: Message, days: int) -> None:
    day = message.registered_at.date() + timedelta(days=days + rng.randrange(1, 12))
    _answer(rng, message, office_time(rng, working_on_or_after(day)))


def _extended(rng: random.Random, message: Message, days: int, decided_after: int = -3) -> None:
    due = message.registered_at.date() + timedelta(days=days)
    decided = office_time(rng, working_on_or_before(due + timedelta(days=decided_after)))
    until = due + timedelta(days=rng.choice((10, 15, 30)))
    shown = decided.date() if rng.random() < 0.85 else None
    message.at(decided, extended_due_at=until, extension_decided_at=shown)
    _answer(rng, message, office_time(rng, working_on_or_before(until - timedelta(days=rng.randrange(1, 7)))))


def _extended_too_late(rng: random.Random, message: Message, days: int) -> None:
    _extended(rng, message, days, decided_after=5)


def _interim(rng: random.Random, message: Message, days: int) -> None:
    first = office_time(rng, working_on_or_after(message.registered_at.date() + timedelta(days=3)))
    message.at(first, status="Дан промежуточный ответ", interim_answer_at=first)
    final = working_on_or_before(message.registered_at.date() + timedelta(days=days - 1))
    _answer(rng, message, datetime.combine(max(final, (first + DAY).date()), time(15, 20)))


def _transferred(rng: random.Random, message: Message, days: int) -> None:
    moved = office_time(rng, working_on_or_after(message.registered_at.date() + timedelta(days=rng.randrange(1, 9))))
    message.ends(moved, status=rng.choice(("Перенаправлено", "Передано по компетенции")), transferred_at=moved)


def _rejected(rng: random.Random, message: Message, days: int) -> None:
    message.ends(message.registered_at + timedelta(hours=rng.randrange(2, 60)), status="Отклонено")


def _gone(rng: random.Random, message: Message, days: int, word: str) -> None:
    closed = message.registered_at + timedelta(days=rng.randrange(2, days), minutes=rng.randrange(200))
    message.ends(closed, status=word, closed_at=closed)


def _unanswered(rng: random.Random, message: Message, days: int) -> None:
    message.at(message.registered_at + timedelta(days=days - 1), status="На согласовании")


_FATE: dict[str, Fate] = {
    "answered": _answered,
    "late": _late,
    "extended": _extended,
    "extended_too_late": _extended_too_late,
    "interim": _interim,
    "transferred": _transferred,
    "rejected": _rejected,
    "withdrawn": partial(_gone, word="Отозвано заявителем"),
    "left": partial(_gone, word="Оставлено без ответа"),
    "unanswered": _unanswered,
}
