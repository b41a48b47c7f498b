"""One cell of the table of responsible persons: what it holds, or what is wrong with it and what to write there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from urllib.parse import urlsplit

from svodka.responsible.words import Word, meaning, plain

LONGEST = 200
FIRST_YEAR, LAST_YEAR = 2000, 2099
ENDLESS = ("бессрочно", "—", "–", "-")
LOCAL = re.compile(r"\w[\w!#$%&'*+/=?^`{|}~-]*(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
DOMAIN_PART = re.compile(r"(?!-)(?:[a-z\d-]{1,63}|[а-яё\d-]{1,59})(?<!-)", re.IGNORECASE)
PHONE = re.compile(r"\+?[\d(][\d\s().,;/-]*(?:(?:доб|вн|ext)\.?\s*\d+)?", re.IGNORECASE)
EXTENSION = re.compile(r"доб|вн|ext|[,;]", re.IGNORECASE)
COUNTRY_DIGITS, TOWN_DIGITS = 11, 10  # with the 7 or 8 before the code of the town, and without
FORMULA = ("=", "+", "-", "@")


class WrongCell(ValueError):
    """What is wrong with a cell and what is expected there."""


def one_of(cell: str, words: Mapping[str, Word], expected: str) -> Word:
    """What the word stands for. Raises WrongCell: the words there are, and the one that was probably meant."""
    if (found := meaning(words, cell)) is not None:
        return found
    if not cell:
        raise WrongCell(f"пусто, ожидается {expected}")
    near = nearest(plain(cell), words)
    meant = f" (похоже на «{near}»)" if near else ""
    raise WrongCell(f"«{cell[:40]}» не годится{meant}, ожидается {expected}")


def nearest(written: str, words: Mapping[str, Word]) -> str | None:
    """The word that was probably meant: of two that look alike, the one whose last part was written (whose head)."""
    known = {plain(word): word for word in words}
    near = get_close_matches(written, known, n=len(known), cutoff=0.75)
    last = written.rpartition(" ")[2]
    meant = next((word for word in near if word.rpartition(" ")[2] == last), near[0] if near else None)
    return None if meant is None else known[meant]


def line_of_text(cell: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    if len(cell) > LONGEST:
        raise WrongCell(f"текст длиннее {LONGEST} знаков: сократите")
    if cell.startswith(FORMULA):
        raise WrongCell(f"начинается с «{cell[0]}», таблица примет это за формулу: уберите знак, впишите текст")
    if not cell.isprintable():
        raise WrongCell("есть непечатаемые знаки: впишите текст заново")
    return cell


def full_name(cell: str) -> str:
    if not cell:
        raise WrongCell("пусто, ожидается фамилия имя отчество")
    name = line_of_text(cell)
    if not re.fullmatch(r"[^\W\d_][^\d_]*[\s.][^\W\d_][^\d_]*", name):
        raise WrongCell(f"«{name[:40]}»: ожидается фамилия имя отчество, например «Иванова Ирина Ивановна»")
    return name


def has_full_words(name: str) -> bool:
    """Whether two words at least are written out: a letter cannot greet «Иванова И. И.» by name."""
    return sum(len(word) > 1 for word in re.findall(r"[^\W\d_]+", name)) > 1


def phone(cell: str) -> str:
    """With the code of the town: the other side calls from another one."""
    if not cell:
        return cell
    expected = "ожидается, например, +7 34365 0-00-00 доб. 101"
    if not PHONE.fullmatch(cell):
        raise WrongCell(f"«{cell[:40]}» не похоже на телефон, {expected}")
    n_digits = len(re.findall(r"\d", EXTENSION.split(cell)[0]))
    if n_digits < (COUNTRY_DIGITS if cell.startswith(("+", "8")) else TOWN_DIGITS):
        raise WrongCell(f"«{cell[:40]}»: цифр мало ({n_digits}), номер нужен целиком, с кодом города; {expected}")
    return cell


def email(cell: str) -> str:
    """One address that mail can carry: Latin letters, but for a domain that is Russian part by part (пример.рф)."""
    name, _, domain = cell.rpartition("@")
    parts = domain.split(".")
    if not cell or (LOCAL.fullmatch(name) and len(parts) > 1 and all(map(is_domain_part, parts))):
        return cell
    if (russian := re.search(r"[а-яё]", cell, re.IGNORECASE)) and "@" in cell:
        raise WrongCell(
            f"«{cell[:60]}»: знак {russian.start() + 1} — русская буква «{russian[0]}», адрес пишется латиницей"
        )
    raise WrongCell(f"«{cell[:60]}» — не адрес эл. почты, ожидается один адрес, например ivanova@example.org")


def is_domain_part(part: str) -> bool:
    """Letters of one alphabet: a Russian «а» in a Latin name leads to another domain."""
    return bool(DOMAIN_PART.fullmatch(part))


def day(cell: str) -> date | None:
    """A date as Excel shows it, 01.02.2027, or 2027-02-01; None: nothing is written."""
    if not cell or plain(cell) in ENDLESS:
        return None
    russian = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: 0?0:00(?::00)?)?", cell)
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]00:00(?::00)?)?", cell)
    if not (russian or iso):
        how = ": это число, задайте ячейке формат даты" if re.fullmatch(r"\d{5}", cell) else ""
        raise WrongCell(f"«{cell[:40]}» — не дата{how}, ожидается, например, 01.02.2027")
    year, month, number = (iso[1], iso[2], iso[3]) if iso else (russian[3], russian[2], russian[1])  # type: ignore[index]
    try:
        found = date(int(year), int(month), int(number))
    except ValueError as error:
        raise WrongCell(f"«{cell[:40]}»: такого дня нет в календаре") from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise WrongCell(f"«{cell[:40]}»: год {found.year}, ожидается от {FIRST_YEAR} до {LAST_YEAR}")
    return found


def sftp_address(cell: str) -> str:
    """sftp://user@host/folder, without a password: the table is seen by many."""
    try:
        found = urlsplit(cell)
        is_whole = found.scheme == "sftp" and bool(found.hostname and found.username) and found.port != 0
    except ValueError:  # a port that is no number, brackets that do not close
        is_whole = False
    if not is_whole:
        raise WrongCell(f"«{cell[:60]}»: ожидается sftp://имя@сервер/папка")
    if found.password is not None:
        raise WrongCell("в адресе пароль: уберите его, пароль задаёт инженер в настройках [sftp]")
    return cell


def folder(cell: str) -> str:
    """A folder of the machine on which Svodka runs, from the root: the process may start anywhere."""
    if not cell.startswith(("/", "file:///")):
        raise WrongCell(f"«{cell[:60]}»: ожидается папка на сервере полным путём, например /mnt/obmen/cur")
    return line_of_text(cell)
