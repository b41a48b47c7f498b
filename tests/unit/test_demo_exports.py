"""The demonstration's files: split at the quarter's end, dropped whole; its journal and its refusals."""

from pathlib import Path

import pytest

from svodka.demo import exports, story
from svodka.demo.journal import Journal
from svodka.errors import SvodkaError
from svodka.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SVODKA_HOME", str(tmp_path / "home"))
    return load_settings()


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    folder = tmp_path / "samples"
    for name in ("pos/pos_2026-09-30.csv", "pos/pos_2026-10-01.csv", "journals/school/journals_2026-10-02.xlsx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_the_quarters_end_splits_the_exports(samples: Path) -> None:
    assert [file.name for file in exports.history(samples)] == ["pos_2026-09-30.csv"]
    assert [file.name for file in exports.latest(samples)] == ["journals_2026-10-02.xlsx", "pos_2026-10-01.csv"]
    assert exports.channels(samples) == ["journals", "pos"]


def test_a_dropped_file_keeps_its_registrar_and_leaves_no_part(samples: Path, settings: Settings) -> None:
    exports.drop(settings, samples, exports.latest(samples))
    waiting = exports.waiting(settings)
    assert [str(file.relative_to(settings.home / "inbox")) for file in waiting] == [
        "journals/school/journals_2026-10-02.xlsx",
        "pos/pos_2026-10-01.csv",
    ]


def test_a_step_is_remembered_only_when_it_has_ended(settings: Settings) -> None:
    journal = Journal(settings.home)
    with journal.step("history", "загрузка"):
        pass
    with pytest.raises(SvodkaError), journal.step("backfill", "дни"):
        raise SvodkaError("прервано")
    again = Journal(settings.home)
    assert again.is_done("history")
    assert not again.is_done("backfill")


def test_no_invented_message_reaches_a_real_warehouse(settings: Settings) -> None:
    settings.warehouse_url = "postgresql://db.example.org/svodka"
    with pytest.raises(SvodkaError, match="SVODKA_WAREHOUSE_URL"):
        story.refuse_real_surroundings(settings)


def test_no_invented_report_reaches_a_real_mailbox(settings: Settings) -> None:
    settings.smtp.host = "mail.example.org"
    with pytest.raises(SvodkaError, match="smtp"):
        story.refuse_real_surroundings(settings)
