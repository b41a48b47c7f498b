"""The cover: which edition this is, who gets it and has signed it, how the key figures stand, how fresh they are."""

from __future__ import annotations

import dataclasses
import io
from datetime import date

import openpyxl
import pytest

from svodka.report import workbook
from svodka.report.annex import values_hash
from svodka.report.face import Official, Officials
from tests import report_history
from tests import report_sample as sample
from tests.unit.test_workbook import lines, number, table

LAST = date(2026, 9, 30)
OFFICIALS = Officials(
    Official("Кузнецова М. С.", "руководитель", "АНО «ЦУР»"), Official("Петров П. П.", "руководитель МЦУ", "")
)


def cover(kind: str = "approved", officials: Officials = OFFICIALS, told: dict | None = None):
    content = report_history.content(told=report_history.told() if told is None else told)
    face = dataclasses.replace(content.face, kind=kind, officials=officials)
    rendered = workbook.render(dataclasses.replace(content, face=face))
    return openpyxl.load_workbook(io.BytesIO(rendered))["Титул"]


def figures(sheet) -> dict[str, dict]:
    return {row["Показатель"]: row for row in table(sheet, "Главные_показатели")}


def test_it_says_what_edition_this_is():
    said = lines(cover())
    assert said[:3] == [
        "ГО Рефтинский",
        "Показатели эффективности взаимодействия с гражданами",
        "за III квартал 2026 года (01.07.2026–30.09.2026)",
    ]
    assert "Редакция: 1" in said
    assert "Учтено всё, что поступило до 02.10.2026 07:15 по местному времени" in said
    assert f"Контрольная сумма значений (SHA-256): {values_hash(sample.document())}" in said


@pytest.mark.parametrize(
    ("kind", "status", "signature"),
    [
        ("approved", "утверждённая", "руководитель МЦУ, Петров П. П."),
        ("corrected", "уточнённая", "руководитель МЦУ, Петров П. П."),
        ("automatic", "сформировано автоматически", "никем не подписано, сформировано автоматически"),
        ("preliminary", "предварительная", "не подписано: редакция предварительная"),
    ],
)
def test_it_names_addressee_and_signatory_and_says_where_nobody_signed(kind, status, signature):
    said = lines(cover(kind))
    assert f"Статус: {status}" in said
    assert "Кому: Руководителю Центра управления регионом, руководитель, АНО «ЦУР», Кузнецова М. С." in said
    assert f"Подпись: {signature}" in said


def test_unknown_officials_are_no_hole_in_the_text():
    said = lines(cover(officials=Officials()))
    assert "Кому: Руководителю Центра управления регионом" in said
    assert "Подпись: утверждено, имя руководителя в справочнике не указано" in said


def test_a_light_is_a_mark_and_words_and_a_colour_besides():
    sheet = cover()
    known = figures(sheet)
    missed, met = known["Доля сообщений с нарушением срока ответа"], known["Доля отработанных сообщений"]
    assert (missed["Оценка"], missed["Цель"]) == ("✗ цель не достигнута", "не больше 0 %")
    assert (met["Оценка"], met["Цель"]) == ("✓ цель достигнута", "не меньше 5,5 %")
    assert known["Количество поступивших сообщений"]["Оценка"] == "○ цель не установлена"
    colours = {cell.value: cell.font.color.rgb for row in sheet.iter_rows() for cell in row if cell.font.color}
    assert colours["✗ цель не достигнута"] == "00B34700"
    assert colours["✓ цель достигнута"] == "000B5CAD"


def test_an_arrow_says_in_words_whether_it_is_better():
    said = {title: row["К прошлому кварталу"] for title, row in figures(cover()).items()}
    assert said["Доля сообщений с нарушением срока ответа"] == "↓ лучше: −2,5 п.п. ко II кварталу 2026"
    assert said["Количество поступивших сообщений"] == "↑ больше: +34 ед. ко II кварталу 2026"
    assert said["Доля отработанных сообщений"] == "→ без изменений ко II кварталу 2026"


def test_an_edition_beside_which_nothing_was_kept_still_has_its_values():
    known = figures(cover(told={}))
    row = known["Доля отработанных сообщений"]
    assert number(row["Значение"]) == number("6.3")
    assert (row["Оценка"], row["К прошлому кварталу"]) == ("○ цель не сохранена с редакцией", "н/д")


def test_each_channel_says_until_when_its_data_reach():
    rows = {row["Канал"]: list(row.values())[1:] for row in table(cover(), "Данные_по_каналам")}
    assert rows["СЭД"] == ["28.09.2026", "да", "29.09.2026–30.09.2026"]
    assert rows["Инцидент Менеджмент"] == ["30.09.2026", "нет", "—"]


def test_a_share_has_its_counts_beside_it_and_few_records_no_verdict():
    known = figures(cover())
    assert known["Доля сообщений с нарушением срока ответа"]["Из чего"] == "2 из 40"
    assert known["Количество поступивших сообщений"]["Из чего"] == "—"
    document = sample.document(values=[sample.value("S-03", "1", "3", "%", ("SMALL_N",))])
    content = report_history.content(document, told=report_history.told())
    [row] = figures(openpyxl.load_workbook(io.BytesIO(workbook.render(content)))["Титул"]).values()
    assert [row[name] for name in ("Значение", "Из чего", "Оценка", "Цель")] == [
        "1 из 3", "—", "◊ мало записей, не оценивается", "не больше 0 %",
    ]  # fmt: skip
    assert row["Примечание"] == "мало записей: 3"


def test_what_was_not_exported_is_no_nought():
    nothing = sample.document(values=[sample.value("S-01", "0", None, "ед."), sample.value("S-03", "0", "0", "%")])
    trend = report_history.trend()
    trend["series"] = [one for one in trend["series"] if one["indicator"] == "S-01"]
    content = report_history.content(nothing, told=report_history.told(trend=trend))
    states = [
        dataclasses.replace(state, newest_export=date(2026, 6, 30), has_gap=True, gaps=((date(2026, 7, 1), LAST),))
        for state in content.states
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook.render(dataclasses.replace(content, states=states))))
    said = lines(book["Титул"])
    assert "случаев для расчёта" not in " ".join(said)
    [folded] = [line for line in said if line.startswith("Без данных")]
    assert folded.startswith("Без данных (показателей: 2): S-01, S-03 — выгрузите Инцидент Менеджмент, ПОС")
    [total] = table(book["По направлениям"])
    assert total["Поступило, ед."] == "—"
    assert table(book["Динамика"])[0]["III кв. 2026"] == "—"
