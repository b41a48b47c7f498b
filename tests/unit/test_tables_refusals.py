"""What is no table, or a dangerous one, is refused with a sentence that says what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from svodka.intake.tables import Limits, TableRefused
from svodka.intake.tables.read import SheetSource, read_sheets
from tests.table_files import workbook

HTML = "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>1</td></tr></table></html>"
XML_2003 = "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.xlsx", b"", "empty", "нет данных"),
        ("a.csv", b" \r\n\r\n", "empty", "нет данных"),
        ("a.xls", HTML.encode(), "format", "HTML"),
        ("a.xls", ("\ufeff" + HTML).encode("utf-16"), "format", "HTML"),
        ("a.xls", XML_2003.encode(), "format", "XML 2003"),
        ("a.csv", b"<?xml version='1.0'?><a/>", "format", "XML"),
        ("a.xlsx", b"%PDF-1.7 ...", "format", "PDF"),
        ("a.zip", b"Rar!\x1a\x07", "format", "RAR"),
        ("a.xlsx", b"just some text", "format", "не книга Excel"),
        ("a.bin", bytes(range(1, 256)) * 8, "format", "не распознано"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 300, "corrupt", "архив"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 300, "corrupt", "обрезан"),
        ("a.json", b'[{"number": 1}', "shape", "строка 1"),
        ("a.json", b'"text"', "shape", "нет записей"),
        ("a.json", b"[" * 100_000, "shape", "глубоко"),
    ],
)
def test_bytes_that_are_no_table(tmp_path: Path, name: str, data: bytes, code: str, words: str) -> None:
    path = tmp_path / "landed"
    path.write_bytes(data)
    with pytest.raises(TableRefused, match=words) as refused:
        read_sheets(path, name)
    assert refused.value.code == code


def rezipped(path: Path, change: dict[str, bytes]) -> Path:
    """The archive with some parts replaced."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()} | change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def test_entities_are_forbidden_in_every_part(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    path = rezipped(workbook(tmp_path / "a.xlsx", {"A": [["x"]]}), {"xl/sharedStrings.xml": bomb})
    with pytest.raises(TableRefused, match="DOCTYPE") as refused:
        read_sheets(path, path.name)
    assert refused.value.code == "entities"


def test_the_ceiling_is_of_the_sum_and_not_of_the_ratio(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["я" * 30_000]] * 200})
    assert len(read_sheets(path, path.name)[0].rows) == 200
    with pytest.raises(TableRefused) as refused:
        SheetSource(limits=Limits(unpacked_bytes=4_000)).sheets(path, path.name)
    assert refused.value.code == "too_large"


def test_a_file_above_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["x"]]})
    with pytest.raises(TableRefused) as refused:
        SheetSource(limits=Limits(file_bytes=100)).sheets(path, path.name)
    assert refused.value.code == "too_large"


def test_too_many_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["x"] * 20] * 20})
    with pytest.raises(TableRefused, match="20 × 20") as refused:
        SheetSource(limits=Limits(cells=399)).sheets(path, path.name)
    assert refused.value.code == "too_large"


def test_workbook_of_empty_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [], "B": [["только на скрытом"]]}, hidden=["B"])
    with pytest.raises(TableRefused) as refused:
        read_sheets(path, path.name)
    assert refused.value.code == "empty"


def test_a_book_under_another_name_is_read_by_what_it_is(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["x"]]})
    assert read_sheets(path, "a.xls")[0].rows == [["x"]]
    assert read_sheets(path.rename(tmp_path / "9f86d081"), "a.csv")[0].rows == [["x"]]


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


def test_parts_of_an_archive_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"b.csv": b"x;y\n", "__MACOSX/._b.csv": b"\0", "a.csv": b"z;w\n", "readme.md": b"#"}))
    sheets = read_sheets(path, path.name)
    assert [(sheet.title, sheet.rows) for sheet in sheets] == [("a.csv", [["z", "w"]]), ("b.csv", [["x", "y"]])]
    assert sheets[0].warnings == ["В архиве не прочитаны другие файлы: 1."]


def test_a_workbook_in_an_archive_of_one(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"a.xlsx": workbook(tmp_path / "a.xlsx", {"A": [["x"]]}).read_bytes()}))
    assert [(sheet.title, sheet.rows) for sheet in read_sheets(path, path.name)] == [("A", [["x"]])]


@pytest.mark.parametrize("members", [{}, {"a.docx": b"x"}])
def test_an_archive_without_tables(tmp_path: Path, members: dict[str, bytes]) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive(members))
    with pytest.raises(TableRefused):
        read_sheets(path, path.name)
