"""What a cover letter says: basis, figures, notes on data, annexes, who signs; nothing that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from svodka.report.data_notes import data_notes
from svodka.report.data_state import data_states
from svodka.report.face import Officials
from svodka.report.letter import Registration
from svodka.report.letter.annexes import annexes_of
from svodka.report.letter.compose import compose
from svodka.report.letter.names import initials_first, salutation
from tests import letter_sample as sample
from tests import report_sample

NAMES = [
    ("Кедров Пётр Ильич", "П. И. Кедров", "Уважаемый Пётр Ильич!"),
    ("Пётр Ильич Кедров", "П. И. Кедров", "Уважаемый Пётр Ильич!"),
    ("Кедров-Лесной Пётр Ильич", "П. И. Кедров-Лесной", "Уважаемый Пётр Ильич!"),
    ("Воронцова Алевтина Игоревна", "А. И. Воронцова", "Уважаемая Алевтина Игоревна!"),
    ("Ким Роза Никитична", "Р. Н. Ким", "Уважаемая Роза Никитична!"),
    ("Иванова И. И.", "И. И. Иванова", ""),
    ("Иванова И.И.", "И. И. Иванова", ""),
    ("И.И. Иванова", "И. И. Иванова", ""),
    ("Ли Вэй", "Ли Вэй", ""),
    ("Руководитель ЦУР (вымышленный)", "Руководитель ЦУР (вымышленный)", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("name", "signed", "greeted"), NAMES)
def test_a_name_stands_with_initials_first_and_is_greeted_only_where_it_tells_how(name, signed, greeted):
    assert (initials_first(name).replace("\N{NO-BREAK SPACE}", " "), salutation(name)) == (signed, greeted)


def letter(kind="approved", number="1", registration=None, settings=None, **face):
    content = sample.content(kind, number, **face)
    annexes = annexes_of(sample.FILES, content.document)
    return compose(settings or sample.settings(), content, annexes, registration)


def test_the_letter_names_its_basis_its_period_and_its_edition():
    text = letter()
    assert text.subject == (
        "О значениях показателей эффективности взаимодействия органов местного самоуправления с гражданами за "
        "III квартал 2026 года"
    )
    assert text.paragraphs[0].startswith(f"В соответствии с {sample.BASIS} направляем сведения")
    assert "за III квартал 2026 года (01.07.2026–30.09.2026)" in text.paragraphs[0]
    assert text.paragraphs[1] == (
        "Редакция 1, утверждённая. Учтены сведения, поступившие до 02.10.2026 07:15 по местному времени."
    )
    assert (text.number, text.day, text.mark) == ("____________", "____________", "")
    without = letter(settings=sample.settings(basis=""))
    assert without.paragraphs[0].startswith("Направляем сведения")


def test_the_corners_name_the_sender_and_the_addressee():
    text = letter()
    assert list(text.sender) == ["ГО Рефтинский", "Муниципальный центр управления"]
    assert list(text.addressee) == [
        "Руководителю Центра управления регионом", "АНО «ЦУР Выдуманской области»", "Воронцова Алевтина Игоревна",
    ]  # fmt: skip
    assert text.salutation == "Уважаемая Алевтина Игоревна!"
    own = replace(sample.OFFICIALS.signatory, organisation="МКУ «ЦУ городского округа Вымысел»")
    named = letter(municipality="городского округа Вымысел", officials=Officials(signatory=own))
    assert list(named.sender) == [own.organisation], "the town stands once"
    assert letter(municipality="городской округ Вымысел").sender[0] == "Городской округ Вымысел"
    configured = letter(settings=sample.settings(sender="Администрация\n\n  Выдуманска "))
    assert list(configured.sender) == ["Администрация", "Выдуманска"]


def test_a_deputy_is_addressed_as_acting_and_nobody_by_the_post_alone():
    acting = replace(sample.OFFICIALS.addressee, is_deputy=True)
    assert letter(officials=Officials(acting)).addressee[0].startswith("Исполняющему обязанности руководителя")
    nobody = letter(officials=Officials())
    assert list(nobody.addressee) == ["Руководителю Центра управления регионом"]
    assert (nobody.salutation, list(nobody.executor)) == ("", [])
    assert (nobody.signature.post, nobody.signature.name) == ("Руководитель муниципального центра управления", "")


def test_the_table_holds_value_parts_target_change_and_remark():
    head, rows = letter().figures.head, {row[0]: row[1:] for row in letter().figures.rows}
    assert list(head) == ["Показатель", "Значение", "Цель", "Ко II кварталу 2026", "Примечание"]
    assert rows["Доля сообщений с нарушением срока ответа"] == [
        "5,0 % (2 из 40)", "не больше 0 %; цель не достигнута", "лучше: −2,5 п.п.", "есть пробел в выгрузках",
    ]  # fmt: skip
    assert rows["Количество поступивших сообщений"][1:3] == ["не установлена", "больше: +34 ед."]
    assert rows["Средний срок рассмотрения обращения"] == ["—", "—", "—", "нет данных"]


def test_columns_of_which_nothing_is_known_are_left_out():
    content = sample.content(told={})
    figures = compose(sample.settings(), content, []).figures
    assert list(figures.head) == ["Показатель", "Значение", "Примечание"]
    assert sum(figures.shares) == pytest.approx(1)
    assert {len(row) for row in figures.rows} == {3}


@pytest.mark.parametrize(
    ("kind", "number", "mark", "between"),
    [
        ("preliminary", "0.2", "Проект. Редакция 0.2, предварительная", ""),
        (
            "automatic",
            "1",
            "Сформировано автоматически: редакция выпущена без утверждения",
            "сформировано автоматически",
        ),
        ("approved", "1", "", ""),
        ("corrected", "2", "", ""),
    ],
)
def test_a_draft_and_an_unsigned_edition_say_so(kind, number, mark, between):
    text = letter(kind, number)
    assert text.mark.startswith(mark) and bool(text.mark) == bool(mark)
    assert text.signature.between == between
    assert any("заменяет направленную ранее редакцию 1" in line for line in text.paragraphs) == (kind == "corrected")


def test_number_and_day_stand_once_the_letter_is_registered():
    text = letter(registration=Registration("01-12/345", date(2026, 10, 5)))
    assert (text.number, text.day) == ("01-12/345", "05.10.2026")


def test_annexes_are_named_in_russian_with_their_length_and_the_sum_stands_once():
    content = sample.content()
    books = {"form_17.xlsx": sample.workbook("visible"), "svodka_2026Q3_1.xlsx": sample.workbook("visible", "hidden")}
    files = {**sample.FILES, "letter.docx": b"", "letter_registered_1.pdf": b"", **books}
    report, form, table, machine = (annex.line for annex in annexes_of(files, content.document))
    assert report == "Показатели, книга Excel: svodka_2026Q3_1.xlsx, листов книги: 1"
    assert form == "Форма ЦУР, книга Excel: form_17.xlsx, листов книги: 1"
    assert table == "Значения показателей, таблица CSV: figures.csv, значений: 15"
    assert machine == "Значения показателей для машинной обработки, JSON: figures.json, значений: 15"
    said = compose(sample.settings(), content, annexes_of(files, content.document))
    sums = [line for line in (*said.paragraphs, *said.notes, *said.annexes) if content.face.values_hash in line]
    assert sums == [f"Контрольная сумма значений: {content.face.values_hash}"]


def only(row, **states):
    """The letter's cells of one indicator, of an edition that has this total of it."""
    content = sample.content()
    code = row["indicator"]
    values = [
        row if one["indicator"] == code and not any(one["slice"].values()) else one
        for one in content.document["values"]
    ]
    content = replace(content, document={**content.document, "values": values}, **states)
    return next(
        cells[1:] for cells in compose(sample.settings(), content, []).figures.rows if cells[0] == content.titles[code]
    )


def test_few_records_are_told_as_counts_without_a_verdict():
    late = report_sample.value("S-03", "1", "3", "%", ("SMALL_N",))
    value, target, _, remark = only(late)
    assert (value, target, remark) == ("1 из 3", "не больше 0 %", "мало записей: 3")


def test_points_are_in_the_case_that_a_fraction_asks_for():
    assert only(report_sample.value("I-01", "676", "10", "балл"))[0] == "67,6 балла"


def test_what_was_not_exported_is_a_dash_and_no_nought():
    states = data_states([{**one, "newest_export": None} for one in report_sample.coverage()])
    assert only(report_sample.value("S-01", "0", None, "ед."), states=states)[0] == "—"
    assert only(report_sample.value("S-01", "0", None, "ед."))[0] == "0", "a count of nothing is data"


def test_data_notes_name_every_channel_by_the_day_it_reaches():
    assert data_notes(data_states(report_sample.coverage())) == [
        "Данные по состоянию на 30.09.2026: Инцидент Менеджмент; ПОС «Госуслуги. Решаем вместе». На 28.09.2026: СЭД.",
        "Нет выгрузок: СЭД — за 29.09.2026–30.09.2026.",
    ]
    assert data_notes(data_states(report_sample.coverage(gap=False)))[-1] == "Выгрузки всех каналов покрывают квартал."


def test_data_notes_tell_silent_channels_waivers_and_many_gaps_in_short():
    silent, _, gapped = report_sample.coverage()
    days = [(date(2026, 7, day), date(2026, 7, day)) for day in (1, 3, 5, 7, 9)]
    told = {**gapped, "gaps": days, "waived": "пробел отпущен: Кедров П. И."}
    notes = data_notes(data_states([{**silent, "newest_export": None}, told]))
    assert notes == [
        "Данные по состоянию на 28.09.2026: СЭД.",
        "Нет выгрузок: СЭД — за 01.07.2026, 03.07.2026, 05.07.2026 и ещё 2 (перечень — в отчёте)"
        " (пробел отпущен: Кедров П. И.).",
        "Выгрузок нет, показатели не рассчитаны: Инцидент Менеджмент.",
    ]
    assert data_notes(data_states([{**silent, "newest_export": None}])) == [
        "Выгрузок нет, показатели не рассчитаны: Инцидент Менеджмент."
    ]
