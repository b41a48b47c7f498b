"""Whatever is planted into a file is found, and where it is; what is told of it never repeats it."""

from __future__ import annotations

import pytest

from svodka.report.privacy import Allowed, Finding, scan
from tests.privacy_book_leaks import BOOK_LEAKS, base, saved
from tests.privacy_document_leaks import DOCUMENT_LEAKS, HEADING, PDF_LEAKS, TEXT_LEAKS, pages, paragraph
from tests.privacy_leaks import PERSON, VALUES, Leak

NAMES = ["Примеров Пример Образцович", PERSON]


@pytest.mark.parametrize("leak", [*BOOK_LEAKS, *DOCUMENT_LEAKS, *PDF_LEAKS, *TEXT_LEAKS], ids=str)
def test_a_planted_leak_is_found_in_its_place(leak: Leak):
    found = scan({leak.file: leak.content()}, NAMES, Allowed())
    assert Finding(leak.file, leak.place, leak.kind) in found
    assert {one.kind for one in found} == {leak.kind}
    told = " ".join(f"{one.file} {one.place}" for one in found).lower()
    assert not any(
        word.lower() in told for value in VALUES.values() for word in (value, *value.split()) if len(word) > 3
    )


def test_the_files_without_leaks_pass():
    clean = {
        "report.xlsx": saved(base()),
        "letter.docx": paragraph("Отчёт прилагается."),
        "a.pdf": pages(f"= {HEADING}"),
    }
    assert scan(clean, NAMES, Allowed()) == []
