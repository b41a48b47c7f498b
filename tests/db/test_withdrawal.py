"""What vanishes and is settled: by a person or by the contract; out of the figures from then on, back by itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError

from svodka import pipeline
from svodka.errors import SvodkaError, UsageError
from svodka.intake import contracts
from svodka.intake.loading import lock_channel
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.db.content import checksums
from tests.db.test_absence import drop, missing

WHY = "сообщение отозвано, звонили в ПОС"


def keys(warehouse: Warehouse, *numbers: str) -> list[UUID]:
    with warehouse.begin() as conn:
        rows = conn.execute(
            text("SELECT message_key FROM core.message WHERE source_number = ANY(:numbers) ORDER BY source_number"),
            {"numbers": list(numbers)},
        ).scalars()
        return [UUID(str(key)) for key in rows]


def verdicts(warehouse: Warehouse) -> dict[str, str]:
    with warehouse.begin() as conn:
        return dict(
            conn.execute(
                text("SELECT source_number, absence_verdict FROM core.message WHERE absence_verdict IS NOT NULL")
            )
            .tuples()
            .all()
        )


def registered(as_of: datetime | None = None) -> str:
    """S-01 of the quarter: how many messages count."""
    values = pipeline.figures("2026Q3", as_of)["values"]
    return next(v["numerator"] for v in values if v["indicator"] == "S-01" and not any(v["slice"].values()))


def decide(warehouse: Warehouse, action: str, *numbers: str, now: datetime | None = None) -> int:
    return pipeline.decide_missing(keys(warehouse, *numbers), action, WHY, "head", now or datetime.now(UTC))


@pytest.fixture
def vanished(home: Path, warehouse: Warehouse) -> Warehouse:
    """Twenty messages, then an export of the next day without numbers 0 and 1."""
    drop(home, "pos_2026-07-10.csv", range(20))
    drop(home, "pos_2026-07-11.csv", range(2, 20))
    pipeline.ingest(["pos"])
    return warehouse


@pytest.fixture
def withdrawing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The contract of `pos` says `on_absent: withdraw`."""
    import svodka.intake.as_of
    import svodka.intake.run

    def changed(channel: str) -> contracts.Contract:
        contract = contracts.load_contract(channel)
        if channel != "pos":
            return contract
        forms = {
            name: dataclasses.replace(form, coverage=dataclasses.replace(form.coverage, on_absent="withdraw"))
            for name, form in contract.forms.items()
        }
        return dataclasses.replace(contract, forms=forms)

    for module in (svodka.intake.as_of, svodka.intake.run):
        monkeypatch.setattr(module, "load_contract", changed)
    yield


def test_a_withdrawn_message_leaves_the_figures_from_the_decision_on(vanished: Warehouse) -> None:
    before = datetime.now(UTC)
    assert registered() == "20"
    assert decide(vanished, "withdraw", "0") == 1
    assert (registered(), registered(before)) == ("19", "20")
    assert verdicts(vanished) == {"0": "WITHDRAWN_BY_SOURCE"}
    assert missing(vanished) == {"0": "2026-07-11", "1": "2026-07-11"}


def test_the_figures_of_a_moment_between_decision_and_return_are_made_anew_as_they_were(
    home: Path, vanished: Warehouse
) -> None:
    decide(vanished, "withdraw", "0")
    between = datetime.now(UTC)
    drop(home, "pos_2026-07-13.csv", range(21))
    pipeline.ingest(["pos"])
    assert verdicts(vanished) == {} and missing(vanished) == {}
    assert (registered(), registered(between)) == ("21", "19")


def test_a_decision_is_of_one_vanishing(home: Path, vanished: Warehouse) -> None:
    """It comes back and vanishes again: then it is asked about anew, while one still gone stays decided."""
    decide(vanished, "keep", "0")
    decide(vanished, "withdraw", "1")
    drop(home, "pos_2026-07-13.csv", [0, *range(2, 20)])
    drop(home, "pos_2026-07-14.csv", range(2, 21))
    pipeline.ingest(["pos"])
    assert missing(vanished) == {"0": "2026-07-14", "1": "2026-07-11"}
    assert verdicts(vanished) == {"1": "WITHDRAWN_BY_SOURCE"}


def test_a_late_older_export_with_the_message_does_not_undo_the_decision_a_newer_one_does(
    home: Path, vanished: Warehouse
) -> None:
    drop(home, "pos_2026-07-14.csv", range(2, 21))
    pipeline.ingest(["pos"])
    decide(vanished, "withdraw", "0", "1")
    drop(home, "pos_2026-07-09.csv", range(20), status="На исполнении")
    pipeline.ingest(["pos"])
    assert verdicts(vanished) == {"0": "WITHDRAWN_BY_SOURCE", "1": "WITHDRAWN_BY_SOURCE"}
    drop(home, "pos_2026-07-12.csv", [0, *range(2, 20)])  # after the vanishing that was decided
    pipeline.ingest(["pos"])
    assert missing(vanished)["0"] == "2026-07-14"
    assert verdicts(vanished) == {"1": "WITHDRAWN_BY_SOURCE"}
    assert registered() == "20"


def test_decisions_outlive_a_rebuild_and_a_repeated_load(vanished: Warehouse) -> None:
    decide(vanished, "withdraw", "0")
    decide(vanished, "keep", "1")
    with vanished.begin() as conn:
        before = checksums(conn)
    pipeline.ingest(["pos"], (date(2026, 7, 1), date(2026, 7, 31)))
    with vanished.begin() as conn:
        assert checksums(conn) == before
    pipeline.rebuild()
    with vanished.begin() as conn:
        assert checksums(conn) == before
    assert registered() == "19"


def test_the_newest_decision_holds(vanished: Warehouse) -> None:
    decide(vanished, "withdraw", "0")
    assert decide(vanished, "withdraw", "0") == 0  # decided already: the journal is not filled with repetitions
    assert decide(vanished, "keep", "0") == 1
    assert registered() == "20"
    with vanished.begin() as conn:
        actions = conn.execute(text("SELECT action FROM meta.absence_decision ORDER BY decided_at")).scalars().all()
    assert actions == ["withdraw", "keep"]


def test_a_message_that_is_not_missing_cannot_be_withdrawn(vanished: Warehouse) -> None:
    assert decide(vanished, "withdraw", "7") == 0
    assert registered() == "20"


@pytest.mark.parametrize("reason", ["", "коротко", "звонил Иванов Иван Иванович, просил убрать", "x" * 501])
def test_a_reason_is_wanted_and_holds_no_names(vanished: Warehouse, reason: str) -> None:
    with pytest.raises(UsageError, match=r"[Пп]ричину"):
        pipeline.decide_missing(keys(vanished, "0"), "withdraw", reason, "head", datetime.now(UTC))
    assert verdicts(vanished) == {}


def test_the_journal_is_append_only(vanished: Warehouse) -> None:
    decide(vanished, "withdraw", "0")
    for statement in (
        "DELETE FROM meta.absence_decision",
        "UPDATE meta.absence_decision SET reason = 'другая причина'",
    ):
        with pytest.raises(InternalError, match="append-only"), vanished.begin() as conn:
            conn.execute(text(statement))


def test_while_a_channel_is_loaded_a_decision_is_refused_in_words(vanished: Warehouse, settings: Settings) -> None:
    with vanished.begin() as conn:
        lock_channel(conn, settings, "pos")
        with pytest.raises(SvodkaError, match="загружается"):
            decide(vanished, "withdraw", "0")


def journal(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    with warehouse.begin() as conn:
        rows = conn.execute(
            text(
                "SELECT source_number, action, decided_by FROM meta.absence_decision ORDER BY decided_at, source_number"
            )
        )
        return [tuple(row) for row in rows]


def test_a_contract_withdraws_after_two_exports_of_different_days(
    home: Path, withdrawing: None, vanished: Warehouse
) -> None:
    assert verdicts(vanished) == {}  # one export without them says little
    drop(home, "pos_2026-07-11-2.csv", range(2, 21))
    pipeline.ingest(["pos"])
    assert verdicts(vanished) == {}  # another one of the same day says no more
    drop(home, "pos_2026-07-12.csv", range(2, 22))
    pipeline.ingest(["pos"])
    assert verdicts(vanished) == {"0": "WITHDRAWN_BY_SOURCE", "1": "WITHDRAWN_BY_SOURCE"}
    assert journal(vanished) == [("0", "withdraw", "договор"), ("1", "withdraw", "договор")]
    assert registered() == "20"
    drop(home, "pos_2026-07-13.csv", [0, *range(2, 22)])
    pipeline.ingest(["pos"])
    assert verdicts(vanished) == {"1": "WITHDRAWN_BY_SOURCE"}  # number 0 has come back by itself
    assert registered() == "21"
    pipeline.rebuild()
    assert (verdicts(vanished), len(journal(vanished))) == ({"1": "WITHDRAWN_BY_SOURCE"}, 2)


def test_a_person_keeps_what_the_contract_withdraws(home: Path, withdrawing: None, vanished: Warehouse) -> None:
    drop(home, "pos_2026-07-12.csv", range(2, 20), status="На исполнении")
    pipeline.ingest(["pos"])
    decide(vanished, "keep", "0")
    drop(home, "pos_2026-07-13.csv", range(2, 21))
    pipeline.ingest(["pos"])
    assert verdicts(vanished) == {"0": "KEPT", "1": "WITHDRAWN_BY_SOURCE"}


def test_the_contract_says_the_same_in_every_order_of_loading(
    home: Path, withdrawing: None, new_warehouse: Callable[[], str], warehouse: Warehouse,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    """0 is gone twice, 1 comes back, 2 is gone once after it came back: together, one by one, backwards."""
    files = {
        "pos_2026-07-10.csv": list(range(20)),
        "pos_2026-07-11.csv": list(range(3, 20)),
        "pos_2026-07-12.csv": [2, *range(3, 20)],
        "pos_2026-07-13.csv": [1, *range(3, 20)],
    }
    found = []
    for way in ([list(files)], [[name] for name in files], [[name] for name in reversed(files)]):
        place = tmp_path / f"home{len(found)}"
        monkeypatch.setenv("SVODKA_HOME", str(place))
        monkeypatch.setenv("SVODKA_WAREHOUSE_URL", url := new_warehouse())
        for names in way:
            for name in names:
                drop(place, name, files[name])
            pipeline.ingest(["pos"])
        here = Warehouse(url)
        found.append((verdicts(here), missing(here), registered()))
    assert found[0] == found[1] == found[2]
    assert found[0][0] == {"0": "WITHDRAWN_BY_SOURCE"}
    assert set(found[0][1]) == {"0", "2"}


def test_as_of_a_moment_before_the_second_export_the_contract_had_withdrawn_nothing(
    home: Path, withdrawing: None, vanished: Warehouse
) -> None:
    before = datetime.now(UTC)
    drop(home, "pos_2026-07-12.csv", range(2, 20), status="На исполнении")
    pipeline.ingest(["pos"])
    after = datetime.now(UTC)
    drop(home, "pos_2026-07-13.csv", range(21))
    pipeline.ingest(["pos"])
    assert [registered(before), registered(after), registered()] == ["20", "18", "21"]
