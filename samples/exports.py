"""Histories → files: every export of the schedule, as its source would show it at the end of its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from samples import appeals, incident, journals, pages, pos, reception, registers, sed, sstu
from samples.dirt import soil
from samples.incident_life import incidents
from samples.life import Message
from samples.pages_life import page_weeks
from samples.planted import incident_situations, pos_situations
from samples.pos_life import pos_messages
from samples.schedule import Export, exports
from samples.sheet import Sheet
from samples.sstu_life import sstu_requests
from samples.writers import table_bytes

Show = Callable[[date], list[Sheet]]


def write_all(out_dir: Path) -> list[Path]:
    """Writes every file below `out_dir`; the paths in the order of the schedule."""
    shows, requests = _town(), sstu_requests()
    written: list[Path] = []
    for export in exports():
        day = export.copy_of or export.day
        if export.extension in ("json", "zip"):
            content = sstu.content(requests, day, export.extension)
        else:
            content = _table(shows[export.source], export, day)
        path = out_dir / export.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def _table(show: Show, export: Export, day: date) -> bytes:
    sheets = show(day)
    soil(export.source, day, sheets)
    return table_bytes(sheets, export.extension, day, export.encoding)


def _town() -> dict[str, Show]:
    """The whole town once: source → what it shows on a day."""
    pos_all = _in_order(pos_messages() + pos_situations())
    incident_all = _in_order(incidents() + incident_situations())
    site = registers.reception_messages()
    papers = registers.sed_messages(pos_all, site)
    books, school = registers.journal_messages(), registers.school_messages()
    register, weeks = registers.appeal_messages(), page_weeks()
    return {
        "incident": lambda day: incident.sheets(incident_all, day),
        "pos": lambda day: pos.sheets(pos_all, day),
        "reception": lambda day: reception.sheets(site, day),
        "sed": lambda day: sed.sheets(papers, day),
        "journals": lambda day: journals.sheets(books, day),
        "journals/school": lambda day: journals.sheets(school, day),
        "appeals": lambda day: appeals.sheets(register, day),
        "pages": lambda day: pages.sheets(weeks, day),
    }


def _in_order(messages: list[Message]) -> list[Message]:
    return sorted(messages, key=lambda message: message.registered_at)
