"""Nobody real is in the samples: invented names, reserved contacts, no street, no house, no document number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sample_files import cells

SURNAMES = {"Выдумкин", "Примеров", "Небылицын", "Образцов", "Макетов", "Пробников", "Условнов", "Черновиков"}
OFFICIALS = {"Заглушкин З.З.", "Шаблонова Ш.Ш.", "Тестовский Т.Т.", "Эталонова Э.Э.", "Бланков Б.Б."}
FULL_NAME = re.compile(r"[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна)")
SHORT_NAME = re.compile(r"[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.")


@pytest.fixture(scope="module")
def texts(sample_dir: Path) -> set[str]:
    """Every different text of every file."""
    files = [path for path in sample_dir.rglob("*") if path.is_file()]
    return {cell for path in files for cell in cells(path) if isinstance(cell, str)}


def test_all_people_are_invented(texts: set[str]) -> None:
    people = {name for text in texts for name in FULL_NAME.findall(text)}
    assert 20 < len(people) <= 8 * 4 + 1
    assert {name.split()[0] for name in people} <= SURNAMES
    assert {name for text in texts for name in SHORT_NAME.findall(text)} <= OFFICIALS


def test_contacts_lead_nowhere(texts: set[str]) -> None:
    phones = {phone for text in texts for phone in re.findall(r"\+7[\d -]{9,}", text)}
    assert phones
    assert all(phone.startswith("+7 000 000-") for phone in phones)
    assert {mail for text in texts for mail in re.findall(r"@[\w.-]+", text)} == {"@example.org"}
    assert {host for text in texts for host in re.findall(r"https?://([^/]+)", text)} == {"example.org"}


def test_no_address_and_no_document(texts: set[str]) -> None:
    forbidden = re.compile(
        r"\bул\.|\bулиц|\bкв\. ?\d|\bд\. ?\d|\bпереул|\d{3}-\d{3}-\d{3} \d\d|паспорт|СНИЛС", re.IGNORECASE
    )
    assert [text for text in texts if forbidden.search(text)] == []


def test_ogrn_are_well_formed_and_of_no_region(texts: set[str]) -> None:
    codes = {text for text in texts if re.fullmatch(r"1\d{12}", text)}
    assert len(codes) == 13
    for code in codes:
        assert code[3:5] == "00"
        assert int(code[:12]) % 11 % 10 == int(code[12])
