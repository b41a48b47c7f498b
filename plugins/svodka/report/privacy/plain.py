"""Files of plain text: the cells of a CSV, the fields of a JSON document, the paragraphs of anything else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from svodka.report.privacy.archive import NotRead
from svodka.report.privacy.beside import Beside
from svodka.report.privacy.markup import is_worth_reading
from svodka.report.privacy.place import Fragment, Place, Titled

DELIMITERS = ";,\t|"
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
# A text has none of these; a file of another kind soon has
UNTEXTUAL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MANY = 1024 * 1024 * 64


def decoded(content: bytes) -> str:
    """The text of a file. Raises NotRead: these bytes are no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
    if UNTEXTUAL.search(text):
        raise NotRead("not a text")
    return text


def csv_fragments(text: str, place: Place) -> Iterator[Fragment]:
    """Every cell by its row and column. Raises NotRead."""
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.field_size_limit(MANY)
    try:
        for number, row in enumerate(rows, 1):
            beside = Beside()
            for column, cell in enumerate(row, 1):
                if is_worth_reading(cell):
                    where = (*place, f"строка {number}, столбец {column}")
                    yield Fragment(where, cell)
                    yield from beside.take(cell, where)
            yield from beside.ended()
    except csv.Error as error:
        raise NotRead("no CSV") from error


def json_fragments(text: str, place: Place) -> Iterator[Fragment]:
    """Every key and every value by its path. Raises NotRead."""
    try:
        document = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise NotRead("no JSON") from error
    waiting: list[tuple[str, Any]] = [("", document)]
    number = 0
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            number += 1
            for key in value:
                if is_worth_reading(key):
                    yield Fragment((*place, f"имя поля в объекте {number}"), key)
            waiting += [(f"{path}.{key}" if path else key, value[key]) for key in reversed(value)]
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", one) for index, one in reversed(list(enumerate(value)))]
        elif isinstance(value, str) and is_worth_reading(value):
            yield Fragment((*place, Titled("поле", path, number)), value)


def text_fragments(text: str, place: Place) -> Iterator[Fragment]:
    """Every paragraph by its first line."""
    line, start = 1, 0
    for end in [*(found.end() for found in PARAGRAPH_END.finditer(text)), len(text)]:
        paragraph = text[start:end]
        if is_worth_reading(paragraph):
            first = line + len(paragraph[: len(paragraph) - len(paragraph.lstrip())].splitlines())
            last = line + paragraph.rstrip().count("\n")
            where = f"строка {first}" if first >= last else f"строки {first}–{last}"
            yield Fragment((*place, where), paragraph)
        line, start = line + paragraph.count("\n"), end
