"""Published forms: small counts and whatever would tell them are hidden; totals and unpublished forms are exact."""

from __future__ import annotations

from typing import Any

import pytest

from tests import form_files as files
from tests import report_history as history
from tests import report_sample as sample

FEW, HIDDEN = "менее 3", "скрыто"
LIST = {"A1": "{{* направление}}", "B1": "{{* S-01}}", "A2": "Всего", "B2": "{{S-01}}"}


def counts(code: str = "S-01", total: int | None = None, **blocks: int) -> list[dict[str, Any]]:
    whole = sum(blocks.values()) if total is None else total
    rows = [sample.value(code, str(n), None, "ед.", block=name) for name, n in blocks.items()]
    return [sample.value(code, str(whole), None, "ед."), *rows]


def shares(code: str, **blocks: tuple[int, int]) -> list[dict[str, Any]]:
    """Numerator and denominator by direction, and in total."""
    whole = [str(sum(numbers)) for numbers in zip(*blocks.values(), strict=True)]
    rows = [sample.value(code, str(n), str(d), "%", block=name) for name, (n, d) in blocks.items()]
    return [sample.value(code, *whole, "%"), *rows]


def edition(*values: list[dict[str, Any]]) -> Any:
    return files.content(sample.document(values=[row for rows in values for row in rows]))


def shown(tmp_path, content, cells) -> dict[str, Any]:
    return files.published(tmp_path, content, form=cells)["form"]


def by_name(cells: dict[str, Any], column: str = "B") -> dict[str, Any]:
    """What stands beside each name of a list."""
    return {cells[f"A{row}"]: cells.get(f"{column}{row}") for row in range(1, 20) if f"A{row}" in cells}


def test_a_small_count_and_the_one_that_would_tell_it_are_hidden(tmp_path):
    found = shown(tmp_path, edition(counts(Дороги=2, ЖКХ=50, Культура=7)), LIST)
    assert by_name(found) == {"Дороги": FEW, "ЖКХ": 50, "Культура": HIDDEN, "Всего": 59}


def test_a_form_that_is_not_published_is_exact():
    found = files.values(files.sheet_of(files.workbook(LIST), edition(counts(Дороги=2, ЖКХ=50, Культура=7))))
    assert by_name(found) == {"Дороги": 2, "ЖКХ": 50, "Культура": 7, "Всего": 59}


def test_what_has_no_direction_hides_the_small_one_already(tmp_path):
    found = shown(tmp_path, edition(counts(total=99, Дороги=2, ЖКХ=50, Культура=7)), LIST)
    assert by_name(found) == {"Дороги": FEW, "ЖКХ": 50, "Культура": 7, "Всего": 99}


def test_without_a_total_nothing_else_is_hidden(tmp_path):
    cells = {address: text for address, text in LIST.items() if address != "B2"}
    found = by_name(shown(tmp_path, edition(counts(Дороги=2, ЖКХ=50, Культура=7)), cells))
    assert (found["Дороги"], found["ЖКХ"], found["Культура"]) == (FEW, 50, 7)


def test_a_total_that_another_form_shows_counts_too(tmp_path):
    bare = {address: text for address, text in LIST.items() if address != "B2"}
    content = edition(counts(Дороги=2, ЖКХ=50, Культура=7))
    found = files.published(tmp_path, content, list=bare, total={"A1": "{{S-01}}"})
    assert (by_name(found["list"])["Культура"], found["total"]["A1"]) == (HIDDEN, 59)


def test_a_small_total_hides_all_that_adds_up_to_it(tmp_path):
    found = shown(tmp_path, edition(counts(Дороги=1, ЖКХ=1, Культура=0)), LIST)
    assert by_name(found) == {"Дороги": HIDDEN, "ЖКХ": HIDDEN, "Культура": HIDDEN, "Всего": FEW}


def test_a_share_that_would_tell_its_numerator_is_hidden(tmp_path):
    content = edition(shares("S-03", Дороги=(1, 40), ЖКХ=(20, 50), Культура=(9, 30)))
    cells = {
        "A1": "{{* направление}}", "B1": "{{* S-03: числитель}}", "C1": "{{* S-03: знаменатель}}", "D1": "{{* S-03}}",
        "A2": "Всего", "B2": "{{S-03: числитель}}", "C2": "{{S-03: знаменатель}}", "D2": "{{S-03}}",
    }  # fmt: skip
    found = shown(tmp_path, content, cells)
    assert by_name(found) == {"Дороги": FEW, "ЖКХ": 20, "Культура": HIDDEN, "Всего": 30}
    assert by_name(found, "C") == {"Дороги": 40, "ЖКХ": 50, "Культура": 30, "Всего": 120}
    assert by_name(found, "D") == {"Дороги": HIDDEN, "ЖКХ": 40, "Культура": HIDDEN, "Всего": 25}


def test_a_small_denominator_hides_its_share(tmp_path):
    content = edition(shares("S-03", Дороги=(0, 2), ЖКХ=(20, 50)))
    found = shown(tmp_path, content, {"A1": "{{* направление}}", "B1": "{{* S-03}}"})
    assert by_name(found)["Дороги"] == HIDDEN


def test_a_mean_of_few_records_is_hidden_with_its_sum(tmp_path):
    rows = [
        sample.value("I-01", f"{n}.500000", str(d), "ч", block=name)
        for name, n, d in (("Дороги", 7, 2), ("ЖКХ", 90, 9), ("Культура", 40, 4))
    ]
    values = [sample.value("I-01", "139.500000", "15", "ч"), *rows]
    content = files.content(sample.document(values=values), catalogue=[sample.Text("I-01", "…", "ч", kind="mean")])
    cells = {
        "A1": "{{* направление}}",
        "B1": "{{* I-01: числитель}}",
        "C1": "{{* I-01: знаменатель}}",
        "D1": "{{* I-01}}",
        "F1": "{{I-01: знаменатель}}",
    }
    found = shown(tmp_path, content, cells)
    assert [by_name(found, column)["Дороги"] for column in "BCD"] == [HIDDEN, FEW, HIDDEN]
    assert [by_name(found, column)["Культура"] for column in "BCD"] == [HIDDEN, HIDDEN, HIDDEN]
    assert by_name(found, "D")["ЖКХ"] == pytest.approx(10.1)


def test_equal_counts_of_two_indicators_are_hidden_alike(tmp_path):
    """The denominators of both are one: what is hidden in one table must not stand in the other."""
    blocks = {"Дороги": 2, "ЖКХ": 50, "Культура": 7}
    first = shares("S-03", **{name: (min(n, 2) * 0, n) for name, n in blocks.items()})
    second = shares("S-04", **{name: (n, n) for name, n in blocks.items()})
    content = edition(counts(**blocks), first, second)
    cells = {
        "A1": "{{* направление}}",
        "B1": "{{* S-01}}",
        "C1": "{{* S-03: знаменатель}}",
        "D1": "{{* S-04: числитель}}",
        "F1": "{{S-01}}",
    }
    found = shown(tmp_path, content, cells)
    for column in "BCD":
        assert by_name(found, column) == {"Дороги": FEW, "ЖКХ": 50, "Культура": HIDDEN}


def test_a_cross_table_with_margins_keeps_its_secret(tmp_path):
    matrix = {("incident", "Дороги"): 2, ("incident", "ЖКХ"): 30, ("pos", "Дороги"): 40, ("pos", "ЖКХ"): 50}
    rows = [sample.value("S-01", str(n), None, "ед.", channel=c, block=b) for (c, b), n in matrix.items()]
    rows += [sample.value("S-01", str(n), None, "ед.", channel=c) for c, n in (("incident", 32), ("pos", 90))]
    content = edition(counts(Дороги=42, ЖКХ=80), rows)
    cells = {"A1": "{{* направление}}", "A2": "Всего", "D1": "{{* S-01}}", "D2": "{{S-01}}"}
    for column, channel in (("B", "incident"), ("C", "pos")):
        cells |= {f"{column}{row}": f"{{{{{star}S-01 | канал = {channel}}}}}" for row, star in ((1, "* "), (2, ""))}
    found = shown(tmp_path, content, cells)
    rows = [[found[f"{column}{row}"] for column in "BCD"] for row in (1, 2, 3)]
    assert rows == [[FEW, HIDDEN, 42], [HIDDEN, HIDDEN, 80], [32, 90, 122]]


def test_a_change_does_not_tell_what_is_hidden_now_or_was_small(tmp_path):
    values = [
        *counts(Дороги=40),
        sample.value("S-01", "2", None, "ед.", channel="pos"),
        sample.value("S-01", "38", None, "ед.", channel="incident"),
    ]
    content = edition(values)
    channels = {
        "A1": "{{* канал}}",
        "B1": "{{* S-01}}",
        "C1": "{{* S-01: прошлый квартал}}",
        "D1": "{{* S-01: изменение}}",
    }
    trend = history.trend()
    pos = next(one for one in trend["series"] if one["channel"] == "pos")
    pos["points"][-2] |= {"value": "2", "numerator": "2"}
    content = files.content(content.document, told=history.told(trend=trend))
    found = shown(tmp_path, content, channels)
    row = next(number for number in (1, 2, 3) if found[f"A{number}"].startswith("ПОС"))
    assert [found[f"{column}{row}"] for column in "BCD"] == [FEW, FEW, HIDDEN]


def test_a_change_that_would_tell_the_hidden_count_is_hidden_too(tmp_path):
    """S-02 is the difference to the quarter before, by it: both together are what came in now."""
    now, before = {"Дороги": 2, "ЖКХ": 50, "Культура": 7}, {"Дороги": 10, "ЖКХ": 40, "Культура": 5}
    rows = [sample.value("S-02", str(now[name] - before[name]), str(before[name]), "%", block=name) for name in now]
    rows.insert(0, sample.value("S-02", "4", "55", "%"))
    values = [*counts(**now), *rows]
    catalogue = [sample.Text("S-01", "…", "ед.", kind="count"), sample.Text("S-02", "…", "%", kind="change")]
    content = files.content(sample.document(values=values), catalogue=catalogue)
    cells = {"A1": "{{* направление}}", "B1": "{{* S-01}}", "C1": "{{* S-02}}", "D1": "{{* S-02: знаменатель}}"}
    found = shown(tmp_path, content, cells | {"B2": "{{S-01}}", "C2": "{{S-02}}"})
    assert by_name(found) == {"Дороги": FEW, "ЖКХ": 50, "Культура": HIDDEN}
    assert by_name(found, "C") == {"Дороги": HIDDEN, "ЖКХ": 25, "Культура": HIDDEN}
    assert by_name(found, "D") == {"Дороги": HIDDEN, "ЖКХ": 40, "Культура": HIDDEN}


def test_outcomes_that_add_up_to_their_questions_are_hidden_together(tmp_path):
    outcomes = {"A-05": {"Дороги": 15, "ЖКХ": 9}, "A-05E": {"Дороги": 4, "ЖКХ": 8}, "A-05N": {"Дороги": 1, "ЖКХ": 7}}
    sums = {"Дороги": 20, "ЖКХ": 24}
    rows = [shares(code, **{name: (n, sums[name]) for name, n in one.items()}) for code, one in outcomes.items()]
    content = edition(*rows)
    catalogue = [sample.Text(code, code, "%") for code in outcomes]
    content = files.content(content.document, catalogue=catalogue)
    cells = {"A1": "{{* направление}}"} | {
        f"{column}1": f"{{{{* {code}: числитель}}}}" for column, code in zip("BCD", outcomes, strict=True)
    }
    cells |= {"E1": "{{* A-05: знаменатель}}"} | {
        f"{column}2": f"{{{{{code}: числитель}}}}" for column, code in zip("BCD", outcomes, strict=True)
    }
    found = shown(tmp_path, content, cells)
    assert by_name(found, "D")["Дороги"] == FEW
    assert [by_name(found, column)["Дороги"] for column in "BCE"] == [HIDDEN] * 3
    assert [found[f"{column}3"] for column in "BCD"] == [24, 12, 8]


def test_pages_are_neither_people_nor_messages(tmp_path):
    rows = shares("G-01", **{"Администрация": (1, 2)})
    page = sample.Text("G-01", "Доля страниц", "%")
    object.__setattr__(page, "needs", lambda channel: channel == "pages")
    content = files.content(sample.document(values=rows), catalogue=[page])
    assert shown(tmp_path, content, {"A1": "{{G-01: числитель}}", "A2": "{{G-01}}"}) == {"A1": 1, "A2": 50}


def test_notes_of_a_published_form_name_no_counts(tmp_path):
    row = sample.value("S-03", "1", "2", "%", ("SMALL_N", "LOW_COVERAGE", "INCOMPLETE"), n_unknown=2)
    content = files.content(sample.document(values=[row]))
    found = shown(tmp_path, content, {"A1": "{{S-03: примечание}}"})
    assert found == {"A1": "мало записей; неполные данные; есть пробел в выгрузках"}


def test_a_formula_over_hidden_cells_is_told(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        files.workbook(LIST, lambda _, sheet: sheet.write_formula("B3", "=SUM(B1)"), settings=[["Публикуется", "да"]])
    )
    content = edition(counts(Дороги=2, ЖКХ=50, Культура=7))
    made = files.fill_all([files.read_file(path, files.known_of(content))], content)
    assert len(made.remarks) == 1 and "Отчёт!B5" in made.remarks[0] and "считают не всё" in made.remarks[0]


def test_a_text_with_a_hidden_count_still_reads(tmp_path):
    found = shown(tmp_path, edition(counts(Дороги=2)), {"A1": "Поступило {{S-01}} обращений"})
    assert found == {"A1": f"Поступило {FEW} обращений"}
