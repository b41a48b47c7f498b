"""Requests of ССТУ.РФ («Результаты рассмотрения обращений», JSON) → rows of the channel ``appeals``.

Указ Президента РФ № 171 of 17.04.2017; fields and rules: domain.md §5.4, §16.B decision 12.
"""

import datetime as dt
import json
import re
from collections.abc import Callable

EXTENDED_DAYS = 60  # 59-ФЗ art. 12 p. 2: 30 days and at most 30 more
_RESULTS = {"explained": "EXPLAINED", "supported": "SUPPORTED", "notsupported": "NOT_SUPPORTED", "answered": "ANSWERED"}
_OTHERS = {"notreceived", "notregistered", "inwork", "transferred", "leftwithoutanswer"}
_TRANSFER = "поле transfer должно быть объектом"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")

Row = dict[str, str | None]
Record = dict[str, object]


def rows(record: object) -> list[Row]:
    """The row of one request; none if all its questions are NotReceived (nothing has come to us yet).

    An unknown status of a question becomes the status of the row, for the rules to catch.

    Raises:
        ValueError: not a request at all (Russian phrase without a full stop).
    """
    request = _lowered(record, "ожидался объект с полями number и questions")
    listed = request.get("questions") or []
    if not isinstance(listed, list):
        raise ValueError("поле questions должно быть списком вопросов")
    numbered = list(enumerate((_lowered(item, "вопрос должен быть объектом") for item in listed), start=1))
    if not {"number", "questions"} & request.keys():
        raise ValueError("нет ни поля number, ни поля questions: это не обращение ССТУ")
    received = [(no, question) for no, question in numbered if _status(question) != "notreceived"]
    if numbered and not received:
        return []
    return [_row(request, received)]


def _row(request: Record, numbered: list[tuple[int, Record]]) -> Row:
    questions = [question for _, question in numbered]
    registered = _bound(questions, "registrationdate", min)
    is_extended = any(question.get("isextend") is True for question in questions)
    return {
        "source_number": _text(request.get("number")),
        "received_at": _bound(questions, "incomingdate", min),
        "registered_at": registered,
        "outcome": None,
        "classifier_code": _text(questions[0].get("code")) if questions else None,
        "extended_due_at": _days_after(registered, EXTENDED_DAYS) if is_extended else None,
        "questions": json.dumps([_question(no, question) for no, question in numbered], ensure_ascii=False),
        "applicant": _text(request.get("name")),
        **_state(questions),
    }


def _state(questions: list[Record]) -> Row:
    """Status of the request and the date that goes with it."""
    state: Row = {"status": None, "answered_at": None, "transferred_at": None, "closed_at": None}
    known = _RESULTS.keys() | _OTHERS
    unknown = [question for question in questions if _status(question) not in known]
    statuses = {_status(question) for question in questions}
    if unknown:
        state["status"] = _text(unknown[0].get("status"))
    elif "inwork" in statuses:
        state["status"] = "IN_PROGRESS"
    elif statuses & _RESULTS.keys():
        answered = [question for question in questions if _status(question) in _RESULTS]
        state |= {"status": "ANSWERED", "answered_at": _bound(answered, "responsedate", max)}
    elif "transferred" in statuses:
        transfers = [_lowered(question.get("transfer") or {}, _TRANSFER) for question in questions]
        state |= {"status": "TRANSFERRED", "transferred_at": _bound(transfers, "transferdate", max)}
    elif "leftwithoutanswer" in statuses:
        state |= {"status": "LEFT_WITHOUT_ANSWER", "closed_at": _bound(questions, "responsedate", max)}
    elif statuses:
        state["status"] = "NEW"  # only NotRegistered: the missing date makes it R01 until it is registered
    return state


def _question(no: int, question: Record) -> dict[str, object]:
    """``no`` is the place in the request, counting questions not received: it stays when they come."""
    result = _RESULTS.get(_status(question))
    if result == "SUPPORTED" and question.get("actionstaken") is True:
        result = "SUPPORTED_MEASURES"
    responded = _text(question.get("responsedate")) if result else None
    return {"no": no, "code": _text(question.get("code")), "result": result, "responded_at": responded}


def _bound(records: list[Record], key: str, choose: Callable[[list[str]], str]) -> str | None:
    """The earliest or latest date; one that is no ISO date wins, so that the rules see it."""
    dates = [text for record in records if (text := _text(record.get(key)))]
    broken = [text for text in dates if not _ISO.match(text)]
    if broken:
        return broken[0]
    return choose(dates) if dates else None


def _days_after(date: str | None, days: int) -> str | None:
    try:
        return (dt.date.fromisoformat((date or "")[:10]) + dt.timedelta(days=days)).isoformat()
    except ValueError:
        return None


def _status(question: Record) -> str:
    return str(question.get("status") or "").strip().lower()


def _text(value: object) -> str | None:
    if value is None or isinstance(value, dict | list):
        return None
    return str(value).strip() or None


def _lowered(value: object, expected: str) -> Record:
    """Keys in lower case: senders differ in it."""
    if not isinstance(value, dict):
        raise ValueError(expected)
    return {str(key).lower(): item for key, item in value.items()}
