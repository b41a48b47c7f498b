"""The ССТУ export at the end of a day: JSON alone, or zipped in parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from samples.life import Message, end_of
from samples.sstu_life import Request
from samples.writers import json_bytes, zip_bytes

_DEPARTMENT = "00000000-0000-0000-0000-000000000001"
_OTHER = "00000000-0000-0000-0000-000000000002"
_PART = 40


def content(requests: Iterable[Request], day: date, extension: str) -> bytes:
    """An array of requests; zipped, it comes in parts, the last of which is a single request object."""
    shown = [_request(request, day) for request in requests if request.message.is_listed(day)]
    if extension == "json":
        return json_bytes(shown)
    parts: dict[str, bytes] = {}
    head, last = shown[:-1], shown[-1]
    for start in range(0, len(head), _PART):
        parts[f"part_{len(parts) + 1}.json"] = json_bytes(head[start : start + _PART])
    parts[f"part_{len(parts) + 1}.json"] = json_bytes(last)
    return zip_bytes(parts)


def _request(request: Request, day: date) -> dict[str, object]:
    return {
        "departmentId": _DEPARTMENT,
        "isDirect": request.is_direct,
        "format": "Electronic",
        "number": request.message.number,
        "createDate": _day(request.message.registered_at),
        "name": request.applicant,
        "questions": [_question(question, day) for question in request.questions],
    }


def _question(question: Message, day: date) -> dict[str, object]:
    state = question.state(end_of(day))
    shown: dict[str, object] = {"code": state["number"], "status": state["status"]}
    for name in ("incomingDate", "registrationDate", "responseDate"):
        if isinstance(moment := state.get(name), datetime):
            shown[name] = _day(moment)
    for name in ("isExtend", "actionsTaken"):
        if name in state:
            shown[name] = state[name]
    if isinstance(moved := state.get("transferDate"), datetime):
        shown["transfer"] = {"departmentId": _OTHER, "transferDate": _day(moved), "transferNumber": "исх-1"}
    return shown


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
