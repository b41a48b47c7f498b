"""Lives of requests that came through ССТУ: one to three questions each, judged one by one."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samples.life import DAY, Message, office_time, stream, working_on_or_after, working_on_or_before
from samples.register_life import numbered
from samples.seasons import office_registers
from samples.town import invented_person, pick_topic

_FATES = {
    "Explained": 44,
    "Supported": 16,
    "NotSupported": 13,
    "Answered": 9,
    "Transferred": 9,
    "LeftWithoutAnswer": 3,
    "InWork": 3,
    "NotReceived": 3,
}


@dataclass
class Request:
    """One request: the message (its number and dates) and the lives of its questions."""

    message: Message
    applicant: str
    is_direct: bool
    questions: list[Message] = field(default_factory=list)


def sstu_requests() -> list[Request]:
    """All requests of the ССТУ, numbered by year."""
    rng = stream("appeals/sstu")
    requests = [_live(rng, moment) for moment in office_registers(rng, 130)]
    numbered([request.message for request in requests], "ССТУ-{n:04d}/{year}")
    return requests


def _live(rng: random.Random, arrived: datetime) -> Request:
    request = Request(Message("", arrived), invented_person(rng), rng.random() < 0.7)
    registered = office_time(rng, working_on_or_after((arrived + DAY).date())) if rng.random() < 0.3 else arrived
    for _ in range(rng.choices((1, 2, 3), (72, 20, 8))[0]):
        question = _question(rng, arrived, registered)
        if request.questions or "incomingDate" in question.state(question.events[0].at):
            request.questions.append(question)
    if not request.questions:
        request.questions.append(
            Message("0001.0002.0027.0126", arrived).at(
                arrived, status="InWork", incomingDate=arrived, registrationDate=arrived
            )
        )
    return request


def _question(rng: random.Random, arrived: datetime, registered: datetime) -> Message:
    code = pick_topic(rng, arrived.month).code or "0001.0002.0027.0126"
    fate = rng.choices(list(_FATES), list(_FATES.values()))[0]
    question = Message(code, arrived)
    if fate == "NotReceived":
        return question.at(arrived, status="NotReceived")
    question.at(arrived, status="NotRegistered", incomingDate=arrived)
    question.at(registered, status="InWork", registrationDate=registered)
    if rng.random() < 0.06 and fate != "Transferred":
        question.at(registered + timedelta(days=24), isExtend=True)
    _end(rng, question, fate, registered)
    return question


def _end(rng: random.Random, question: Message, fate: str, registered: datetime) -> None:
    if fate == "InWork":
        return
    if fate == "Transferred":
        moved = office_time(rng, working_on_or_after((registered + timedelta(days=rng.randrange(1, 8))).date()))
        question.at(moved, status=fate, transferDate=moved)
        return
    limit = 44 if rng.random() < 0.07 else 29
    day = working_on_or_before((registered + timedelta(days=round(rng.triangular(5, limit, 24)))).date())
    response = office_time(rng, max(day, (registered + DAY).date()))
    changes: dict[str, object] = {"status": fate, "responseDate": response}
    if fate == "Supported":
        changes["actionsTaken"] = rng.random() < 0.6
    question.at(response, **changes)
