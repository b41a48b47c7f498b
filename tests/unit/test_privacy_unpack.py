"""Files made to harm are not unpacked to the end, and that is a finding; what programs add by themselves is none."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from svodka.report.privacy import Allowed, scan
from svodka.report.privacy.archive import MEBIBYTE, Limits
from svodka.report.privacy.finding import UNKNOWN, UNREADABLE
from svodka.report.privacy.unpack import fragments
from tests.privacy_book_leaks import base, saved, with_shared_strings
from tests.privacy_leaks import edited

XML = "<?xml version='1.0'?>"


def kinds(name: str, content: bytes, limits: Limits | None = None) -> set[str]:
    return {one.kind for one in fragments(name, content, limits) if one.kind}


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_bomb_is_left_before_it_goes_off():
    bomb = zipped(("a.txt", b"0" * 3 * MEBIBYTE), ("b.txt", b"0" * 3 * MEBIBYTE))
    assert len(bomb) < 10_000
    assert kinds("a.zip", bomb, Limits(n_bytes=7 * MEBIBYTE)) == set()
    assert kinds("a.zip", bomb, Limits(n_bytes=5 * MEBIBYTE)) == {UNREADABLE}


def test_archives_in_archives_end_somewhere():
    content = zipped(("a.txt", b"text"))
    for _ in range(5):
        content = zipped(("inner.zip", content))
    assert kinds("a.zip", content) == {UNREADABLE}


def test_too_many_entries_are_not_read():
    assert kinds("a.zip", zipped(*((f"{n}.txt", b"") for n in range(9))), Limits(entries=8)) == {UNREADABLE}


@pytest.mark.parametrize(
    "markup",
    [
        '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>',
        '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
        '<!DOCTYPE a SYSTEM "https://example.org/a.dtd"><a/>',
        "<a>&unknown;</a>",
        "<a><b></a>",
    ],
)
def test_entities_and_broken_markup_are_not_read(markup):
    assert kinds("a.xml", f"{XML}{markup}".encode()) == {UNREADABLE}
    assert UNREADABLE in kinds("a.xlsx", edited(saved(base()), {"customXml/item1.xml": f"{XML}{markup}"}))


def test_a_damaged_file_is_not_read():
    book = saved(base())
    assert kinds("a.xlsx", book[:-200]) == {UNREADABLE}
    damaged = bytearray(book)
    start = book.index(b"xl/worksheets/sheet1.xml")
    damaged[start + 60 : start + 90] = bytes(30)
    assert UNREADABLE in kinds("a.xlsx", bytes(damaged))
    assert kinds("a.pdf", b"%PDF-1.7\n1 0 obj\n<< >>") == {UNREADABLE}
    assert kinds("a.json", b"{") == {UNREADABLE}


def test_an_encrypted_entry_is_not_read():
    content = bytearray(zipped(("a.txt", b"text")))
    flags = content.index(b"PK\x01\x02") + 8
    content[flags : flags + 2] = struct.pack("<H", 1)
    assert kinds("a.zip", bytes(content)) == {UNREADABLE}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("xl/media/image1.png", b"\x89PNG\r\n\x1a\n\0\0", set()),
        ("xl/media/image1.jpeg", b"\xff\xd8\xff\xe0\0\0", set()),
        ("xl/printerSettings/printerSettings1.bin", "принтер".encode("utf-16"), set()),
        ("word/fonts/font1.odttf", b"\x01\x02\x03\x00", set()),
        ("xl/media/image1.bin", b"\x01\x02\x03\x00", {UNKNOWN}),
        ("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", {UNKNOWN}),
    ],
)
def test_pictures_pass_and_unknown_files_do_not(name, content, expected):
    assert kinds("a.xlsx", edited(saved(base()), {name: content})) == expected


def texts(name: str, content: bytes) -> set[str]:
    return {one.text for one in fragments(name, content)}


def test_a_text_that_begins_like_a_picture_is_read_as_a_text():
    assert "BMW стоит" in texts("a.txt", "BMW стоит".encode())


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (b"tEXt", b"Author\0" + "Выдумкин".encode()),
        (b"zTXt", b"Author\0\0" + zlib.compress("Выдумкин".encode())),
        (b"iTXt", b"Author\0\1\0ru\0\0" + zlib.compress("Выдумкин".encode())),
        (b"iTXt", b"Author\0\0\0ru\0\0" + "Выдумкин".encode()),
    ],
)
def test_what_a_picture_says_of_itself_is_read(kind, data):
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(data)) + kind + data + b"\0\0\0\0"
    assert "Author: Выдумкин" in texts("a.png", content)


def test_a_packed_text_of_a_picture_that_is_broken_is_said_to_be_unread():
    data = b"Author\0\0no zlib"
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(data)) + b"zTXt" + data + b"\0\0\0\0"
    assert kinds("a.png", content) == {UNREADABLE}


def test_a_name_spread_over_neighbouring_cells_is_read_as_one():
    assert "Выдумкин Пётр Ильич" in texts("a.csv", "1;Выдумкин;Пётр;Ильич;12\n".encode())
    book = base()
    for column, word in enumerate(("Выдумкин", "Пётр", "Ильич"), 1):
        book["Методика"].cell(50, column).value = word
    assert "Выдумкин Пётр Ильич" in texts("a.xlsx", saved(book))
    found = scan({"a.xlsx": saved(book)}, ["Выдумкин Пётр Ильич"], Allowed())
    assert [one.place for one in found] == ["лист „Методика“, ячейка A50, и соседние"]


def test_a_name_in_a_long_row_of_words_is_read_wherever_it_stands():
    for place in range(10, 15):
        row = ["слово"] * place + ["Выдумкин", "Пётр", "Ильич"] + ["слово"] * 10
        assert any("Выдумкин Пётр Ильич" in text for text in texts("a.csv", ";".join(row).encode()))


def test_rows_are_not_joined_with_each_other():
    assert not any("Выдумкин Пётр" in text for text in texts("a.csv", "1;Выдумкин\nПётр;1\n".encode()))


def test_two_entries_of_one_name_are_both_read():
    out = io.BytesIO(saved(base()))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        for text in ("один", "два"):
            archive.writestr("customXml/item1.xml", f"<a>{text}</a>")
    texts = {one.text for one in fragments("a.xlsx", out.getvalue())}
    assert {"один", "два"} <= texts


def test_every_cell_of_a_text_is_told_up_to_a_number_of_places():
    book = base()
    for row in range(10, 110):
        book["Методика"].cell(row, 1).value = "+7 000 000-12-34"
    found = scan({"a.xlsx": saved(book)}, [], Allowed())
    assert found[0].place == "лист „Методика“, ячейка A10"
    assert len(found) == 20 and found[-1].place == "лист „Методика“, ячейка A29 и ещё мест: 80"


def test_shared_strings_are_told_by_the_cells_that_show_them():
    places = {one.place[1] for one in fragments("a.xlsx", with_shared_strings("Показано")) if one.text == "Показано"}
    assert places == {"ячейка B4"}


def test_a_sheet_of_another_program_is_read_by_its_cells():
    """Prefixed elements, no addresses, a number with an exponent, an attribute that no program writes."""
    cells = (
        '<x:c><x:v>1</x:v></x:c><x:c t="str"><x:v>Показано</x:v></x:c><x:c r="C4"><x:v>8.9E10</x:v></x:c>'
        '<x:c r="D4" note="тайно"><x:v>1</x:v></x:c>'
    )
    sheet = f'<x:worksheet xmlns:x="m"><x:sheetData><x:row r="4">{cells}</x:row></x:sheetData></x:worksheet>'
    content = edited(saved(base()), {"xl/worksheets/sheet2.xml": sheet})
    places = {one.text: one.place[1:] for one in fragments("a.xlsx", content)}
    assert places["Показано"] == ("ячейка 2 строки 4",)
    assert places["89000000000"] == ("ячейка C4",)
    assert places["тайно"] == ("ячейка D4",)
