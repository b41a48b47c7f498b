"""The file of earlier values: what is read, and that everything wrong is told by row and column."""

from datetime import date
from decimal import Decimal

import pytest

from svodka.figures.dynamics.history import newest_definitions
from svodka.figures.dynamics.history_file import HistoryRefused, read
from svodka.figures.dynamics.history_row import HistoryRow
from svodka.settings import PROJECT

CHANNELS = ["pos", "sed"]
TODAY = date(2025, 12, 31)


def rows(text: str, encoding: str = "utf-8") -> list[HistoryRow]:
    return read("h.csv", text.encode(encoding), newest_definitions(), CHANNELS, TODAY)


def test_sums_or_a_value_alone_are_read() -> None:
    found = rows(
        "indicator,period,channel,numerator,denominator,value\n"
        "S-03,2025Q1,,1,8,12.5\n"
        "s-03,2025q2,pos,,,7.25\n"
        "S-01,2025Q1,,,,120\n"
        "P-01,2025Q1,,68.5,3,\n"
        "S-03,2025Q3,,0,0,\n"
    )
    assert [(one.numerator, one.denominator, one.value) for one in found] == [
        (Decimal(1), Decimal(8), Decimal("12.5")),
        (None, None, Decimal("7.25")),
        (Decimal(120), None, Decimal(120)),
        (Decimal("68.5"), Decimal(3), None),
        (Decimal(0), Decimal(0), None),
    ]
    assert found[1].slice == ("pos", None, None, None) and str(found[1].quarter) == "2025Q2"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_a_file_of_a_russian_excel_is_read(encoding: str) -> None:
    text = "Показатель;Период;Направление;Числитель;Знаменатель;Значение\nS-03;2025Q1;Дороги;1;8;12,5\n;;;;;\n"
    [found] = rows(text, encoding)
    assert (found.slice[2], found.value, found.row_no) == ("Дороги", Decimal("12.5"), 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("X-99;2025Q1;;1;2;", "строка 2, столбец indicator: нет показателя «X-99»; список: docs/indicators.ru.md"),
        ("S-03;1 кв. 2025;;1;2;", "строка 2, столбец period: ожидается квартал вида 2025Q3"),
        ("S-03;2025Q1;fax;1;2;", "столбец channel: нет канала «fax»; есть: pos, sed"),
        ("S-03;2025Q1;Иванов Пётр;1;2;", "столбец channel: нет канала «…»"),
        ("S-03;2025Q1;;один;2;", "столбец numerator: не число, ожидается, например, 12,5: «…»"),
        ("S-03;2025Q1;;1;;", "столбец denominator: числитель и знаменатель нужны оба или ни одного"),
        ("S-03;2025Q1;;;;", "столбец value: нет ни значения, ни числителя"),
        ("S-03;2025Q1;;1;8;12,6", "столбец value: не равно числителю, делённому на знаменатель"),
        ("S-03;2025Q1;;0;0;0", "столбец value: не равно числителю"),
        ("S-03;2025Q1;;1,5;8;", "столбец denominator: числитель и знаменатель — целые"),
        ("S-03;2025Q1;;-1;8;", "столбец value: меньше нуля"),
        ("S-01;2025Q1;;5;8;", "столбец denominator: у количества знаменателя нет"),
        ("S-01;2025Q1;;5;;6", "столбец value: не равно числителю"),
        ("S-01;2025Q1;;;;5,5", "столбец value: ожидается целое число записей"),
        ("S-03;2025Q1;;9;8;", "столбец numerator: больше знаменателя (9 из 8): доля не бывает больше 100 %"),
        ("S-03;2025Q1;;1;0;", "столбец numerator: больше знаменателя (1 из 0)"),
        ("S-03;2025Q1;;;;100,1", "столбец value: доля не бывает больше 100 %: 100.1"),
        ("S-03;2025Q4;;1;8;", "строка 2, столбец period: квартал 2025Q4 ещё не окончен"),
        ("S-03;2031Q1;;1;8;", "строка 2, столбец period: квартал 2031Q1 ещё не окончен"),
    ],
)
def test_a_wrong_cell_is_told_by_row_and_column(row: str, reason: str) -> None:
    with pytest.raises(HistoryRefused) as refused:
        rows(f"indicator;period;channel;numerator;denominator;value\n{row}\n")
    assert reason in str(refused.value)
    assert "Иванов" not in str(refused.value)


def test_everything_wrong_is_told_at_once_and_a_long_list_is_cut() -> None:
    with pytest.raises(HistoryRefused) as refused:
        rows("indicator;period;value\n" + "S-03;2025Q1;1\n" * 2 + "S-03;что;1\n" * 25)
    lines = str(refused.value).splitlines()
    assert lines[0] == "h.csv не загружен, ничего не изменено, строк с ошибками: 26."
    assert "строка 3, столбец indicator: тот же показатель, период и разрез уже есть в строке 2" in lines[1]
    assert lines[-1] == "- … и ещё 6" and len(lines) == 22


def test_a_share_of_something_else_and_a_change_may_exceed_100() -> None:
    found = rows(
        "indicator;period;numerator;denominator;value\nI-03;2025Q1;9;8;\nS-02;2025Q1;;;250\nS-03;2025Q3;8;8;\n"
    )
    assert [(one.numerator, one.value) for one in found] == [(9, None), (None, 250), (8, None)]


def test_a_slice_is_one_dimension_or_channel_and_block() -> None:
    head = "indicator;period;channel;legal_regime;block;value\n"
    assert rows(head + "S-03;2025Q1;pos;;Дороги;5\n")[0].slice == ("pos", None, "Дороги", None)
    with pytest.raises(HistoryRefused, match="разрез один"):
        rows(head + "S-03;2025Q1;pos;FZ59;;5\n")
    with pytest.raises(HistoryRefused, match="столбец legal_regime: ожидается одно из FZ59"):
        rows(head + "S-03;2025Q1;;59-ФЗ;;5\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("indicator;quarter_of;value\nS-03;2025Q1;5\n", "заголовок неизвестен или повторён: «quarter_of»"),
        ("indicator;value\nS-03;5\n", "нет столбца period"),
        ("indicator;period\nS-03;2025Q1\n", "нет столбца numerator и denominator или value"),
        ("indicator;period;value\n", "ни одной строки"),
        ("", "пуст"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(HistoryRefused, match=reason) as refused:
        rows(text)
    assert str(refused.value).splitlines()[0].startswith("h.csv не загружен, ничего не изменено")


def test_the_example_of_the_guide_is_read() -> None:
    guide = (PROJECT / "docs" / "comparison.ru.md").read_text(encoding="utf-8")
    [example] = [block for block in guide.split("```") if block.strip().startswith("показатель;")]
    assert [one.indicator.code for one in rows(example.strip())] == ["S-01", "S-03", "P-01"]
