"""ССТУ JSON (domain.md §16.B decision 12): one request, one row; what cannot be a row is told."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from svodka.intake.tables import FileReading, Layout, TableRefused
from svodka.intake.tables.canonical import extract_file
from svodka.sources.channels.appeals import rows

FIELDS = ["source_number", "received_at", "registered_at", "status", "answered_at", "classifier_code", "questions"]
LAYOUT = Layout(
    fields={name: [name] for name in [*FIELDS, "executor"]},
    mandatory=[["source_number"]],
    adapter="svodka.sources.channels.appeals:rows",
)


def question(status: str, **more: Any) -> dict[str, Any]:
    return {
        "code": "0003.0009.0097.0689",
        "status": status,
        "incomingDate": "2026-07-01",
        "registrationDate": "2026-07-02",
        **more,
    }


def request(*questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"number": "А-15", "name": "Пример П.П.", "createDate": "2026-06-01", "questions": [*questions], **more}


ANSWERED = question("Explained", responseDate="2026-07-20")
TRANSFERRED = question("Transferred", transfer={"transferDate": "2026-07-05"})


@pytest.mark.parametrize(
    ("questions", "status", "dates"),
    [
        ([question("InWork"), ANSWERED], "IN_PROGRESS", {}),
        ([ANSWERED, question("Answered", responseDate="2026-07-25")], "ANSWERED", {"answered_at": "2026-07-25"}),
        ([ANSWERED, TRANSFERRED], "ANSWERED", {"answered_at": "2026-07-20"}),
        (
            [TRANSFERRED, question("LeftWithoutAnswer", responseDate="2026-07-09")],
            "TRANSFERRED",
            {"transferred_at": "2026-07-05"},
        ),
        (
            [question("LeftWithoutAnswer", responseDate="2026-07-09")],
            "LEFT_WITHOUT_ANSWER",
            {"closed_at": "2026-07-09"},
        ),
        ([question("NotReceived"), ANSWERED], "ANSWERED", {"answered_at": "2026-07-20"}),
        ([question("Решено")], "Решено", {}),
        ([question("Решено"), question("InWork")], "Решено", {}),
    ],
)
def test_status_of_a_request(questions: list[dict[str, Any]], status: str, dates: dict[str, str]) -> None:
    (row,) = rows(request(*questions))
    assert row["status"] == status
    assert {name: row[name] for name in ("answered_at", "transferred_at", "closed_at") if row[name]} == dates


def test_dates_are_the_earliest_of_the_questions_and_not_of_the_request() -> None:
    later = question("InWork", incomingDate="2026-07-03", registrationDate="2026-07-04")
    (row,) = rows(request(later, question("InWork")))
    assert (row["received_at"], row["registered_at"]) == ("2026-07-01", "2026-07-02")
    assert (row["source_number"], row["classifier_code"], row["applicant"]) == (
        "А-15",
        "0003.0009.0097.0689",
        "Пример П.П.",
    )


def test_not_registered_yet_has_no_date_of_registration() -> None:
    (row,) = rows(request({"code": "1", "status": "NotRegistered", "incomingDate": "2026-07-01"}))
    assert (row["status"], row["registered_at"], row["received_at"]) == ("NEW", None, "2026-07-01")


@pytest.mark.parametrize(("is_extend", "due"), [(True, "2026-08-31"), (False, None), (None, None)])
def test_extension_gives_sixty_days(is_extend: bool | None, due: str | None) -> None:
    (row,) = rows(request(question("InWork", isExtend=is_extend), question("InWork")))
    assert row["extended_due_at"] == due


def test_results_of_the_questions_keep_their_places() -> None:
    (row,) = rows(
        request(
            question("NotReceived"),
            question("Supported", actionsTaken=True, responseDate="2026-07-20"),
            question("Supported", actionsTaken=False, responseDate="2026-07-21"),
            question("NotSupported", responseDate="2026-07-22"),
            TRANSFERRED,
        )
    )
    found = json.loads(row["questions"] or "")
    assert [(item["no"], item["result"], item["responded_at"]) for item in found] == [
        (2, "SUPPORTED_MEASURES", "2026-07-20"),
        (3, "SUPPORTED", "2026-07-21"),
        (4, "NOT_SUPPORTED", "2026-07-22"),
        (5, None, None),
    ]


def test_a_broken_date_is_handed_on_for_the_rules_to_catch() -> None:
    (row,) = rows(request(question("InWork"), question("InWork", registrationDate="02.07.26")))
    assert row["registered_at"] == "02.07.26"


def test_a_request_without_questions_is_a_row_without_status() -> None:
    (row,) = rows(request())
    assert row["status"] is None


@pytest.mark.parametrize("record", [5, "x", [], {"a": 1}, {"questions": 5}, {"number": 1, "questions": [5]}])
def test_what_is_no_request(record: object) -> None:
    with pytest.raises(ValueError, match=r"[а-я]{4}"):
        rows(record)


def test_keys_in_another_case() -> None:
    assert rows({"Number": 7, "Questions": [{"Status": "inwork"}]})[0]["source_number"] == "7"


def extracted(path: Path) -> tuple[FileReading, list[list[str]]]:
    out = path.with_suffix(".rows")
    reading = extract_file(path, path.name, LAYOUT, out)
    with out.open(encoding="utf-8", newline="") as file:
        return reading, list(csv.reader(file))


def written(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("document", [request(ANSWERED), [request(ANSWERED)]])
def test_one_request_or_an_array_of_them(tmp_path: Path, document: object) -> None:
    reading, lines = extracted(written(tmp_path / "a.json", document))
    assert reading.sheets[0].absent_fields == ["executor"]
    assert lines[0][:7] == ["1", "1", "{executor}", "А-15", "2026-07-01", "2026-07-02", "ANSWERED"]


def test_numbers_of_requests_go_on_over_the_parts_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("part2.json", json.dumps([request(ANSWERED)]))
        archive.writestr("part1.json", json.dumps([request(ANSWERED), request(question("NotReceived")), request()]))
        archive.writestr("scan.pdf", b"%PDF")
    reading, lines = extracted(path)
    assert [line[:2] for line in lines] == [["1", "1"], ["1", "3"], ["2", "4"]]
    assert [(sheet.title, sheet.n_rows) for sheet in reading.sheets] == [("part1.json", 2), ("part2.json", 1)]
    assert any("№ 2" in warning for warning in reading.warnings)
    assert any("другие файлы: 1" in warning for warning in reading.warnings)


def test_a_record_that_is_no_request_refuses_the_file_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(TableRefused, match="Запись № 2") as refused:
        extracted(written(tmp_path / "a.json", [request(), {"x": 1}]))
    assert refused.value.code == "shape"


def test_the_adapter_does_not_hinder_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([FIELDS, ["7", "", "", "x", "", "", ""]])
    path.write_text(out.getvalue(), encoding="utf-8")
    assert extracted(path)[1][0][:4] == ["1", "2", "{executor}", "7"]
