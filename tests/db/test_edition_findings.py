"""The privacy gate of an edition: names read under their own role, findings kept, a new number once mended."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from svodka.delivery import quarter_state
from svodka.delivery.quarter_state import QuarterState
from svodka.period import Quarter
from svodka.report import edition as editions
from svodka.report import frozen
from svodka.report.annex import canonical_json
from svodka.report.content import Content
from svodka.report.edition_store import Edition
from svodka.report.files import Rendered
from svodka.report.privacy import Finding, check_files, check_text, findings_of, sentence
from svodka.report.privacy.applicants import applicant_names
from svodka.report.privacy.finding import EMAIL, NAME, PHONE, PROFILE
from svodka.settings import Forms, Person, Privacy, Settings
from tests import report_sample as sample
from tests.delivery_desk import Desk, at, light_files
from tests.mail_sink import running
from tests.privacy_leaks import PERSON, VALUES

QUARTER = Quarter(2026, 3)
NOW = at("2026-10-01 07:00")
PLACE = "поле „values[15].slice.executor“"


@pytest.fixture
def desk(warehouse, settings, monkeypatch) -> Iterator[Desk]:
    for module in (editions, frozen):
        monkeypatch.setattr(module, "catalogue", lambda: sample.CATALOGUE)
    monkeypatch.setattr(editions, "render_files", light_files)
    with running() as sink:
        yield Desk(warehouse, settings, sink)


def keep_citizen(desk: Desk, name: str) -> None:
    with desk.warehouse.begin() as conn:
        conn.execute(text("SET LOCAL ROLE svodka_pii"))
        conn.execute(text("INSERT INTO pii.applicant VALUES (:key, :name)"), {"key": uuid4(), "name": name})


def forget_citizens(desk: Desk) -> None:
    with desk.warehouse.begin() as conn:
        conn.execute(text("SET LOCAL ROLE svodka_pii"))
        conn.execute(text("DELETE FROM pii.applicant"))


def issue(desk: Desk, executor: str = "Отдел ЖКХ", kind: str = "preliminary", waived: str | None = None) -> Edition:
    states = [{**one, "waived": waived} if one["has_gap"] and waived else one for one in sample.coverage()]
    document = sample.document()
    document["values"].append(sample.value("S-01", "7", None, "ед.", executor=executor))
    with desk.warehouse.begin() as conn:
        quarter_state.write(conn, desk.settings, QUARTER, QuarterState(), NOW)
        return editions.issue(conn, desk.settings, QUARTER, document, states, kind, NOW)


def found(desk: Desk, edition: Edition) -> list[Finding]:
    with desk.warehouse.begin() as conn:
        return findings_of(conn, edition.edition_id)


def checked(desk: Desk, words: str) -> set[str]:
    with desk.warehouse.begin() as conn:
        return {one.kind for one in check_text(conn, desk.settings, words, NOW)}


def test_an_edition_keeps_what_was_found_and_the_mended_one_is_the_next(desk):
    keep_citizen(desk, "Другой Проб Пробович")
    assert found(desk, issue(desk)) == []
    leaky = issue(desk, f"Отдел ЖКХ, {VALUES[PHONE]}")
    assert (leaky.number, leaky.is_new) == ("0.2", True)
    assert Finding("figures.json", PLACE, PHONE) in found(desk, leaky)
    assert {one.file for one in found(desk, leaky)} == {"figures.json", "figures.csv"}
    mended = issue(desk)
    assert (mended.number, found(desk, mended)) == ("0.3", [])


@pytest.mark.parametrize(("kind", "numbers"), [("preliminary", ("0.1", "0.2")), ("approved", ("1", "2"))])
def test_equal_values_are_issued_anew_once_the_cause_outside_of_them_is_gone(desk, kind, numbers):
    keep_citizen(desk, PERSON)
    first, again = issue(desk, PERSON, kind), issue(desk, PERSON, kind)
    assert {one.kind for one in found(desk, first)} == {NAME}
    assert (first.number, again.number, again.is_new) == (numbers[0], numbers[0], False)
    forget_citizens(desk)
    mended = issue(desk, PERSON, kind)
    assert (mended.number, mended.is_new, found(desk, mended)) == (numbers[1], True, [])
    assert issue(desk, PERSON, kind).number == numbers[1]


@pytest.mark.parametrize(("kind", "numbers"), [("preliminary", ("0.1", "0.2")), ("approved", ("1", "2"))])
def test_a_new_reason_of_a_gap_let_pass_opens_the_gate_again(desk, monkeypatch, kind, numbers):
    def with_notes(settings: Settings, content: Content) -> Rendered:
        notes = canonical_json({"notes": [state.note for state in content.states]})
        return Rendered({"figures.json": notes})

    monkeypatch.setattr(editions, "render_files", with_notes)
    leaky = issue(desk, kind=kind, waived=f"пробел отпущен, причина: {VALUES[PHONE]}")
    assert (leaky.number, {one.kind for one in found(desk, leaky)}) == (numbers[0], {PHONE})
    assert "причина отпущенного пробела" in sentence(found(desk, leaky))
    mended = issue(desk, kind=kind, waived="пробел отпущен, причина: СЭД не работает")
    assert (mended.number, found(desk, mended)) == (numbers[1], [])


def test_an_edition_without_findings_is_not_scanned_again(desk, monkeypatch):
    issue(desk)
    monkeypatch.setattr(editions, "check_files", lambda *_: pytest.fail("scanned"))
    assert not issue(desk).is_new


def test_nothing_is_signed_or_sent_until_it_is_mended(desk):
    keep_citizen(desk, "Выдумкин Проб Макетович")
    figures = desk.figures

    def leaky(*given):
        document = figures(*given)
        document["values"].append(sample.value("S-01", "7", None, "ед.", executor=f"Отдел ЖКХ ({PERSON})"))
        return document

    desk.figures = leaky
    blocked = desk.advance("2026-10-02 15:00", decision="approve")
    assert (blocked["state"], blocked["next_step"], desk.sink.taken) == ("preliminary", "act", [])
    assert "имя заявителя — figures.json" in blocked["message"]
    assert "Выдумкин" not in str(blocked)
    forget_citizens(desk)
    assert desk.advance("2026-10-02 16:00", decision="approve")["state"] == "sent"
    assert desk.editions() == [("0.1", "preliminary"), ("0.2", "preliminary"), ("1", "approved")]


def test_officials_and_what_the_town_allows_pass(desk):
    keep_citizen(desk, PERSON)
    words = f"{PERSON}, {VALUES[PHONE]}, выдумкин@example.org"
    assert checked(desk, words) == {NAME, PHONE, EMAIL}
    known = Person(role="mcu_head", name=PERSON, phone="(000) 000-12-34", email="выдумкин@example.org")
    desk.set_people(known)
    assert checked(desk, words) == set()
    assert checked(desk, "П. Выдумкин; тел. 000-12-34") == set()
    desk.set_people()
    desk.settings = desk.settings.model_copy(update={"privacy": Privacy(allowed=[VALUES[PHONE], PERSON])})
    assert checked(desk, words) == {EMAIL}


def test_a_form_is_allowed_its_own_telephone(desk, tmp_path: Path):
    book = openpyxl.Workbook()
    book.active["A1"] = f"{{{{период}}}}: {VALUES[PHONE]}"
    out = io.BytesIO()
    book.save(out)
    form = {"form.xlsx": out.getvalue()}
    with desk.warehouse.begin() as conn:
        assert [one.kind for one in check_files(conn, desk.settings, form, NOW)] == [PHONE]
        (tmp_path / "form.xlsx").write_bytes(out.getvalue())
        (tmp_path / "~$form.xlsx").write_bytes(b"lock")
        settings = desk.settings.model_copy(update={"forms": Forms(folder=tmp_path)})
        assert check_files(conn, settings, form, NOW) == []


def test_official_pages_pass_and_others_do_not(desk):
    assert checked(desk, "https://vk.com/reft_official") == {PROFILE}
    with desk.warehouse.begin() as conn:
        conn.execute(
            text(
                "INSERT INTO core.page_week (page_week_key, municipality, channel, registrar, ogrn, page_id, week,"
                " state_hash) VALUES (:key, :town, 'pages', 'r', '1', 'reft_official', '2026-07-06', :key)"
            ),
            {"key": uuid4(), "town": desk.settings.municipality.oktmo},
        )
    assert checked(desk, "https://vk.com/reft_official") == set()
    assert checked(desk, "https://vk.com/reft_other") == {PROFILE}


def test_names_are_read_under_their_role_and_only_there(desk):
    for number in range(3):
        keep_citizen(desk, f"Примеров Проб {'Пробович' * number}")
    with desk.warehouse.begin() as conn:
        with applicant_names(conn) as names:
            assert conn.execute(text("SELECT current_user")).scalar() == "svodka"
            assert len(list(names)) == 3
        with applicant_names(conn) as names:
            assert next(iter(names)).startswith("Примеров")
        assert check_text(conn, desk.settings, "Примеров Проб", NOW)
    with desk.warehouse.begin() as conn, pytest.raises(ProgrammingError, match="permission denied"):
        conn.execute(text("SELECT name FROM pii.applicant"))


def test_a_scan_that_breaks_leaves_the_transaction_as_it_was(desk):
    with desk.warehouse.begin() as conn:
        with pytest.raises(ZeroDivisionError), applicant_names(conn) as names:
            assert 1 / len(list(names))
        assert conn.execute(text("SELECT current_user")).scalar() == "svodka"


def test_the_sentence_of_an_edition_names_no_one(desk):
    keep_citizen(desk, PERSON)
    told = sentence(found(desk, issue(desk, PERSON)))
    assert PLACE in told and "Выдумкин" not in told
