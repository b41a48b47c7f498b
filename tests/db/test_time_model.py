"""The time model (design §5.0): content is a function of the set of files, whatever their order and repetition."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svodka import pipeline
from svodka.settings import load_settings
from svodka.warehouse.engine import Warehouse
from tests.db.content import checksums, content

HEADER = [
    "Номер сообщения",
    "Дата регистрации",
    "Дата ответа",
    "Дата возврата заявителем",
    "Категория",
    "Статус",
    "Результат",
]
FIRST_DAY = date(2026, 7, 1)
NUMBERS = itertools.count(1)
WAYS = ("together", "one by one", "backwards", "shuffled and repeated")

# What an export may say of one message: (registered, answered, returned, topic, status, outcome)
STATES = (
    ("01.07.2026 10:00", "", "", "ЖКХ", "На исполнении", ""),
    ("01.07.2026 10:00", "05.07.2026", "", "ЖКХ", "Ответ направлен", "Решено"),
    ("01.07.2026 10:00", "", "06.07.2026", "ЖКХ", "Повторное рассмотрение", ""),
    ("01.07.2026 10:00", "09.07.2026", "06.07.2026", "Дороги", "Ответ направлен", "Решено"),
    ("01.07.2026 10:00", "31.06.2026", "", "ЖКХ", "Ответ направлен", ""),  # no such day: R02
    ("12.01.2026 09:00", "", "", "ЖКХ", "На исполнении", ""),  # more than 60 days away: R12
)


@dataclass(frozen=True)
class Export:
    """One export: the day it speaks of, the state of each message it holds, and whether a column is left out."""

    day: int
    states: tuple[int | None, ...]
    has_return_column: bool

    @property
    def name(self) -> str:
        return f"pos_{FIRST_DAY + timedelta(days=self.day):%Y-%m-%d}.csv"

    def text(self) -> str:
        kept = [i for i, header in enumerate(HEADER) if self.has_return_column or "возврата" not in header]
        rows = [HEADER] + [
            [str(number + 1), *STATES[state]] for number, state in enumerate(self.states) if state is not None
        ]
        return "\n".join(";".join(row[i] for i in kept) for row in rows) + "\n"


exports = st.lists(
    st.builds(
        Export,
        day=st.integers(0, 12),
        states=st.tuples(*[st.one_of(st.none(), st.integers(0, len(STATES) - 1))] * 3),
        has_return_column=st.booleans(),
    ),
    min_size=2,
    max_size=5,
    unique_by=(lambda export: export.day, lambda export: export.text()),
)  # fmt: skip


@pytest.fixture
def fresh(new_warehouse: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Makes a new home with a new database and points the pipeline at it; returns its inbox of `pos`."""

    def make() -> Path:
        home = tmp_path / f"home{next(NUMBERS)}"
        monkeypatch.setenv("SVODKA_HOME", str(home))
        monkeypatch.setenv("SVODKA_WAREHOUSE_URL", new_warehouse())
        (tmp_path / "key").write_bytes(b"k" * 32)
        (home / "secrets").mkdir(parents=True)
        (home / "secrets" / "pseudonym.key").write_bytes(b"k" * 32)
        inbox = home / "inbox" / "pos"
        inbox.mkdir(parents=True)
        return inbox

    return make


def put(inbox: Path, files: list[Export]) -> None:
    for file in files:
        (inbox / file.name).write_text(file.text(), encoding="utf-8")


def load(inbox: Path, files: list[Export], way: str, seed: int) -> None:
    """Loads the files in one of the ways; each must lead to the same content."""
    if way == "together":
        put(inbox, files)
        assert_accounted(pipeline.ingest(["pos"]))
        return
    order = sorted(files, key=lambda file: file.day, reverse=way == "backwards")
    if way == "shuffled and repeated":
        order = [*order, *random.Random(seed).sample(order, k=len(order))]
        random.Random(seed).shuffle(order)
    for file in order:
        put(inbox, [file])
        assert_accounted(pipeline.ingest(["pos"]))
    if way == "shuffled and repeated":
        assert_accounted(pipeline.ingest(["pos"], (FIRST_DAY, FIRST_DAY + timedelta(days=5))))


def assert_accounted(results: list[dict]) -> None:
    for file in results:
        parts = (file["rows_loaded"], file["rows_unchanged"], file["rows_rejected"], file["rows_foreign"])
        assert file["rows_read"] == sum(parts), file


def examples(number: int) -> settings:
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=number, deadline=None, suppress_health_check=checks)


@examples(6)
@given(files=exports, seed=st.integers(0, 10_000))
def test_any_order_split_and_repetition_gives_the_same_content(
    fresh: Callable[[], Path], files: list[Export], seed: int
) -> None:
    assert_same_content(fresh, files, seed)


@pytest.mark.slow
@examples(60)
@given(files=exports, seed=st.integers(0, 10_000))
def test_any_order_split_and_repetition_gives_the_same_content_at_length(
    fresh: Callable[[], Path], files: list[Export], seed: int
) -> None:
    assert_same_content(fresh, files, seed)


def assert_same_content(fresh: Callable[[], Path], files: list[Export], seed: int) -> None:
    reached = {}
    for way in WAYS:
        inbox = fresh()
        load(inbox, files, way, seed)
        with Warehouse(load_settings().warehouse_url).begin() as connection:
            found = content(connection)
        reached[way] = {**found, "figures": pipeline.figures("2026Q3")["values"]}
    for way in WAYS[1:]:
        for name, rows in reached[WAYS[0]].items():
            assert reached[way][name] == rows, (way, name)


def test_a_state_that_returns_is_a_version_of_its_own(fresh: Callable[[], Path]) -> None:
    inbox = fresh()
    put(inbox, [Export(0, (0, None, None), True), Export(3, (1, None, None), True), Export(5, (0, 0, None), True)])
    pipeline.ingest(["pos"])
    with Warehouse(load_settings().warehouse_url).begin() as connection:
        found = content(connection)
    runs = [row[1:] for row in found["versions"] if len([v for v in found["versions"] if v[0] == row[0]]) == 3]
    assert [run[0] for run in runs] == [1, 2, 3]
    assert runs[0][1] == runs[2][1] != runs[1][1]
    returned = next(version[0] for version in found["versions"] if version[1] == 3)
    [message] = [row for row in found["fct_message"] if row[0] == returned]
    assert "IN_PROGRESS" in message  # the newest version says so …
    assert any(str(value).startswith("2026-07-04 19:00") for value in message)  # … and the first answer stands


def test_figures_as_of_a_past_moment_outlive_later_files_and_a_rebuild(fresh: Callable[[], Path]) -> None:
    inbox = fresh()
    put(inbox, [Export(0, (0, 0, None), True), Export(2, (0, 1, None), True)])
    pipeline.ingest(["pos"])
    then = pipeline.figures("2026Q3")
    put(inbox, [Export(6, (1, 3, 0), True)])
    pipeline.ingest(["pos"])
    now = pipeline.figures("2026Q3")
    assert now["values"] != then["values"]
    from datetime import datetime

    moment = datetime.fromisoformat(then["as_of"])
    assert pipeline.figures("2026Q3", moment) == then
    with Warehouse(load_settings().warehouse_url).begin() as connection:
        before = checksums(connection)
    rebuilt = pipeline.rebuild()
    assert {file["state"] for file in rebuilt} == {"loaded"}
    with Warehouse(load_settings().warehouse_url).begin() as connection:
        assert checksums(connection) == before
    assert pipeline.figures("2026Q3", moment) == then
    assert pipeline.figures("2026Q3") == now
