"""What must hold between the rows of the table: one head a day, somebody in charge today, deputies who replace one."""

from __future__ import annotations

from datetime import date

import pytest

from svodka.responsible.refusal import TableRefused
from svodka.responsible.rules import with_losses
from svodka.responsible.table_file import Table, read_table
from tests.responsible_rows import BASIC, csv_bytes, deputy, rows

DAY = date(2026, 11, 24)
SECOND = {**BASIC["cur"], "name": "Новиков Иван Ильич", "email": "new@example.org"}
HELPER = {**BASIC["secretary"], "name": "Второв Борис Яковлевич", "email": "second@example.org"}


def read(*more, **changed) -> Table:
    return read_table(csv_bytes(rows(*more, **changed)), DAY)


def mistakes(*more, **changed) -> list[str]:
    with pytest.raises(TableRefused) as refused:
        read(*more, **changed)
    return [one.sentence for one in refused.value.problems]


def test_two_heads_on_one_day_are_refused_with_both_rows() -> None:
    [told] = mistakes({**SECOND, "valid_from": "31.12.2026"}, cur={"valid_to": "31.12.2026"})
    assert told.startswith("строка 7, столбец «с»: в эти дни руководитель ЦУР уже есть: Вымыслова Ирина Сергеевна, стр")
    assert "строка 2, с 01.01.2026 по 31.12.2026" in told


def test_two_heads_on_one_day_are_told_together_with_mistakes_elsewhere_in_their_rows() -> None:
    told = mistakes({**SECOND, "phone": "нет"}, cur={"email": "x"})
    assert [one.partition(":")[0] for one in told] == [
        "строка 2, столбец «эл. почта»", "строка 7, столбец «телефон»", "строка 7, столбец «с»",
    ]  # fmt: skip


def test_whom_a_table_drops_as_the_last_of_a_role_is_told_with_what_it_costs() -> None:
    old, new = read().persons, read(secretary=None, curator=None)
    told = with_losses(old, new.persons, new.remarks, DAY)
    assert sorted(told) == [
        "после принятия роль «куратор» останется пустой (сейчас Условный Олег Николаевич): о срыве срока отчёта никто "
        "не узнает; впишите преемника",
        "после принятия роль «секретарь» останется пустой (сейчас Образцова Анна Петровна): некому получать "
        "напоминания и регистрировать письмо; впишите преемника",
    ]
    assert with_losses(read(HELPER).persons, read().persons, [], DAY) == [], "one of two secretaries"


def test_a_head_who_follows_the_other_is_no_mistake() -> None:
    table = read({**SECOND, "valid_from": "01.01.2027"}, cur={"valid_to": "31.12.2026"})
    assert [one.name for one in table.persons if one.role == "cur_head"] == [BASIC["cur"]["name"], SECOND["name"]]
    assert table.remarks == []


def test_two_secretaries_are_no_mistake() -> None:
    assert len(read(HELPER).persons) == 6


def test_a_row_written_twice_is_told() -> None:
    assert mistakes(BASIC["secretary"]) == ["строка 7: повторяет строку 4: оставьте одну"]
    again = {**BASIC["secretary"], "phone": "+7 34365 0-00-09", "valid_from": "01.02.2026"}
    [told] = mistakes(again)
    assert told == "строка 7, столбец «с»: Образцова Анна Петровна уже в строке 4 на эти же дни: оставьте одну"


@pytest.mark.parametrize(("key", "title"), [("cur", "руководитель ЦУР"), ("head", "руководитель МЦУ")])
def test_a_head_must_be_there_on_the_day_of_acceptance(key: str, title: str) -> None:
    said = f"на 24.11.2026 никого нет в роли «{title}»: впишите того, кто сейчас в ней"
    assert mistakes(**{key: None}) == [said]
    assert mistakes(**{key: {"valid_to": "23.11.2026"}}) == [said]
    assert mistakes(**{key: {"valid_from": "25.11.2026"}}) == [said]
    assert read(**{key: {"valid_to": "24.11.2026"}}).persons


def test_an_acting_head_alone_is_somebody() -> None:
    assert read(deputy(valid_from="01.11.2026"), head=None).persons[-1].is_deputy


def test_a_row_that_is_not_understood_may_be_the_missing_head() -> None:
    assert [one[:25] for one in mistakes(cur={"role": "руководитель"})] == ["строка 2, столбец «роль»:"]


def test_a_head_who_goes_without_a_successor_is_a_remark() -> None:
    assert read(cur={"valid_to": "31.01.2027"}).remarks == [
        "роль «руководитель ЦУР»: с 01.02.2027 никого; впишите, кто будет"
    ]
    assert read(cur={"valid_to": "31.01.2028"}).remarks == []


def test_a_role_of_which_letters_would_be_lost_is_a_remark() -> None:
    [told] = read(secretary=None).remarks
    assert told.startswith("роль «секретарь»: сегодня никого")


@pytest.mark.parametrize("missing", ["valid_from", "valid_to"])
def test_a_deputy_needs_both_dates(missing: str) -> None:
    [told] = mistakes(deputy(**{missing: ""}))
    assert told.startswith(f"строка 7, столбец «{'с' if missing == 'valid_from' else 'по'}»: пусто")


def test_whom_a_deputy_replaces_is_found_however_it_is_spelled() -> None:
    named = deputy(deputy="примеров  павел андреевич")
    assert read(named).persons[-1].stands_in_for == BASIC["head"]["name"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (deputy(deputy="Никто Такой"), "«Никто Такой»: в роли «руководитель МЦУ» на эти дни такого нет"),
        (deputy(deputy=BASIC["cur"]["name"]), "в роли «руководитель МЦУ» на эти дни такого нет"),
        (deputy(deputy=BASIC["curator"]["name"]), "Условный Олег Николаевич замещает сам себя"),
        (deputy(**{"name": BASIC["head"]["name"]}), "Примеров Павел Андреевич замещает сам себя"),
    ],
)
def test_a_deputy_must_replace_somebody_else_of_his_role(row: dict[str, str], said: str) -> None:
    [told] = mistakes(row)
    assert told.startswith("строка 7, столбец «замещает»: ") and said in told


def test_whom_a_deputy_names_may_be_a_row_that_is_not_understood() -> None:
    [told] = mistakes(deputy(deputy=BASIC["head"]["name"]), head={"phone": "нет"})
    assert told.startswith("строка 3, столбец «телефон»")


def test_a_deputy_may_not_outlast_whom_he_names() -> None:
    [told] = mistakes(deputy(deputy=BASIC["head"]["name"]), head={"valid_to": "10.12.2026"})
    assert told.endswith("дни замещения выходят за дни того, кого замещают (с 01.01.2026 по 10.12.2026)")


def test_of_two_secretaries_the_deputy_names_one() -> None:
    stand_in = deputy(role="секретарь")
    [told] = mistakes(HELPER, stand_in)
    assert told.startswith("строка 8, столбец «замещает»: в эти дни секретарь не один (Образцова Анна Петровна, Второв")
    assert read(HELPER, {**stand_in, "deputy": HELPER["name"]}).persons[-1].stands_in_for == HELPER["name"]


def test_two_who_stand_in_at_once_are_a_remark() -> None:
    other = deputy(name="Образцова Анна Петровна", valid_from="10.12.2026", valid_to="15.12.2026")
    [told] = read(deputy(), other).remarks
    assert told.startswith("роль «руководитель МЦУ»: с 10.12.2026 замещают сразу Условный Олег Николаевич, Образцова")
    assert read(deputy(), {**other, "deputy": BASIC["curator"]["name"]}).remarks == []
