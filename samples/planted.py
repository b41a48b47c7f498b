"""Situations set by hand, each with a number of its own, so that a reader and a test can find them."""

from __future__ import annotations

from datetime import date, datetime

from samples.life import Message
from samples.town import HOUSING, OURS, SETTLEMENT, STREETS

POS = 45_000_000
INCIDENT = 9_000_000


def _t(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _pos(number: int, registered: str) -> Message:
    """A message of ПОС about roads, without a term of its own: registered + 30 days counts."""
    moment = _t(registered)
    return Message(POS + number, moment).at(
        moment,
        status="На исполнении",
        type="Сообщение",
        received_at=moment,
        assigned_at=moment,
        topic_l1="Автомобильные дороги",
        topic_l2="Содержание дорог",
        topic_l3="Ямы на проезжей части",
        is_fast_track=False,
        municipality=OURS[0],
        is_repeat=False,
        organisation=STREETS,
        applicant="Примеров Пример Примерович",
        text="Строка для проверки.",
    )


def _answered(message: Message, moment: str, **more: object) -> Message:
    return message.at(_t(moment), status="Ответ направлен", answered_at=_t(moment), outcome="Разъяснено", **more)


def worked_example() -> list[Message]:
    """The six messages of domain.md §10.5."""
    extended = _pos(6, "2026-08-20").at(
        _t("2026-09-10T10:00"), extended_due_at=date(2026, 10, 19), extension_decided_at=date(2026, 9, 10)
    )
    return [
        _answered(_pos(1, "2026-06-10"), "2026-07-08"),
        _answered(_pos(2, "2026-06-20"), "2026-07-25"),
        _answered(_pos(3, "2026-07-05"), "2026-07-10"),
        _pos(4, "2026-08-01"),
        _pos(5, "2026-09-15"),
        extended,
    ]


def at_the_boundary() -> list[Message]:
    """Registered, due or answered at the last second of a quarter or the first of the next."""
    return [
        _answered(_pos(7, "2026-06-30T23:59:59"), "2026-07-01T00:00:00"),
        _answered(_pos(8, "2026-07-01T00:00:00"), "2026-09-30T23:59:59"),
        _answered(_pos(9, "2026-08-31T10:00"), "2026-10-01T00:00:00"),
        _answered(_pos(10, "2026-09-01T09:00"), "2026-10-01T23:59:59"),
    ]


def told_twice() -> list[Message]:
    """States that return, messages that vanish, marks and answers that change afterwards."""
    back_and_forth = (
        _pos(11, "2026-09-14T11:00")
        .at(_t("2026-09-23T09:00"), status="На согласовании")
        .at(_t("2026-09-24T09:00"), status="На исполнении")
    )
    vanishes = _answered(_pos(12, "2026-08-12T12:00"), "2026-08-24T15:00")
    vanishes.absent = ((date(2026, 9, 22), date(2026, 9, 24)),)
    gone = _answered(_pos(13, "2026-08-13T12:00"), "2026-08-26T15:00")
    gone.absent = ((date(2026, 9, 28), date(2026, 12, 31)),)
    second = _answered(_pos(18, "2026-06-22T14:00"), "2026-06-29T16:00").at(
        _t("2026-07-02T19:00"), status="Повторное рассмотрение", returned_at=_t("2026-07-02T19:00"), answered_at=None
    )
    open_again = _answered(_pos(19, "2026-09-10T14:00"), "2026-09-23T16:00").at(
        _t("2026-09-25T20:00"), status="На доработке", returned_at=_t("2026-09-25T20:00"), answered_at=None
    )
    return [
        back_and_forth,
        vanishes,
        gone,
        _answered(second, "2026-07-15T12:00"),
        open_again,
        _answered(_pos(14, "2026-07-20T10:00"), "2026-07-28T10:00", rating=7, rated_at=_t("2026-07-29T10:00")),
        _answered(_pos(15, "2026-07-21T10:00"), "2026-07-29T10:00", rating=4),
        _answered(_pos(17, "2026-06-15T10:00"), "2026-06-20T10:00").at(_t("2026-09-29T10:00"), is_spam=True),
    ]


def terms() -> list[Message]:
    """A retroactive extension, and two overdue ones whose registration date is once mistyped by months."""
    retroactive = _pos(16, "2026-07-06T09:00").at(
        _t("2026-08-12T10:00"), extended_due_at=date(2026, 9, 4), extension_decided_at=date(2026, 8, 12)
    )
    return [_answered(retroactive, "2026-09-03T11:00"), _pos(24, "2026-06-25T09:00"), _pos(25, "2026-06-11T09:00")]


def pos_situations() -> list[Message]:
    """All of ПОС."""
    return [*worked_example(), *at_the_boundary(), *told_twice(), *terms()]


def _incident(number: int, created: str, priority: str = "Обычный") -> Message:
    moment = _t(created)
    return Message(INCIDENT + number, moment).at(
        moment,
        status="Назначен",
        assigned_at=moment,
        topic_l1="ЖКХ",
        topic_l2="Отопление",
        type="Решаемый",
        priority=priority,
        department=HOUSING,
        official="Заглушкин З.З.",
        municipality=OURS[0],
        settlement=SETTLEMENT,
        is_repeat=False,
        author="Примеров Пример Примерович",
        text="Строка для проверки.",
    )


def _closed(message: Message, answered: str, closed: str) -> Message:
    message.at(_t(answered), status="Опубликован ответ", answered_at=_t(answered))
    return message.at(_t(closed), status="Закрыт", closed_at=_t(closed), outcome="Решено")


def incident_situations() -> list[Message]:
    """All of «Инцидент»: exact terms of 8 and 4 working hours, quarter's end, put off, reopened, vanished."""
    put_off = _incident(5, "2026-09-21T10:00").at(
        _t("2026-09-21T12:00"),
        status="Отложенный",
        outcome="Отложено",
        answered_at=_t("2026-09-21T12:00"),
        interim_answer_at=_t("2026-09-21T12:00"),
    )
    returned = _closed(_incident(6, "2026-09-16T10:00"), "2026-09-16T11:00", "2026-09-16T12:00")
    returned.at(_t("2026-09-24T09:00"), status="Повторный").at(_t("2026-09-25T09:00"), status="Закрыт")
    vanishes = _closed(_incident(7, "2026-09-15T10:00"), "2026-09-15T11:00", "2026-09-15T12:00")
    vanishes.absent = ((date(2026, 9, 26), date(2026, 9, 27)),)
    spam = _closed(_incident(8, "2026-06-10T10:00"), "2026-06-10T11:00", "2026-06-11T12:00")
    return [
        _closed(_incident(1, "2026-09-28T10:00"), "2026-09-29T09:00", "2026-09-29T15:00"),
        _closed(_incident(2, "2026-09-28T10:00"), "2026-09-29T09:01", "2026-09-29T15:00"),
        _closed(_incident(3, "2026-09-28T13:00", "Высокий"), "2026-09-28T17:00", "2026-09-29T15:00"),
        _closed(_incident(4, "2026-09-30T23:40"), "2026-10-01T00:05", "2026-10-01T12:00"),
        put_off,
        returned,
        vanishes,
        spam.at(_t("2026-09-28T10:00"), is_spam=True),
    ]
