"""Forms of an edition: issued with it, known again by `verify`, tried on it by the command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svodka.cli import app
from svodka.report import edition as editions
from svodka.report import edition_store
from svodka.report.edition_store import Edition
from svodka.report.files import read_file
from svodka.report.verification import verify
from tests import form_files as files
from tests import report_sample as sample
from tests.delivery_desk import Desk
from tests.mail_sink import running


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    """A quarter whose edition was issued with a right form and a wrong one."""
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    folder = settings.home / "forms"
    folder.mkdir(parents=True)
    (folder / "right.xlsx").write_bytes(files.workbook({"A1": "{{S-01}}", "A2": "{{подписант: ФИО}}"}))
    (folder / "wrong.xlsx").write_bytes(files.workbook({"A1": "{{преиод}}"}))
    with running() as sink:
        desk = Desk(warehouse, settings, sink)
        desk.advance("2026-10-02 14:00")
        yield desk


def issued(desk: Desk) -> Edition:
    with desk.warehouse.begin() as conn:
        edition = edition_store.numbered(conn, sample.OKTMO, "2026Q3", "1")
    assert edition is not None
    return edition


def test_an_edition_has_its_forms_and_a_remark_about_the_wrong_one(desk):
    edition = issued(desk)
    names = [file.name for file in edition.files]
    assert "form_right_2026Q3_1.xlsx" in names and "form_svedeniya-o-pokazatelyakh_2026Q3_1.xlsx" in names
    assert any(remark.startswith("Форма wrong.xlsx не заполнена.") for remark in edition.remarks)


def test_a_form_is_known_again_and_a_changed_one_too(desk):
    edition = issued(desk)
    file = next(one for one in edition.files if one.name.startswith("form_right"))
    content = read_file(desk.settings, edition, file)
    assert files.values(files.opened(content).worksheets[0]) == {"A1": 1234, "A2": "Петров П. П."}
    with desk.warehouse.begin() as conn:
        assert verify(conn, desk.settings, "присланная.xlsx", content).state == "issued"
        book = files.opened(content)
        book.worksheets[0]["A1"] = 1235
        path = desk.settings.home / "changed.xlsx"
        book.save(path)
        found = verify(conn, desk.settings, path.name, path.read_bytes())
    assert (found.state, found.file) == ("altered", file)
    assert [one["found"] for one in found.differences] == ["1235"]


def test_a_form_is_tried_on_the_newest_edition(desk, tmp_path: Path):
    form, target = tmp_path / "новая.xlsx", tmp_path / "проба"
    rows = [["Действует с", "01.01.2030"]]
    form.write_bytes(files.workbook({"A1": "{{период}}", "A2": "{{редакция}}"}, settings=rows))
    words = ["forms", str(form), "--quarter", "2026Q3", "--save", str(target)]
    done = CliRunner().invoke(app, words, catch_exceptions=False)
    assert done.exit_code == 0, done.stdout
    made = files.opened((target / "form_novaya_2026Q3_1.xlsx").read_bytes())
    assert files.values(made.worksheets[0]) == {"A1": "III квартал 2026 года", "A2": "1"}
    assert "form_novaya_2026Q3_1.xlsx" in done.stdout.replace("\n", "")
