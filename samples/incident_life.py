"""Lives of incidents: what is seen in social networks, answered in hours, sometimes put off, closed later."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, time, timedelta

from samples.life import DAY, Message, is_working, office_time, stream, workdays_later, working_on_or_after
from samples.seasons import people_write
from samples.town import SETTLEMENT, invented_official, invented_person, municipality, pick_topic, wording

_FATES = {
    "plain": 74,
    "put_off": 11,
    "slow": 4.5,
    "rejected": 3,
    "transferred": 3,
    "reopened": 2,
    "unanswered": 0.6,
    "closed_silently": 0.7,
}
Fate = Callable[[random.Random, Message, datetime], None]
_NETWORKS = ("ВКонтакте", "Одноклассники", "Telegram", "MAX")


def incidents() -> list[Message]:
    """All incidents of the town, by the date of creation."""
    rng = stream("incident")
    return [_live(rng, 9_100_001 + i, created) for i, created in enumerate(people_write(rng, 1300))]


def _live(rng: random.Random, number: int, created: datetime) -> Message:
    topic = pick_topic(rng, created.month)
    message = Message(number, created).at(
        created,
        status="Новый",
        topic_l1=topic.incident[0],
        topic_l2=topic.incident[1],
        text=wording(rng, topic),
        type=rng.choices(("Решаемый", "Справочный", "Нерешаемый"), (75, 15, 10))[0],
        author=invented_person(rng),
        priority=rng.choices(("Обычный", "Высокий", None), (82, 8, 10))[0],
        network=rng.choice(_NETWORKS),
        url=f"https://example.org/wall-{number}",
        settlement=SETTLEMENT,
        municipality=municipality(rng),
        is_repeat=rng.choices((True, False, None), (6, 84, 10))[0],
    )
    start = created
    if rng.random() < 0.94:
        start = created + timedelta(minutes=rng.randrange(3, 55))
        message.at(
            start, status="Назначен", assigned_at=start, department=topic.department, official=invented_official(rng)
        )
    if rng.random() < 0.5:
        message.at(start, due_at=_term_of_the_source(start))
    fate = rng.choices(list(_FATES), list(_FATES.values()))[0]
    _FATE[fate](rng, message, start)
    _mark_later(rng, message, created)
    return message


def _term_of_the_source(start: datetime) -> datetime:
    """The export's own term: the same hour of the next working day."""
    return datetime.combine(working_on_or_after(start.date() + DAY), start.time())


def _first_answer(rng: random.Random, start: datetime) -> datetime:
    """When the town answers: soon in working time; out of it a duty officer does, or the next working morning."""
    hours = min(rng.lognormvariate(-0.1, 0.8), 9)
    in_time = is_working(start.date()) and time(8) <= start.time() < time(17)
    if in_time and (start + timedelta(hours=hours)).time() <= time(18, 30):
        return _minute(start + timedelta(hours=hours))
    if rng.random() < 0.93:
        if 6 <= start.hour < 22:
            return start + timedelta(minutes=rng.randrange(12, 100))
        morning = start.date() + (DAY if start.hour >= 22 else timedelta())
        return datetime.combine(morning, time(7)) + timedelta(minutes=rng.randrange(120))
    morning = (
        start.date() if is_working(start.date()) and start.time() < time(8) else working_on_or_after(start.date() + DAY)
    )
    return _minute(datetime.combine(morning, time(8)) + timedelta(hours=min(hours, 4)))


def _plain(rng: random.Random, message: Message, start: datetime) -> None:
    _publish_and_close(rng, message, _first_answer(rng, start))


def _publish_and_close(rng: random.Random, message: Message, answered: datetime) -> None:
    message.at(answered, status="Опубликован ответ", answered_at=answered)
    if rng.random() < 0.97:
        closed = answered + timedelta(minutes=rng.randrange(20, 2200))
        outcome = rng.choices(("Решено", "Разъяснено", "Дан ответ", "Не решено"), (48, 30, 14, 8))[0]
        message.at(closed, status="Закрыт", closed_at=closed, outcome=outcome)


def _slow(rng: random.Random, message: Message, start: datetime) -> None:
    late = datetime.combine(workdays_later(start.date(), rng.choice((1, 1, 2))), time(13))
    _publish_and_close(rng, message, late + timedelta(minutes=rng.randrange(280)))


def _put_off(rng: random.Random, message: Message, start: datetime) -> None:
    interim = _first_answer(rng, start)
    message.at(interim, status="Отложенный", outcome="Отложено", answered_at=interim, interim_answer_at=interim)
    if rng.random() < 0.94:
        waited = rng.choices((3, 5, 6, 7, 9, 14), (2, 3, 4, 3, 1, 1))[0]
        closed = office_time(rng, workdays_later(interim.date(), waited))
        message.at(closed, status="Закрыт", closed_at=closed, outcome=rng.choice(("Решено", "Решено", "Не решено")))


def _rejected(rng: random.Random, message: Message, start: datetime) -> None:
    message.at(start + timedelta(hours=rng.randrange(1, 20)), status="Отклонён")


def _transferred(rng: random.Random, message: Message, start: datetime) -> None:
    moved = start + timedelta(minutes=rng.randrange(60, 1500))
    message.ends(moved, status="Направлено по компетенции", transferred_at=moved)


def _reopened(rng: random.Random, message: Message, start: datetime) -> None:
    answered = _first_answer(rng, start)
    back, again = answered + timedelta(days=2), answered + timedelta(days=3, hours=2)
    message.at(answered, status="Закрыт", answered_at=answered, closed_at=answered, outcome="Разъяснено")
    message.at(back, status="Повторный").at(again, status="Закрыт", outcome="Решено")


def _unanswered(rng: random.Random, message: Message, start: datetime) -> None:
    message.at(start + timedelta(hours=1), status="В работе")


def _closed_silently(rng: random.Random, message: Message, start: datetime) -> None:
    closed = start + timedelta(days=rng.randrange(1, 4))
    message.at(closed, status="Закрыт", closed_at=closed)


def _mark_later(rng: random.Random, message: Message, created: datetime) -> None:
    later = created + timedelta(days=rng.randrange(1, 40))
    mark = rng.choices(("", "is_spam", "is_test", "is_deleted", "duplicate_of"), (962, 14, 5, 5, 14))[0]
    if mark == "duplicate_of":
        message.at(later, duplicate_of=str(int(message.number) - rng.randrange(1, 9)))
    elif mark:
        message.at(later, **{mark: True})


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


_FATE: dict[str, Fate] = {
    "plain": _plain,
    "put_off": _put_off,
    "slow": _slow,
    "rejected": _rejected,
    "transferred": _transferred,
    "reopened": _reopened,
    "unanswered": _unanswered,
    "closed_silently": _closed_silently,
}
