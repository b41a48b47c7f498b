"""A citizen's name is known in any case, order, spelling and with initials; what only looks like one is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.report.privacy.names import NameBook, split_name, stem, words_of
from svodka.report.privacy.normal_text import normal


def is_in(text: str, *names: str) -> bool:
    plain = normal(text)
    words = words_of(plain)
    return any(NameBook(names, {word.stem for word in words}).find(plain, words))


FULL = "Выдумкин Пётр Ильич"
IN_ANY_WAY = [
    "Выдумкин Пётр Ильич", "ВЫДУМКИН ПЕТР ИЛЬИЧ", "выдумкин петр ильич", "Пётр Ильич Выдумкин",
    "Петру Ильичу Выдумкину", "Выдумкина Петра Ильича", "с Выдумкиным Петром Ильичом", "Выдумкин  Пётр\nИльич",
    "Выдумкин, Пётр Ильич", "Выдум\u00adкин Пётр Ильич", "Выдум-\nкин Пётр Ильич", "Bыдумкин Пётр Ильич",
    "Выдумкин\u00a0Пё\u200bтр Ильич", "В ы д у м к и н Пётр Ильич", "Выдумкин Пётр",
    "Петра Выдумкина", "Выдумкин П. И.", "Выдумкин П.И.", "П. И. Выдумкин", "П.Выдумкин", "Выдумкину П. И.",
    "Выдумкин ПИ", "ВЫДУМКИН П.И.", "(Выдумкин Пётр Ильич)", "Выдумкин_Пётр_Ильич", "1. Выдумкин Пётр Ильич; 2.",
    "Выду́мкин Пётр Ильич",
    "выдумкин п. и.", "п.и. выдумкина",
]  # fmt: skip


@pytest.mark.parametrize("text", IN_ANY_WAY)
def test_a_name_is_known(text):
    assert is_in(text, "Другой Проб Пробович", FULL)
    assert is_in(f"Жалоба ({text}) рассмотрена", FULL)


@pytest.mark.parametrize(
    "text",
    [
        "Выдумкин", "Пётр Ильич", "Выдумкин И. П.", "Выдумкин и Пётр", "выдумкин п.", "выдумкин И. П.",
        "Выдумкин П", "Выдумкин. 12 Пётр Ильич", "Выдумкина Анна Ильинична", "ул. Петра Выдумкина",
        "школа имени Петра Выдумкина", "сквер Выдумкина П. И.", "Выдумкин за 3 квартал, Пётр", "Выдумкино и петры",
        "Количество поступивших сообщений",
    ],
)  # fmt: skip
def test_another_text_is_no_name(text):
    assert not is_in(text, FULL)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Иванова-Петрова Анна Ивановна", "ивановой - петровой анне ивановне"),
        ("Иванова-Петрова Анна Ивановна", "Иванова-Петрова А. И."),
        ("Мария Светлова", "мария светлова"),
        ("Мария Светлова", "Светлова М."),
        ("Иванов И.И.", "Иванов И. И."),
        ("Иванов И.И.", "Иванов И."),
        ("ИП Выдумкин Пётр Ильич", "Выдумкин Пётр Ильич"),
        ("Мамедов Али Вели оглы", "Мамедова Али Вели оглы"),
        ("Мамедов Али Вели оглы", "Мамедову Али"),
        ("Российский Михаил Юрьевич", "Российскому Михаилу Юрьевичу"),
        ("Кравец Иван Иванович", "Кравцу Ивану Ивановичу"),
        ("Заяц Анна Ивановна", "Зайца Анны Ивановны"),
        ("Сверчок Анна", "Сверчку Анне"),
        ("Выдумкин Пётр Ильич", "Выдумкин" + " " * 30 + "Пётр Ильич"),
        ("Иванова (Петрова) Мария Ильинична", "Петровой Марии Ильиничны"),
        ("Школьников Павел", "Школьникова Павла"),
        ("Максимов Максим Максимович", "Максимову Максиму Максимовичу"),
        ("Ким Артём", "Ким Артёму"),
        ("Ivan Petrov", "Ivan Petrov"),
        ("Черных Юлия Львовна", "Черных Юлии Львовне"),
    ],
)
def test_other_kinds_of_names(name, text):
    assert is_in(text, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Коллективное обращение", "Коллективное обращение жителей"),
        ("ООО Выдумка", "ООО Выдумка"),
        ("Городская больница Ильича", "Городская больница Ильича"),
        ("Отдел образования", "Отдел образования"),
        ("МБОУ СОШ 15", "МБОУ СОШ 15"),
        ("Не указан", "Не указан"),
        ("Управляющая компания Рефтинская", "Управляющая компания Рефтинская"),
        ("Типичный Рефтинский", "Типичный Рефтинский"),
        ("Жители дома", "жители дома"),
        ("Ромашка", "Ромашка"),
        ("Доброе Утро", "доброе утро"),
        ("Петров Иван Олегович", "Петров, и. о. начальника"),
        ("Дорога Анна Ивановна", "дорога а. и б."),
        ("Прямая линия президента", "прямая линия президента"),
        ("", "текст"),
    ],
)
def test_what_is_no_name_of_a_person_is_not_looked_for(name, text):
    assert not is_in(text, name)


@pytest.mark.parametrize(
    "forms",
    [
        "Максим Максима Максиму Максимом Максиме", "Артём Артёма Артёму Артёмом Артёме",
        "Сергей Сергея Сергею Сергеем Сергее", "Илья Ильи Илье Илью Ильёй", "Мария Марии Марию Марией",
        "Анна Анны Анне Анну Анной", "Игорь Игоря Игорю Игорем Игоре", "Павел Павла Павлу Павлом Павле",
        "Иванов Иванова Иванову Ивановым Иванове", "Иванова Ивановой Иванову", "Ильич Ильича Ильичу",
        "Достоевский Достоевского Достоевскому Достоевским Достоевском", "Толстая Толстой Толстую",
        "Вадим Вадима Вадиму Вадимом", "Ефим Ефима Ефиму Ефимом", "Любовь Любови Любовью",
        "Никита Никиты Никите Никитой", "Дмитриевна Дмитриевны Дмитриевной",
    ],
)  # fmt: skip
def test_all_cases_of_a_word_have_one_stem(forms):
    assert len({stem(form.lower().replace("ё", "е")) for form in forms.split()}) == 1


LETTERS = "абвгдежзиклмнопрстуфхцчшэюя"
INVENTED = st.text(LETTERS, min_size=3, max_size=9).map(str.capitalize)


@given(
    st.lists(INVENTED, min_size=3, max_size=3), st.permutations(range(3)), st.sampled_from([str, str.upper, str.lower])
)
def test_any_name_of_three_words_is_found_in_any_order_and_case(words, order, letters):
    words[2] += "ович"
    name = " ".join(words)
    if split_name(name):
        assert is_in(f"Заявитель: {letters(' '.join(words[place] for place in order))}.", name)


@given(
    st.lists(st.lists(INVENTED, min_size=2, max_size=3).map(" ".join), max_size=30),
    st.text(LETTERS + " .\n", max_size=200),
)
def test_a_name_whose_words_are_not_in_the_text_is_not_found(names, text):
    words = {word.stem for word in words_of(normal(text))}
    if not any(stem(word.lower()) in words for name in names for word in name.split()):
        assert not is_in(text, *names)


@pytest.mark.parametrize(
    "text",
    [
        f"Имя: {FULL}", f"Имя\t{FULL}", "обратился от имени Выдумкина Петра Ильича", f"Школа.\n{FULL}",
        f"парк — {FULL}", "сквер, Выдумкин П. И.", f"памятник: {FULL}",
        f"Был в парке. {FULL} просит",
    ],
)  # fmt: skip
def test_a_word_before_a_name_does_not_hide_a_person(text):
    assert is_in(text, FULL)


@pytest.mark.parametrize(
    "text",
    [
        "МБУ «Центр им. П. И. Выдумкина»", "Дворец культуры имени П. И. Выдумкина", "площадь Маршала Петра Выдумкина",
        "СОШ им. Героя Советского Союза Петра Выдумкина", "пл. Выдумкина П. И.",
    ],
)  # fmt: skip
def test_what_bears_a_name_is_no_person(text):
    assert not is_in(text, FULL)
