"""Records of a csv, whatever its encoding, delimiter and line ends."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import cast

from svodka.intake.tables import encodings
from svodka.intake.tables.headers import SEARCHED_ROWS, HeaderBook
from svodka.intake.tables.layout import CSV_ENCODINGS
from svodka.intake.tables.refusal import TableRefused, empty
from svodka.intake.tables.sheet import Cell, Sheet

DELIMITERS = (";", ",", "\t", "|")
SAMPLED_RECORDS = 400
PLAUSIBLE = 0.75  # of true texts at least nine words in ten look like words; of garbled ones two in three at most
_SEP_LINE = re.compile(r"\s*\"?sep=(.)\"?[ \t]*(\r\n|\r|\n|$)", re.IGNORECASE)
_SENTINEL = "\x02end of file\x02"
csv.field_size_limit(1 << 27)


@dataclass(frozen=True)
class _Guess:
    encoding: str
    delimiter: str
    n_known: int


def read(data: bytes, title: str = "", book: HeaderBook | None = None, allowed: list[str] | None = None) -> Sheet:
    """All records as text; ``numbers`` are the lines at which they start.

    Raises:
        TableRefused: empty, in no known encoding, or with quotes that never close.
    """
    warnings: list[str] = []
    guess = _guess(data, book, allowed or list(CSV_ENCODINGS))
    text = data.decode(guess.encoding, errors="replace").lstrip("\ufeff")
    if "\ufffd" in text and not encodings.decodes(data, guess.encoding):
        warnings.append(f"Часть знаков текста повреждена и прочитана как «\ufffd» ({text.count(chr(0xFFFD))}).")
    if "\0" in text:
        text = text.replace("\0", "")
        warnings.append("Из текста убраны нулевые байты.")
    if not text.strip():
        raise empty()
    first, text, delimiter = _without_sep_line(text, guess.delimiter)
    rows, numbers = _records(text, delimiter, first)
    return Sheet(title, first, cast(list[list[Cell]], rows), warnings, numbers)


def _without_sep_line(text: str, delimiter: str) -> tuple[int, str, str]:
    """Excel's «sep=;» names the delimiter and is no data."""
    line = _SEP_LINE.match(text)
    return (2, text[line.end() :], line[1]) if line else (1, text, delimiter)


def _records(text: str, delimiter: str, first: int) -> tuple[list[list[str]], list[int] | None]:
    """Records and the lines they start at (None: each is one line)."""
    end = "" if text.endswith(("\n", "\r")) else "\n"
    source = io.StringIO(f"{text}{end}{_SENTINEL}\n", newline="")
    reader = csv.reader(source, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    ends: list[int] = []
    note = ends.append
    try:
        rows = [(note(reader.line_num), row)[1] for row in reader]
    except csv.Error as error:
        raise TableRefused(
            "shape", f"Строка {reader.line_num} не разбирается как csv: слишком длинное поле."
        ) from error
    if rows.pop() != [_SENTINEL]:
        line = ends[-2] + first if len(ends) > 1 else first
        raise TableRefused(
            "shape",
            f"В записи, которая начинается в строке {line}, кавычка открыта и не закрыта до конца файла. "
            "Исправьте кавычки или выгрузите файл как xlsx.",
        )
    ends.pop()
    if ends and ends[-1] == len(rows):
        return rows, None
    return rows, [first, *(line + first for line in ends[:-1])]


def _guess(data: bytes, book: HeaderBook | None, allowed: list[str]) -> _Guess:
    marked = encodings.by_bom(data)
    possible = [marked] if marked else encodings.candidates(data, allowed)
    guesses = [_best_delimiter(encodings.head_text(data, encoding), encoding, book) for encoding in possible]
    if len(guesses) == 1:
        return guesses[0]
    most = max((guess.n_known for guess in guesses), default=0)
    if most:
        best = [guess for guess in guesses if guess.n_known == most]
        # headers in small letters look alike in cp1251 and Mac Cyrillic: then the words decide
        return best[0] if len(best) == 1 else max(best, key=lambda guess: encodings.plausibility(data, guess.encoding))
    damaged = _best_delimiter(encodings.head_text(data, "utf-8"), "utf-8", book)
    return damaged if damaged.n_known else _by_words(data, possible, book)


def _by_words(data: bytes, possible: list[str], book: HeaderBook | None) -> _Guess:
    scored = [(encodings.plausibility(data, encoding), -place, encoding) for place, encoding in enumerate(possible)]
    if not scored or max(scored)[0] < PLAUSIBLE:
        raise TableRefused(
            "encoding",
            "Кодировка текста не распознана: ни в одной из известных (UTF-8, UTF-16, Windows-1251 и др.) нет известных "
            "заголовков. Сохраните файл как «CSV UTF-8» или xlsx.",
        )
    encoding = max(scored)[2]
    return _best_delimiter(encodings.head_text(data, encoding), encoding, book)


def _best_delimiter(text: str, encoding: str, book: HeaderBook | None) -> _Guess:
    line = _SEP_LINE.match(text)
    if line:
        text = text[line.end() :]
    n_records = SEARCHED_ROWS if book else SAMPLED_RECORDS
    samples = {delimiter: _sample(text, delimiter, n_records) for delimiter in ((line[1],) if line else DELIMITERS)}
    known = {delimiter: book.most_known(records) if book else 0 for delimiter, records in samples.items()}
    most = max(known.values())
    best = [delimiter for delimiter in samples if known[delimiter] == most]
    # of several the first: Excel with Russian settings writes «;»
    delimiter = best[0] if len(best) == 1 else max(best, key=lambda candidate: _regularity(samples[candidate]))
    return _Guess(encoding, delimiter, most)


def _sample(text: str, delimiter: str, n_records: int) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(
            io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t"
        ):
            records.append(record)
            if len(records) >= n_records:
                break
    except csv.Error:
        pass
    return records


def _regularity(records: list[list[str]]) -> float:
    """How much the records look like rows of one table: most of them equally long, and long."""
    filled = [record for record in records if any(record)]
    counts = Counter(map(len, filled))
    total = counts.total()
    best = max(((n, width) for width, n in counts.items() if width > 1), default=(0, 1))
    if not best[0]:
        return 0.0
    return best[0] / total + min(best[1], 20) / 1000 - _torn(filled)


def _torn(records: list[list[str]]) -> float:
    """Share of the boundaries between cells that cut a quoted text: an odd number of quotes stands before them."""
    boundaries = torn = 0
    for record in records:
        n_quotes = 0
        for cell in record[:-1]:
            n_quotes += cell.count('"')
            boundaries += 1
            torn += n_quotes % 2
    return torn / max(boundaries, 1)
