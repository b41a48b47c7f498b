"""Tell what the bytes are, whatever the file is called."""

import re
from pathlib import Path, PurePath

from svodka.intake.tables.refusal import ADVICE_RESAVE, TableRefused, wrong_format

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
BOOK_SUFFIXES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_ELEMENT = re.compile(r"<[a-z][\w:.-]*(\s[^<>]*)?>\s*<")
FOREIGN = (
    (b"%PDF", "Это документ PDF, а не таблица"),
    (b"{\\rtf", "Это документ RTF, а не таблица"),
    (b"\x89PNG", "Это картинка, а не таблица"),
    (b"\xff\xd8\xff", "Это картинка, а не таблица"),
    (b"Rar!", "Это архив RAR"),
    (b"7z\xbc\xaf\x27\x1c", "Это архив 7z"),
    (b"\x1f\x8b", "Это архив gzip"),
    (b"\x78\x9f\x3e\x22", "Это вложение Outlook (winmail.dat)"),
)


def kind_of(path: Path, name: str) -> str:
    """One of ``zip``, ``ole``, ``biff``, ``json``, ``text``.

    Raises:
        TableRefused: empty, HTML, XML, PDF, an unreadable archive, or binary bytes of no known kind.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0 \t\r\n"):
        raise TableRefused("empty", "Файл пуст: в нём нет данных. Проверьте выгрузку и пришлите её заново.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(OLE2):
        return "ole"
    if head.startswith(BARE_BIFF):
        return "biff"
    for magic, what in FOREIGN:
        if head.startswith(magic):
            raise wrong_format(what, "Пришлите саму таблицу, без архива и без печатной формы.")
    return _text_kind(head, PurePath(name.lower()).suffix)


def _text_kind(head: bytes, suffix: str) -> str:
    text = _as_text(head).lstrip("\ufeff \t\r\n").lower()
    if text.startswith("<"):
        _refuse_markup(text)
    if suffix == ".json" or (text.startswith(("{", "[")) and suffix not in {".csv", ".tsv"}):
        return "json"
    if suffix in BOOK_SUFFIXES:
        raise wrong_format(f"Файл назван «{suffix}», но это не книга Excel или OpenDocument")
    controls = sum(
        head.count(byte) for byte in (b"\x01", b"\x02", b"\x03", b"\x05", b"\x06", b"\x08", b"\x0e", b"\x10")
    )
    if controls > len(head) // 50 and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise wrong_format("Содержимое файла не распознано: это не текст и не таблица")
    return "text"


def _as_text(head: bytes) -> str:
    """ASCII letters of the beginning, in any of the encodings in use."""
    return (
        head.replace(b"\xff\xfe", b"").replace(b"\xfe\xff", b"").replace(b"\0", b"").decode("utf-8", errors="replace")
    )


def _refuse_markup(text: str) -> None:
    if "urn:schemas-microsoft-com:office:spreadsheet" in text or "<workbook" in text:
        raise wrong_format("Это таблица XML 2003 (SpreadsheetML), а не книга Excel")
    if (
        text.startswith(("<html", "<!doctype html", "<table", "<head", "<meta", "<body", "<div", "<style"))
        or "<html" in text
    ):
        raise wrong_format("Это веб-страница (HTML), сохранённая под именем таблицы", ADVICE_RESAVE)
    if text.startswith(("<?xml", "<!doctype")) or _ELEMENT.match(text):
        raise wrong_format("Это документ XML, а не таблица", "Выгрузите данные как xlsx или csv.")
