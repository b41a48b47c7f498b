"""A file that somebody brings: which edition it is, saved again or altered, and where."""

import csv
import io
import json
from collections.abc import Iterator

import openpyxl
import pytest

from svodka.report import edition as editions
from svodka.report import edition_store
from svodka.report.files import read_file
from svodka.report.verification import verify
from svodka.report.verification.said import Unreadable
from svodka.report.verification.verdict import unlike
from tests import report_sample as sample
from tests.delivery_desk import Desk
from tests.mail_sink import running


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    with running() as sink:
        desk = Desk(warehouse, settings, sink)
        desk.advance("2026-10-02 14:00")
        yield desk


def issued(desk: Desk, suffix: str, number: str = "1") -> tuple[str, bytes]:
    with desk.warehouse.begin() as conn:
        edition = edition_store.numbered(conn, sample.OKTMO, "2026Q3", number)
    assert edition is not None
    file = next(file for file in edition.files if file.name.endswith(suffix))
    return file.name, read_file(desk.settings, edition, file)


def judged(desk: Desk, name: str, content: bytes):
    with desk.warehouse.begin() as conn:
        return verify(conn, desk.settings, name, content)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_file_of_an_edition_is_known_by_its_bytes_whatever_its_name(desk):
    with desk.warehouse.begin() as conn:
        edition = edition_store.numbered(conn, sample.OKTMO, "2026Q3", "1")
    assert edition is not None and len(edition.files) >= 3
    for file in edition.files:
        found = judged(desk, f"копия{file.name[-5:]}", read_file(desk.settings, edition, file))
        assert (found.state, found.edition.number, found.file.name) == ("issued", "1", file.name)


def test_a_workbook_saved_again_is_no_forgery(desk):
    name, content = issued(desk, "_1.xlsx")
    again = saved(opened(content))
    assert again != content
    found = judged(desk, "отчёт.xlsx", again)
    assert (found.state, found.file.name, found.differences) == ("resaved", name, ())


def figure_cell(book: openpyxl.Workbook):
    return next(cell for row in book["Показатели"].iter_rows() for cell in row if cell.value == 1234)


def test_one_changed_figure_is_named_with_its_cell(desk):
    book = opened(issued(desk, "_1.xlsx")[1])
    cell = figure_cell(book)
    cell.value = 1233
    found = judged(desk, "отчёт.xlsx", saved(book))
    assert found.state == "altered"
    assert found.differences == (
        {"place": f"лист «Показатели», ячейка {cell.coordinate}", "issued": "1234", "found": "1233"},
    )


def hide_row(book):
    book["Показатели"].row_dimensions[figure_cell(book).row].hidden = True


def lie_by_format(book):
    figure_cell(book).number_format = '"999"'


def hide_sheet(book):
    book["Методика"].sheet_state = "hidden"


def add_sheet(book):
    book.create_sheet("Ещё")["B2"] = "вписано"


def remove_sheet(book):
    del book["Методика"]


@pytest.mark.parametrize("forge", [hide_row, lie_by_format, hide_sheet, add_sheet, remove_sheet])
def test_what_a_reader_would_see_otherwise_is_an_alteration(desk, forge):
    book = opened(issued(desk, "_1.xlsx")[1])
    forge(book)
    assert judged(desk, "отчёт.xlsx", saved(book)).state == "altered"


def test_a_workbook_without_its_properties_is_known_by_the_sum_on_its_cover(desk):
    book = opened(issued(desk, "_1.xlsx")[1])
    book.properties.keywords = None
    found = judged(desk, "отчёт.xlsx", saved(book))
    assert (found.state, found.edition.quarter) == ("resaved", "2026Q3")


def test_an_altered_annex(desk):
    document = json.loads(issued(desk, ".json")[1])
    assert judged(desk, "a.json", json.dumps(document).encode()).state == "resaved"
    document["values"][0]["numerator"] = "1"
    found = judged(desk, "a.json", json.dumps(document).encode())
    assert [(one["place"], one["found"]) for one in found.differences] == [("values[0].numerator", '"1"')]


def test_a_csv_saved_with_commas_and_one_with_another_figure(desk):
    text = issued(desk, ".csv")[1].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    again = io.StringIO()
    csv.writer(again).writerows(rows)
    assert judged(desk, "f.csv", again.getvalue().encode()).state == "resaved"
    rows[1][6] = "0"
    forged = io.StringIO()
    csv.writer(forged, delimiter=";").writerows(rows)
    found = judged(desk, "f.csv", forged.getvalue().encode())
    assert [one["place"] for one in found.differences] == ["строка 2, столбец 7"]


def test_the_reader_of_an_old_edition_is_told_of_the_newer_one(desk):
    old = issued(desk, "_1.xlsx")
    desk.late = "3"
    hash_ = desk.advance("2026-10-05 10:00")["edition_hash"]
    assert hash_
    desk.advance("2026-10-05 11:00", decision="approve")
    assert judged(desk, *old).newer == "2"
    assert judged(desk, *issued(desk, "_2.xlsx", "2")).newer is None


def test_a_foreign_file_is_none_of_ours_and_a_broken_one_says_so(desk):
    assert judged(desk, "чужой.xlsx", saved(openpyxl.Workbook())).state == "unknown"
    assert judged(desk, "чужой.json", b'{"period": "2026Q3"}').state == "unknown"
    with pytest.raises(Unreadable, match=r"битый.xlsx не читается как .xlsx: файл испорчен или не тот\.$"):
        judged(desk, "битый.xlsx", b"PK\x03\x04")
    with pytest.raises(Unreadable, match="ожидается файл отчёта"):
        judged(desk, "фото.jpg", b"\xff\xd8")


def test_only_the_unlike_middle_of_a_long_text_is_shown():
    words = " ".join(map(str, range(30)))
    assert unlike(words, words.replace(" 15 ", " пять ")) == ("15", "пять")
    assert unlike("а б", "а в") == ("а б", "а в")
