"""«Сегодня»: all channels and one number a duty on one screen; each number leads to its list."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from svodka import pipeline
from svodka.access.roles import Right
from svodka.control.letter import WEEKDAYS, spike_words
from svodka.control.spike_series import Spike
from svodka.control.today import Today
from svodka.russian_plural import plural
from svodka.web.access import Viewer, require
from svodka.web.moment import Now
from svodka.web.rendering import page

router = APIRouter()
MAY_READ = Depends(require(Right.READ))
SPIKES_SHOWN = 3


@dataclass(frozen=True)
class Duty:
    """One number of the page: where it leads, how bad it is if it is not 0, what is said below it, how good a 0 is."""

    count: int
    title: str
    path: str
    bad: str
    note: str = ""
    good: str = "good"

    @property
    def tone(self) -> str:
        return self.bad if self.count else self.good


@router.get("/today")
def today(request: Request, now: Now, viewer: Viewer = MAY_READ) -> Response:
    found = pipeline.today(now)
    spikes = found.spikes[:SPIKES_SHOWN]
    return page(
        request, viewer, "today.html.j2",
        today=found,
        weekday=WEEKDAYS[found.day.weekday()],
        duties=duties(found),
        spikes=[(spike_words(one), spike_path(one)) for one in spikes],
        n_more_spikes=len(found.spikes) - len(spikes),
    )  # fmt: skip


def duties(found: Today) -> list[Duty]:
    """The numbers in the order in which they are seen to."""
    counts = found.counts
    n_gaps = sum(one.state == "gap" for one in found.stale)
    n_silent = sum(one.state == "no_data" for one in found.stale)
    new, messages = counts["n_quarantine_new"], counts["n_unmapped"]
    return [
        Duty(counts["overdue"], "Просрочено", "/terms?kind=overdue", "bad"),
        Duty(
            counts["due_1"], "Срок: сегодня и следующий рабочий день", "/terms?kind=due_1", "warn",
            f"сегодня: {counts['due_today']}" if counts["due_1"] else "",
        ),
        Duty(counts["due_3"], "Срок: ближайшие 3 рабочих дня", "/terms?kind=due_3", ""),
        Duty(counts["unassigned"], "Без исполнителя", "/terms?kind=unassigned", "warn"),
        Duty(counts["returned"], "Вернул заявитель", "/terms?kind=returned", "warn"),
        Duty(counts["n_quarantine"], "Строк в карантине", "/quarantine", "warn", f"новых: {new}" if new else ""),
        Duty(counts["n_bad_files"], "Не принято файлов", "/data#loads", "bad"),
        Duty(counts["n_missing"], "Пропало из выгрузки", "/missing", "warn"),
        Duty(
            counts["n_topics"], "Тем без направления", "/data#topics", "warn",
            f"в квартале {messages} {plural(messages, 'сообщение', 'сообщения', 'сообщений')}" if messages else "",
        ),
        Duty(
            n_gaps, "Каналов с пробелом", "/data#coverage", "bad", f"без выгрузок: {n_silent}" if n_silent else "",
            good="" if n_silent else "good",
        ),
        Duty(len(found.spikes), "Всплески", "#spikes", "warn"),
    ]  # fmt: skip


def spike_path(spike: Spike) -> str:
    """The open messages of what has spiked."""
    asked = {"channel": spike.channel, "block": spike.block, "executor": spike.executor}
    return "/terms?" + urlencode({name: value for name, value in asked.items() if value})
