"""Figures of several towns: which files go together, and what their sum says (decree III.4.5)."""

import json
from pathlib import Path
from typing import Any

import pytest

from svodka.errors import UsageError
from svodka.figures.indicators import catalogue
from svodka.figures.rating.consolidation import consolidate
from svodka.figures.rating.town_documents import common_codes, read_documents
from svodka.period import Quarter
from svodka.settings import load_settings
from tests.core_rows import value as value_of
from tests.report_sample import document, value

Q3 = Quarter(2026, 3)


def as_published(row: dict[str, Any]) -> dict[str, Any]:
    """The sample is for eyes: its counts have no places."""
    return row | {"value": f"{row['value']}.000000"} if row["denominator"] is None else row


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(name: str, *values: dict[str, Any], **changes: Any) -> Path:
        file = tmp_path / f"{name}.json"
        doc = document(municipality=name, edition="1", values=list(values) or document()["values"]) | changes
        doc["values"] = [as_published(row) for row in doc["values"]]
        file.write_text(json.dumps(doc, ensure_ascii=False), encoding="utf-8")
        return file

    return write


def together(*files: Path) -> dict[str, Any]:
    return consolidate(read_documents(files, Q3), catalogue(), load_settings())


def test_sums_are_added_and_divided_anew(write: Any) -> None:
    a = write("1", value("S-03", "1", "3", "%", ("SMALL_N",)), value("P-01", "22.666667", "3", "дн."))
    b = write("2", value("S-03", "1", "4", "%", ("SMALL_N", "INCOMPLETE")), value("P-01", "10.000000", "2", "дн."))
    found = together(a, b)
    late = value_of(found, "S-03")
    assert (late["numerator"], late["denominator"], late["value"]) == ("2", "7", "28.571429")
    assert late["flags"] == ["INCOMPLETE"], "seven are not few any more; a gap in one town is a gap of the whole"
    mean = value_of(found, "P-01")
    assert (mean["numerator"], mean["denominator"], mean["value"]) == ("32.666667", "5", "6.533333")
    assert found["municipalities"] == ["1", "2"] and not found["left_out"]


def test_coverage_is_judged_of_the_sums(write: Any) -> None:
    a = write("1", value("S-05", "1", "10", "%", n_unknown=0))
    b = write("2", value("S-05", "1", "10", "%", ("LOW_COVERAGE",), n_unknown=10))
    found = value_of(together(a, b), "S-05")
    assert (found["n_unknown"], found["coverage"], found["flags"]) == (10, "0.666667", ["LOW_COVERAGE"])


def test_a_change_is_the_change_of_the_sums(write: Any) -> None:
    a = write("1", value("S-02", "-2", "4", "%", ("SMALL_N",)) | {"value": None})
    b = write("2", value("S-02", "3", "1", "%", ("SMALL_N",)) | {"value": None})
    found = value_of(together(a, b), "S-02")
    assert (found["numerator"], found["denominator"], found["value"]) == ("1", "5", "20.000000")


def test_slices_are_added_but_departments_of_one_name_are_not_one(write: Any) -> None:
    rows = [value("S-01", "3", None, "ед."), value("S-01", "2", None, "ед.", channel="pos", block="Дороги")]
    a = write("1", *rows, value("S-01", "3", None, "ед.", executor="Отдел ЖКХ"))
    b = write("2", rows[0], value("S-01", "3", None, "ед.", executor="Отдел ЖКХ"))
    found = together(a, b)
    assert value_of(found, "S-01")["numerator"] == "6"
    assert value_of(found, "S-01", channel="pos", block="Дороги")["numerator"] == "2"
    assert not [one for one in found["values"] if one["slice"]["executor"]]


def test_what_some_town_lacks_is_left_out_and_named(write: Any) -> None:
    a = write("1", value("S-01", "3", None, "ед."), value("S-03", "1", "3", "%"))
    b = write("2", value("S-01", "3", None, "ед."), value("Z-01", "1", "3", "%"))
    found = together(a, b)
    assert [one["indicator"] for one in found["values"]] == ["S-01"]
    assert [(one["indicator"], one["reason"]) for one in found["left_out"]] == [
        ("S-03", "есть только в 1"),
        ("Z-01", "есть только в 2"),
    ]


def test_what_we_have_no_definition_for_is_not_added(write: Any) -> None:
    files = [write(name, value("Z-01", "1", "3", "%"), value("S-01", "1", None, "ед.")) for name in "12"]
    found = together(*files)
    assert found["left_out"] == [{"indicator": "Z-01", "reason": "нашего определения этой версии нет"}]
    assert common_codes(read_documents(files, Q3))[0] == {"Z-01", "S-01"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"period": "2026Q2"}, r"2\.json: показатели за 2026Q2, ожидается 2026Q3"),
        ({"municipality": "1"}, r"2\.json: ОКТМО 1 уже есть в .*1\.json"),
        ({"schema": "svodka/figures/2"}, r"2\.json: schema: не по docs/figures\.schema\.json"),
        ({"values": [value("S-01", "3", None, "ед.") | {"version": 2}]}, r"2\.json: S-01 посчитан по версии 2"),
        (
            {"values": [value("S-01", "3", None, "ед.") | {"numerator": "3,5"}]},
            r"2\.json: values → 0 → numerator: не по",
        ),
        ({"values": [value("S-01", "3", None, "ед."), value("S-01", "3", None, "ед.")]}, r"2\.json: S-01 дважды"),
        ({"edition": None}, r"2\.json: показатели посчитаны, но отчёт не выпущен; нужен figures\.json выпущенного"),
        ({"edition": "0.2"}, r"2\.json: редакция 0\.2 не выпущена; нужен figures\.json выпущенного отчёта"),
        (
            {"values": [value("S-01", "1108", None, "ед.") | {"numerator": "99999"}]},
            r"2\.json: S-01: значение 1108\.000000 не следует .*\(99999 даёт 99999\.000000\); ожидается",
        ),
        (
            {"values": [value("S-03", "1", "3", "%", channel="pos") | {"numerator": "2"}]},
            r"2\.json: S-03, pos: значение 33\.333333 не следует из числителя и знаменателя \(2 / 3 даёт 66\.666667",
        ),
    ],
)
def test_a_file_that_does_not_go_with_the_others_is_named(write: Any, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        read_documents([write("1"), write("2", **changes)], Q3)


def test_what_is_no_document_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.json: это не JSON"):
        read_documents([tmp_path / "a.json"], Q3)
    with pytest.raises(UsageError, match=r"b\.json: такого файла нет, ожидается figures\.json отчёта"):
        read_documents([tmp_path / "b.json"], Q3)
    with pytest.raises(UsageError, match="это папка, ожидается figures"):
        read_documents([tmp_path], Q3)
