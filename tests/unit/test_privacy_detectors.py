"""What has the shape of personal data is found in any spelling; figures, dates, sums and register numbers are not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svodka.report.privacy.detectors import DETECTORS, shaped
from svodka.report.privacy.finding import ADDRESS, EMAIL, PASSPORT, PHONE, PROFILE, SNILS
from svodka.report.privacy.identity import is_checked
from svodka.report.privacy.normal_text import normal


def kinds(text: str) -> set[str]:
    return {kind for kind, _ in shaped(normal(text))}


PHONES = [
    "+7 000 000-12-34", "+7 (000) 000-12-34", "8 (000) 0001234", "8-000-000-12-34", "8.902.123.45.67",
    "+70000001234", "89021234567", "7 902 123 45 67", "9021234567", "902 123-45-67", "(34365) 3-45-67",
    "(3436) 53-45-67", "т. 3-45-67", "дом. 34-56-78", "тел. 34567", "тел.: 3 45 67", "Телефон: 345-678",
    "звоните 345678",
    "тел89021234567", "+375 29 123-45-67", "8\u00a0902\u00a0123\u00a045\u00a067", "8‑902‑123‑45‑67",
    "8 902 123–45–67", "８ ９０２ １２３ ４５ ６７", "8(902)\n123-45-67", "8 9\u00ad02 123\u200b 45 67",
    "8 9О2 123-45-67", "89О21234567", "tel:%2B7%20902%20123-45-67", "_x0038_9021234567", "8 (34365) 3 45 67",
]  # fmt: skip
EMAILS = [
    "zayavitel@example.org", "Zayavitel.1@почта.рф", "mailto:a@example.org?subject=x", "я (собака) почта точка ру",
    "a [at] example [dot] org", "a @ example.org",
]  # fmt: skip
SNILSES = [
    "112-233-445 95",
    "112-233-445-95",
    "112 233 445 95",
    "11223344595",
    "СНИЛС 112-233-445 00",
    "снилс: 11223344500",
]
PASSPORTS = ["45 08 123456", "45 08 № 123456", "4508 №123456", "паспорт 4508 123456", "серия 4508 номер 123456",
             "Паспорт серии 45 08, № 123 456", "4508 123456", "45-08-123456", "4508 N 123456"]  # fmt: skip
PROFILES = [
    "https://vk.com/id900000001", "vk.com/ivanov_i", "m.vk.com/wall-1_2", "vk.ru/club1", "ok.ru/profile/5",
    "t.me/ivanov", "id900000001", "@ivanov_ivan", "https://example.org/wall-9101192", "https://example.org/users/5",
    "tg://resolve?x=y", "https://example.org/?user_id=5", "vк.сom/ivаnov", "wa.me/70000001234",
]  # fmt: skip
ADDRESSES = [
    "ул. Гагарина, д. 5", "улица Гагарина 12-34", "Ул. 8 Марта, 5а", "на улице Павлика Морозова, дом 7",
    "Гагарина, д. 5", "Гагарина ул., 5", "мкр. Южный, д. 3", "пер. Садовый, 4/1", "д. 5, кв. 7",
    "ул гагарина дом 5", "пгт Рефтинский, д. 1", "yл. Гагaрина, д. 5",
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, text)
        for kind, texts in (
            (PHONE, PHONES), (EMAIL, EMAILS), (SNILS, SNILSES), (PASSPORT, PASSPORTS), (PROFILE, PROFILES),
            (ADDRESS, ADDRESSES),
        )
        for text in texts
    ],
)  # fmt: skip
def test_is_found_in_every_spelling(kind, text):
    assert kind in kinds(text)
    assert kind in kinds(f"Примечание: {text}.")
    assert kind in kinds(f"«{text}» и ещё что-то")


@pytest.mark.parametrize(
    "text",
    [
        "12-34-56", " 152-45-67 ",  # numbers of messages, alone in their cells
        "1 234 567 890", "79 021 234 567", "79021.234567", "902123.456789", "+79 021 234 567", "12 345 678 901,50",
        "65763000", "65763000001", "01.07.2026–30.09.2026", "2026-10-02T07:15:00+05:00", "02.10.2026 07:15",
        "12-05-26", "№ 3-45-67", "01-15/00500/26", "ССТУ-0050/26", "348-ОГ", "№ 24-64475-01462-Р",
        "svodka/2026Q3/0.1/", "ИНН 6603012345", "45000001", "1027700132195", "постановление от 29.05.2024 № 332",
        "59-ФЗ, ст. 12, ч. 2", "по телефону: 12 345 обращений", "телефон 12345 обращений", "8 (из 10) 12 34 56",
        "III квартал 2026 года", "кв. 3 2026", "2026 2027 123456", "в 3 из 45 случаев", "9021 234 567 890",
        "улица Гагарина, 12 сообщений", "ремонт дороги по ул. Гагарина", "ул. 8 Марта", "площадь 120 кв. м",
        "проезд транспорта, 12", "a27c8f89021234567b", "28a0092b-c50c-407e-a947-70e740481c1c", "0" * 64, "vk.com",
        "https://vk.com/", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/people", "A1:C14",
        "=СУММ(A1:A5)", "'@", "rId123456", "8\t902\t123\t45\t67", "8\n902\n123\n45\n67", "912\t345\t67\t89",
        "12 8 902 123 45 67 1", "45\t08\t123456", "2026 123456", "45 57 123456", "4557 123456",
        "по ул. Ленина 1 этап", "ул. Гагарина 12 мая", "д. 3, стр. 5",
        "2018-01-01 59-ФЗ", "№ 11223344595",
    ],
)  # fmt: skip
def test_is_no_personal_data(text):
    assert kinds(text) == set()


def grouped(number: int) -> str:
    return f"{number:,}".replace(",", " ")


COUNTS = st.integers(0, 10**8)
FIGURES = st.one_of(
    COUNTS.map(str),
    COUNTS.map(grouped),
    st.integers(0, 10**12).map(lambda n: f"{n // 10**6}.{n % 10**6:06d}"),
    st.decimals(0, 100, places=1).map(lambda share: f"{share} %".replace(".", ",")),
    st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds")),
    st.tuples(COUNTS, COUNTS).map(lambda pair: f"{pair[0]} из {pair[1]}"),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
    st.uuids().map(str),
    st.integers(10**7, 10**8 - 1).map(lambda code: f"ОКТМО {code}"),
    st.tuples(st.integers(1, 999), st.integers(1, 99999), st.integers(0, 99)).map(
        lambda n: f"{n[0]:02d}-15/{n[1]:05d}/{n[2]}"
    ),
    st.tuples(COUNTS, st.sampled_from("+−-±")).map(lambda n: f"{n[1]}{grouped(n[0])}"),
)


@given(FIGURES)
def test_a_figure_is_never_a_hit(text):
    assert kinds(text) == set()


@given(st.lists(st.lists(st.integers(0, 99999), min_size=2, max_size=9), min_size=1, max_size=5))
def test_a_table_of_figures_is_never_a_hit(rows):
    """As the text of a page holds it: cells apart by a tab, rows by a line."""
    assert kinds("\n".join("Дороги\t" + "\t".join(map(grouped, row)) for row in rows)) == set()


AREA = st.sampled_from(["902", "912", "982", "343", "495"])
SIGNS = st.sampled_from([" ", "-", "‑", "–", "\u00a0", ""])
AROUND = st.sampled_from(["", "Звоните: ", "(", "«", "тел.", "по номеру ", "Иванов, "])
INVISIBLE = st.sampled_from(["", "\u00ad", "\u200b", "\ufeff"])


@given(
    AREA,
    st.integers(2000000, 9999999),
    st.sampled_from(["+7", "8", "7"]),
    SIGNS,
    SIGNS,
    AROUND,
    INVISIBLE,
    st.booleans(),
)
def test_a_telephone_is_found_however_it_is_written(area, number, trunk, before, within, around, hidden, in_brackets):
    digits = str(number)
    code = f"({area})" if in_brackets else area
    local = within.join((digits[:3], digits[3:5], digits[5:]))
    text = f"{around}{trunk}{before}{code}{hidden}{before}{local}, вечером"
    assert (PHONE, f"{area}{digits}") in set(shaped(normal(text)))


@given(st.integers(2_000_000, 999_999_999))
def test_a_snils_has_one_checksum(number):
    right = [two for two in range(100) if is_checked(f"{number:09d}{two:02d}")]
    assert len(right) == 1
    digits = f"{number:09d}{right[0]:02d}"
    assert SNILS in kinds(re.sub(r"(\d{3})(\d{3})(\d{3})(\d\d)", r"\1-\2-\3 \4", digits))


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    assert kinds(text) <= set(DETECTORS)
