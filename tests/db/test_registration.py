"""The letter's number and day: a new letter beside the first, nothing issued touched, what waits for a hand is done."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import jsonschema
import pytest
from pypdf import PdfReader
from sqlalchemy import text

from svodka.errors import SvodkaError, UsageError
from svodka.period import Quarter, business_day
from svodka.report import edition as editions
from svodka.report import edition_store, files, frozen
from svodka.report.annex import canonical_json
from svodka.report.registration import Registered, checked, register_letter, registrations
from svodka.settings import PROJECT, Person
from tests import letter_sample
from tests import report_sample as sample
from tests.db.test_edition import Desk, issue
from tests.delivery_desk import at
from tests.mail_sink import running
from tests.table_schema import violations

QUARTER = Quarter(2026, 3)
NUMBER, DAY, NOW = "01-12/345", date(2026, 10, 5), "2026-10-05 10:00"
BY_HAND = Person(role="cur_head", name="Воронцова Алевтина Игоревна", way="hand", post="Руководитель ЦУР")
SIGNATORY = Person(role="mcu_head", name="Кедров Пётр Ильич", post="Руководитель МЦУ")
SECRETARY = Person(role="secretary", name="Лунина О. С.", phone="8 (000) 000-00-00")


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    monkeypatch.setattr(editions, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(frozen, "catalogue", lambda: sample.CATALOGUE)
    with running() as sink:
        desk = Desk(warehouse, settings, sink)
        desk.settings = desk.settings.model_copy(update={"recipients": [BY_HAND, SIGNATORY, SECRETARY]})
        yield desk


def register(desk: Desk, number: str = NUMBER, on: date = DAY, now: str = NOW, edition: str = "1") -> Registered:
    with desk.warehouse.begin() as conn:
        found = edition_store.numbered(conn, sample.OKTMO, str(QUARTER), edition)
        return register_letter(conn, desk.settings, found, number, on, "Лунина", at(now))


def on_disk(desk: Desk, edition: str = "1") -> dict[str, bytes]:
    folder = files.edition_folder(desk.settings, str(QUARTER), edition)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_the_letter_comes_again_with_number_and_day_and_the_first_stays(desk):
    edition = issue(desk, "approved")
    before = on_disk(desk)
    done = register(desk)
    after = on_disk(desk)
    assert {name: after[name] for name in before} == before
    assert sorted(set(after) - set(before)) == ["letter_registered_1.docx", "letter_registered_1.pdf"]
    assert "____________ № ____________" in words(before["letter.pdf"])
    assert f"05.10.2026 № {NUMBER}" in words(after["letter_registered_1.pdf"])
    assert f"05.10.2026 № {NUMBER}" in letter_sample.words_of(after["letter_registered_1.docx"])
    with desk.warehouse.begin() as conn:
        kept = edition_store.files_of(conn, edition.edition_id)
    assert set(done.files) <= set(kept) and set(edition.files) <= set(kept) and len(kept) == len(edition.files) + 2
    for file in kept:
        assert files.read_file(desk.settings, edition, file) == after[file.name]


def test_only_number_and_day_differ_from_the_first_letter(desk):
    issue(desk, "automatic")
    first = on_disk(desk)
    register(desk)
    blank, number = "____________", NUMBER
    said = words(on_disk(desk)["letter_registered_1.pdf"])
    assert said == words(first["letter.pdf"]).replace(f"{blank} № {blank}", f"05.10.2026 № {number}")
    for part in ("Воронцова Алевтина Игоревна", "П. И. Кедров", "Исполнитель: Лунина О. С.", "есть пробел в выгрузках",
                 "Нет выгрузок: СЭД — за 29.09.2026–30.09.2026."):  # fmt: skip
        assert part in said


def test_the_same_again_changes_nothing_and_another_number_is_added(desk):
    issue(desk, "approved")
    first = register(desk)
    again = register(desk, now="2026-10-05 11:00", number=f"  {NUMBER} ")
    assert (again.is_new, again.files, again.registration) == (False, first.files, first.registration)
    seen = on_disk(desk)
    second = register(desk, number="01-12/346", now="2026-10-05 12:00")
    back = register(desk, now="2026-10-05 13:00")
    assert [file.name for file in (*second.files, *back.files)] == [
        "letter_registered_2.pdf", "letter_registered_2.docx", "letter_registered_3.pdf", "letter_registered_3.docx",
    ]  # fmt: skip
    assert {name: on_disk(desk)[name] for name in seen} == seen
    with desk.warehouse.begin() as conn:
        edition = edition_store.numbered(conn, sample.OKTMO, str(QUARTER), "1")
        assert [one.number for one in registrations(conn, edition)] == [NUMBER, "01-12/346", NUMBER]
        row = conn.execute(text("SELECT registered_by, registered_on FROM meta.letter_registration LIMIT 1")).one()
    assert row == ("Лунина", DAY)


def test_a_preliminary_edition_is_refused(desk):
    issue(desk)
    before = on_disk(desk, "0.1")
    with pytest.raises(SvodkaError, match=r"Редакция 0\.1 квартала 2026Q3 предварительная"):
        register(desk, edition="0.1")
    assert on_disk(desk, "0.1") == before


WRONG = [
    ("  ", DAY, "Исходящий номер «»"),
    ("/-", DAY, "Исходящий номер"),
    ("9" * 61, DAY, "до 60 знаков"),
    ("1\x002", DAY, "Исходящий номер"),
    (NUMBER, date(2026, 10, 6), r"не позже сегодняшнего дня \(05\.10\.2026\)"),
    (NUMBER, date(2026, 9, 30), r"после конца квартала \(30\.09\.2026\)"),
]


def test_what_cannot_be_a_number_or_a_day_is_refused(desk):
    issue(desk, "approved")
    before = on_disk(desk)
    for number, on, said in WRONG:
        with pytest.raises(UsageError, match=said):
            register(desk, number=number, on=on)
    assert on_disk(desk) == before


def test_a_letter_is_not_older_than_its_edition(desk):
    edition = issue(desk, "approved")
    late = replace(edition, issued_at=edition.issued_at + timedelta(days=2))
    issued = business_day(late.issued_at, desk.settings.zone)
    eve = issued - timedelta(days=1)
    with pytest.raises(UsageError, match=rf"Дата письма {eve:%d.%m.%Y} раньше дня, когда выпущена редакция 1"):
        checked(desk.settings, late, NUMBER, eve, at(NOW))
    assert checked(desk.settings, late, NUMBER, issued, at(NOW)).on == issued


def test_what_looks_personal_in_the_number_stops_the_registration(desk):
    issue(desk, "approved")
    with pytest.raises(SvodkaError, match=r"Письмо не зарегистрировано.*номер телефона"):
        register(desk, number="тел. 8 912 555-66-77")
    assert not any("registered" in name for name in on_disk(desk))


def test_officials_of_the_edition_may_be_named_after_they_have_left(desk):
    issue(desk, "approved")
    desk.settings = desk.settings.model_copy(update={"recipients": [BY_HAND]})
    register(desk)
    said = words(on_disk(desk)["letter_registered_1.pdf"])
    assert "П. И. Кедров" in said and "тел. 8 (000) 000-00-00" in said


def test_an_altered_file_of_the_edition_stops_the_registration(desk):
    issue(desk, "approved")
    place = files.edition_folder(desk.settings, str(QUARTER), "1") / "figures.csv"
    place.write_bytes(place.read_bytes() + b" ")
    with pytest.raises(SvodkaError, match="изменён после выпуска"):
        register(desk)


def test_a_crash_before_the_rows_is_written_over(desk, monkeypatch):
    issue(desk, "approved")
    with monkeypatch.context() as patch:
        patch.setattr("svodka.report.registration.run", lambda *_, **__: 1 / 0)
        patch.setattr("svodka.report.registration.registrations", lambda *_: [])
        with pytest.raises(ZeroDivisionError):
            register(desk, number="99")
    assert "letter_registered_1.pdf" in on_disk(desk)
    done = register(desk)
    assert done.is_new and f"№ {NUMBER}" in words(on_disk(desk)["letter_registered_1.pdf"])


def test_the_content_of_an_edition_renders_to_the_very_files_issued(desk):
    for kind, late in (("preliminary", "2"), ("preliminary", "3"), ("approved", "3"), ("corrected", "4")):
        edition = issue(desk, kind, late=late)
        with desk.warehouse.begin() as conn:
            again = files.render_files(desk.settings, frozen.content_of(conn, desk.settings, edition))
        assert again.files == on_disk(desk, edition.number)


def test_the_annex_of_an_issued_edition_is_of_the_published_schemas(desk):
    values = [{**row, "value": row["value"] and f"{float(row['value']):.6f}"} for row in sample.document()["values"]]
    issue(desk, "approved", values=values)
    schema = json.loads((PROJECT / "docs" / "figures.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(on_disk(desk)["figures.json"]), schema)
    assert on_disk(desk)["figures.json"] == canonical_json(sample.document(edition="1", values=values))
    schema = json.loads((PROJECT / "docs" / "figures_csv.schema.json").read_text(encoding="utf-8"))
    assert violations(schema, on_disk(desk)["figures.csv"]) == []
