"""One request of a ССТУ file as a message of `appeals` with its questions (domain §16.12)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.oracle.cells import CODE, end_of, moment
from tests.oracle.rows import Broken, Told, check_dates
from tests.oracle.sheets import Export
from tests.oracle.words import QUESTIONS

STATUSES = {*QUESTIONS, "NotRegistered", "InWork", "Transferred", "LeftWithoutAnswer"}


def read_request(export: Export, request_no: int, request: dict[str, Any], landed_at: datetime) -> Told:
    told = Told(export, "", request_no, request.get("number") or None)
    asked = [question for question in request["questions"] if question["status"] != "NotReceived"]
    registered = _dates(asked, "registrationDate")
    told.year = min(registered).year if registered else None
    try:
        if told.number is None or not registered:
            raise Broken("R01")
        if any(question["status"] not in STATUSES for question in asked):
            raise Broken("R05")
        told.questions = [_question(question) for question in asked]
        told.state = _state(asked, min(registered))
        check_dates(told.state, landed_at)
    except Broken as broken:
        told.code = broken.args[0]
    return told


def _dates(questions: list[dict[str, Any]], name: str) -> list[datetime]:
    found = [moment(question.get(name)) for question in questions]
    return [day for day in found if day is not None]


def _question(question: dict[str, Any]) -> dict[str, Any]:
    """Only an answered question has a result and a date of it: what is left or handed on is no answer."""
    result = QUESTIONS.get(question["status"])
    if result == "SUPPORTED" and question.get("actionsTaken") is True:
        result = "SUPPORTED_MEASURES"
    return {"result": result, "responded_at": moment(question.get("responseDate")) if result else None}


def _state(asked: list[dict[str, Any]], registered: datetime) -> dict[str, Any]:
    code = asked[0].get("code")
    state: dict[str, Any] = {
        "registered_at": registered,
        "received_at": min(_dates(asked, "incomingDate"), default=None),
        "classifier_code": code if code and CODE.match(code) else None,
        "legal_regime": "FZ59",
        "extended_due_at": None,
        "extension_decided_at": None,
    }
    if any(question.get("isExtend") is True for question in asked):
        state["extended_due_at"] = end_of(registered + timedelta(days=60))
    return state | _end(asked)


def _end(asked: list[dict[str, Any]]) -> dict[str, Any]:
    ends: dict[str, Any] = dict.fromkeys(("first_final_answer_at", "answered_at", "transferred_at", "closed_at"))
    statuses = {question["status"] for question in asked}
    if "InWork" in statuses:
        return ends | {"status": "IN_PROGRESS"}
    if statuses & QUESTIONS.keys():
        answer = max(_dates([q for q in asked if q["status"] in QUESTIONS], "responseDate"), default=None)
        return ends | {"status": "ANSWERED", "first_final_answer_at": answer, "answered_at": answer}
    if "Transferred" in statuses:
        moved = [q.get("transfer") or {} for q in asked if q["status"] == "Transferred"]
        return ends | {"status": "TRANSFERRED", "transferred_at": max(_dates(moved, "transferDate"), default=None)}
    return ends | {"status": "LEFT_WITHOUT_ANSWER", "closed_at": max(_dates(asked, "responseDate"), default=None)}
