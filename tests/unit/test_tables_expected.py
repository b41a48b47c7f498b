"""Other people's files (outside of the repository) give the rows and columns that were measured, or a reason."""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from svodka.intake.tables import Reader, Sheet, TableRefused
from svodka.intake.tables.sheet import is_filled

DATA = Path(os.environ.get("SVODKA_TEST_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
KINDS = ("spreadsheets", "csv", "russian")
MAY_BE_REFUSED = re.compile(r"\brefuse\b")
MAY_BE_READ = re.compile(r"\bor read\b|\bor decrypt\b")


def _lines() -> list[dict[str, str]]:
    table = DATA / "expected.csv"
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return [line for line in csv.DictReader(file) if line["kind"] in KINDS]


LINES = _lines()
pytestmark = pytest.mark.skipif(not LINES, reason="the real files of other people are not here: set SVODKA_TEST_DATA")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as running:
        yield running


def counted(sheet: Sheet, header_row: int, data_from: int) -> tuple[int, int]:
    """Rows with any filled cell from ``data_from`` on, columns with any from the header row on (0: no header)."""
    filled = [
        [is_filled(cell) or (i, j) in sheet.errors for j, cell in enumerate(row)] for i, row in enumerate(sheet.rows)
    ]
    table = filled[max((header_row or data_from) - sheet.first_row, 0) :]
    width = max(map(len, table), default=0)
    n_columns = sum(any(len(row) > place and row[place] for row in table) for place in range(width))
    return sum(map(any, filled[data_from - sheet.first_row :])), n_columns


def test_all_the_files_are_listed() -> None:
    assert len(LINES) == 126


@pytest.mark.parametrize("line", LINES, ids=[line["file"] for line in LINES])
def test_file_is_read_as_measured_or_refused_with_a_reason(reader: Reader, line: dict[str, str]) -> None:
    path = DATA / line["file"]
    try:
        sheets = reader.read(path, path.name, line["sheet"] or None)
    except TableRefused as refusal:
        assert line["outcome"] == "refuse" or MAY_BE_REFUSED.search(line["note"]), refusal.message
        assert re.search(r"[а-я]{3}.*\.$", refusal.message)
        return
    assert line["outcome"] == "read" or MAY_BE_READ.search(line["note"]), "read what should have been refused"
    if line["outcome"] == "refuse":
        return
    header_row = int(line["header_row"] or 0)
    told = re.search(r"data_from=(\d+)", line["note"])
    found = counted(sheets[0], header_row, int(told[1]) if told else header_row + 1)
    assert found == (int(line["n_rows"]), int(line["n_cols"]))


PASSWORDS = ("pass_protected.xlsx", "pass_protected.ods", "password.xls", "xor-encryption-abc.xls")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        *((f"spreadsheets/{name}", "password") for name in PASSWORDS),
        ("spreadsheets/encrypted_no_password.xls", "password"),
        ("spreadsheets/oleloop.xls", "corrupt"),
        ("spreadsheets/truncated_zip.xlsx", "corrupt"),
        ("spreadsheets/sample-beta.xlsx", "corrupt"),
        ("spreadsheets/Simple.xlsb", "corrupt"),
        ("spreadsheets/issue_594_dos.ods", "too_large"),
        ("spreadsheets/poc-xmlbomb.xlsx", "entities"),
        ("spreadsheets/empty_sheet.xlsx", "empty"),
        ("spreadsheets/word_document_named.xls", "format"),
        ("spreadsheets/excel_html_named.xls", "format"),
        ("csv/characters.csv", "encoding"),
    ],
)
def test_each_kind_of_trouble_has_its_own_reason(reader: Reader, file: str, code: str) -> None:
    with pytest.raises(TableRefused) as refused:
        reader.read(DATA / file, Path(file).name)
    assert refused.value.code == code


def test_dates_honour_the_epoch_of_the_book(reader: Reader) -> None:
    books = [reader.read(DATA / f"spreadsheets/{name}.xlsx", f"{name}.xlsx") for name in ("date", "date_1904")]
    assert books[0][0].rows == books[1][0].rows


def test_error_cells_are_empty_and_told_and_their_rows_stay(reader: Reader) -> None:
    sheet = reader.read(DATA / "spreadsheets/errors.xlsx", "errors.xlsx")[0]
    assert [row[0] for row in sheet.rows] == [""] * 7
    assert sheet.errors == {(row, 0) for row in range(7)}
    assert "A1" in sheet.warnings[0]
