"""What one row of an export says, by domain §16.B, or the rule it breaks (R01–R05)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.cells import (
    CODE,
    PERSON,
    ZONE,
    Unreadable,
    duration,
    is_empty,
    last_full_week,
    moment,
    monday,
    number,
    term,
    whole,
    words,
    yes_no,
)  # fmt: skip
from tests.oracle.sheets import Cells, Export
from tests.oracle.terms import plain
from tests.oracle.words import OURS, OUTCOMES, PRIORITIES, REGIMES, REPEATS, STATUSES, TERMS, YEARLY

GONE = ("TRANSFERRED", "WITHDRAWN", "LEFT_WITHOUT_ANSWER")
ENDS = ("interim_answer_at", "answered_at", "closed_at", "transferred_at", "returned_by_applicant_at")
EARLIEST = datetime(2018, 1, 1, tzinfo=ZONE)
Key = tuple[str, str, int, str, str, Any]


class Broken(Exception):
    """A row that is not taken; the argument is the code of the rule."""


@dataclass
class Told:
    """One row of one file. code: the rule it breaks, FOREIGN, or empty; state: only the fields with a header.

    year: None when it cannot be read; page: ID and Monday of a row of `pages`.
    """

    export: Export
    sheet: str
    row_no: int
    number: str | None
    code: str = ""
    year: int | None = None
    page: tuple[str, Any] = ("", None)
    state: dict[str, Any] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def key(self) -> Key:
        assert self.number is not None and self.year is not None
        return self.export.channel, self.export.registrar, self.year, self.number, *self.page


def read_row(export: Export, sheet: str, row_no: int, cells: Cells, landed_at: datetime) -> Told:
    told = Told(export, sheet, row_no, words(cells.get("number")))
    town = plain(words(cells.get("municipality")) or "")
    if town and town not in OURS:
        told.code = "FOREIGN"
        return told
    told.year = _year(export.channel, cells)
    try:
        if export.channel == "pages":
            told.page = _page_week(export, cells)
            told.state = _page(cells) | dict(zip(("page_id", "week"), told.page, strict=True))
        else:
            told.state = _message(export.channel, cells, landed_at)
    except Broken as broken:
        told.code = broken.args[0]
    return told


def _year(channel: str, cells: Cells) -> int | None:
    if channel not in YEARLY:
        return 0
    try:
        registered = moment(cells["registered_at"])
    except Unreadable:
        return None
    return registered.year if registered else None


def _message(channel: str, cells: Cells, landed_at: datetime) -> dict[str, Any]:
    if is_empty(cells["number"]) or is_empty(cells["registered_at"]):
        raise Broken("R01")
    try:
        state: dict[str, Any] = {
            name: (term if name in TERMS else moment)(cell) for name, cell in cells.items() if name.endswith("_at")
        }
    except Unreadable as unreadable:
        raise Broken("R02") from unreadable
    check_dates(state, landed_at)
    state |= _words(channel, cells)
    return _incident(state, cells, landed_at) if channel == "incident" else _with_final_answer(state)


def check_dates(state: dict[str, Any], landed_at: datetime) -> None:
    """R03: the order of days. R04: nothing from the future or from before 2018, terms aside."""
    registered, received = state["registered_at"].date(), state.get("received_at")
    ends = [state[name].date() for name in ENDS if state.get(name) is not None]
    if (received is not None and received.date() > registered) or any(end < registered for end in ends):
        raise Broken("R03")
    told = [value for name, value in state.items() if isinstance(value, datetime) and name not in TERMS]
    if any(not EARLIEST <= value <= landed_at + timedelta(days=1) for value in told):
        raise Broken("R04")


def _words(channel: str, cells: Cells) -> dict[str, Any]:
    """The fields that are no dates; R05 for a status that is empty or unknown and an unknown outcome."""
    state: dict[str, Any] = {}
    if "status" in cells:
        state["status"] = STATUSES[channel].get(plain(words(cells["status"]) or ""))
        if state["status"] is None:
            raise Broken("R05")
    if "outcome" in cells:
        state["outcome"] = OUTCOMES.get(plain(words(cells["outcome"]) or ""))
        if state["outcome"] is None and not is_empty(cells["outcome"]):
            raise Broken("R05")
    for name in ("source_type", "topic_l1", "topic_l2", "executor", "linked_number"):
        if name in cells:
            state[name] = words(cells[name])
    if "person" in cells and "executor" not in cells:
        name = words(cells["person"])
        state["executor"] = None if name is None or PERSON.match(name) else name
    return state | _marks(cells) | _of_channel(channel, cells)


def _marks(cells: Cells) -> dict[str, Any]:
    state: dict[str, Any] = {
        name: yes_no(cells[name]) for name in ("is_spam", "is_test", "is_deleted") if name in cells
    }
    state |= {name: yes_no(cells[name]) for name in ("is_repeat", "is_fast_track", "is_overdue") if name in cells}
    if "duplicate_of" in cells:
        text = words(cells["duplicate_of"])
        state["duplicate_of"] = None if text is None or plain(text) == "нет" else text
    return state


def _of_channel(channel: str, cells: Cells) -> dict[str, Any]:
    state: dict[str, Any] = {"legal_regime": {"incident": "OPEN_SOURCE", "pos": "POS_MESSAGE"}.get(channel, "FZ59")}
    if channel == "pos" and "legal_regime" in cells and not is_empty(cells["legal_regime"]):
        state["legal_regime"] = REGIMES[plain(str(cells["legal_regime"]))]
    if "priority" in cells:
        state["priority"] = PRIORITIES.get(plain(words(cells["priority"]) or ""))
    if "classifier_code" in cells:
        code = words(cells["classifier_code"])
        state["classifier_code"] = code if code and CODE.match(code) else None
    if "duration" in cells:
        state["duration"] = duration(cells["duration"])
    if "rating" in cells:
        rating = whole(cells["rating"])
        state["rating"] = rating if rating in (1, 2, 3, 4, 5) else None
    if "traits" in cells:
        traits = plain(words(cells["traits"]) or "").replace(",", " ").replace(";", " ").split()
        told = [REPEATS[trait] for trait in traits if trait in REPEATS]
        state["is_repeat"] = any(told) if told else None
    return state


def _with_final_answer(state: dict[str, Any]) -> dict[str, Any]:
    """pos and the registers: «Дата ответа» is the final answer, but not of a message that has gone."""
    answered = state.get("answered_at")
    return state | {"first_final_answer_at": None if state.get("status") in GONE else answered}


def _incident(state: dict[str, Any], cells: Cells, landed_at: datetime) -> dict[str, Any]:
    """The first answer, the interim one and the closing of an incident; R04 for an answer made of a duration."""
    public = state.get("answered_at")
    if "answered_at" not in cells and (lasted := duration(cells.get("duration"))) is not None:
        public = (state.get("assigned_at") or state["registered_at"]) + lasted
        if public > landed_at + timedelta(days=1):
            raise Broken("R04")
    interim = state.get("interim_answer_at")
    if interim is None and state.get("outcome") == "DEFERRED":
        interim = public
    final = state.get("closed_at") if public or interim else None
    return state | {
        "first_public_answer_at": public,
        "interim_answer_at": interim,
        "first_final_answer_at": None if state.get("status") in GONE else final,
    }


def _page_week(export: Export, cells: Cells) -> tuple[str, Any]:
    if is_empty(cells["number"]):
        raise Broken("R01")
    try:
        week = monday(cells["week"]) if "week" in cells else last_full_week(export.day)
    except Unreadable as unreadable:
        raise Broken("R02") from unreadable
    return words(cells.get("page_id")) or "", week


def _page(cells: Cells) -> dict[str, Any]:
    state: dict[str, Any] = {"status": STATUSES["pages"].get(plain(words(cells["status"]) or ""))}
    if state["status"] is None:
        raise Broken("R05")
    state |= {name: words(cells[name]) for name in ("organisation", "legal_ground") if name in cells}
    state |= {name: yes_no(cells[name]) for name in ("is_connected", "has_gos_badge") if name in cells}
    state |= {name: whole(cells[name]) for name in ("widgets", "posts", "subscribers", "reach_week") if name in cells}
    if "design_percent" in cells:
        state["design_percent"] = number(cells["design_percent"])
    return state
