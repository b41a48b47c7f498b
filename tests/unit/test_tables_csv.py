"""A csv is understood by its known headers, not by what happens to decode."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svodka.intake.tables import Layout, TableRefused
from svodka.intake.tables.delimited import read
from svodka.intake.tables.headers import HeaderBook

HEADERS = ["Номер", "Дата регистрации", "Статус", "Тема"]
BOOK = HeaderBook(Layout(fields=dict(zip("abcd", ([name] for name in HEADERS), strict=True))))
ENCODINGS = ["utf-8", "utf-8-sig", "cp1251", "mac_cyrillic", "cp866", "koi8-r", "utf-16", "utf-16-le", "utf-16-be"]
RUSSIAN = "".join(chr(code) for code in range(ord("а"), ord("я") + 1))
words = st.text(alphabet=RUSSIAN + RUSSIAN.upper() + '0123456789 .,;-"\n', max_size=12)


def written(rows: list[list[str]], delimiter: str = ";", line_end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL  # else Python leaves a lone \n unquoted
    csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(words, min_size=4, max_size=4), max_size=6),
    st.sampled_from(ENCODINGS),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
)
def test_what_was_written_is_read(rows: list[list[str]], encoding: str, delimiter: str, line_end: str) -> None:
    table = [HEADERS, *rows]
    sheet = read(written(table, delimiter, line_end).encode(encoding), "", BOOK)
    # white space after a delimiter belongs to nobody
    assert [[cell.strip() for cell in row] for row in sheet.rows if row] == [
        [cell.strip() for cell in row] for row in table
    ]


def test_rows_are_numbered_by_the_line_they_start_at() -> None:
    text = written([HEADERS, ["1", "", "два\nстроки", ""], ["2", "", "", ""], [], ["3", "", "", ""]])
    sheet = read(text.encode("cp1251"), "", BOOK)
    assert [sheet.number(index) for index in range(len(sheet.rows))] == [1, 2, 4, 5, 6]


def test_numbers_of_a_plain_file_simply_go_on() -> None:
    sheet = read(written([HEADERS, ["1", "", "", ""]]).encode(), "", BOOK)
    assert sheet.numbers is None
    assert [sheet.number(0), sheet.number(1)] == [1, 2]


def test_sep_line_names_the_delimiter_and_counts_as_a_line() -> None:
    sheet = read(("sep=|\n" + written([HEADERS, ["1;2", "", "", ""]], "|")).encode(), "", BOOK)
    assert sheet.rows[0] == HEADERS
    assert (sheet.number(0), sheet.rows[1][0]) == (2, "1;2")


def test_utf8_with_one_broken_byte_is_still_utf8() -> None:
    data = written([HEADERS, ["1", "01.07.2026", "Новый", "Дороги"]]).encode().replace("Дор".encode(), b"\xff\xd0")
    sheet = read(data, "", BOOK)
    assert sheet.rows[1][:3] == ["1", "01.07.2026", "Новый"]
    assert "повреждена" in sheet.warnings[0]


def test_null_bytes_are_taken_out_and_told() -> None:
    sheet = read(written([HEADERS, ["1\0", "", "x" * 90, ""]]).encode(), "", BOOK)
    assert sheet.rows[1][0] == "1"
    assert "нулевые" in sheet.warnings[0]


def test_a_quote_that_never_closes_swallows_no_rows() -> None:
    text = written([HEADERS, ["1", "", "", ""]]) + '2;;"ООО Ромашка;\r\n3;;;\r\n'
    with pytest.raises(TableRefused, match="строке 3") as refused:
        read(text.encode(), "", BOOK)
    assert refused.value.code == "shape"


def test_latin_text_is_not_taken_for_russian() -> None:
    sheet = read("Titre;Année;Été\nPremière;2011;À côté\n".encode("cp1252"))
    assert sheet.rows[1][0] == "Première"


def test_text_in_no_known_alphabet_is_refused() -> None:
    with pytest.raises(TableRefused) as refused:
        read(("名前,年齢,住所\n" + "山田太郎,三十,東京都千代田区\n" * 20).encode("big5", errors="ignore"))
    assert refused.value.code == "encoding"


def test_a_delimiter_is_not_chosen_by_counting_it() -> None:
    line = 'a\\"да;да;да;\\",b\\"да;да;да;\\",c\r\n'
    assert read((line * 4).encode()).rows[0] == ['a\\"да;да;да;\\"', 'b\\"да;да;да;\\"', "c"]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b"\xef\xbb\xbf \r\n\r\n"])
def test_nothing_but_a_mark_is_empty(data: bytes) -> None:
    with pytest.raises(TableRefused) as refused:
        read(data, "", BOOK)
    assert refused.value.code == "empty"
