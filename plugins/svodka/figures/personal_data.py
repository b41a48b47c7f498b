"""How a citizen's data read in words that a person or a source typed: the only place of these patterns.

They are regular expressions of PostgreSQL, matched by the warehouse: topics are judged there by the thousand.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from svodka.warehouse.engine import run

PHONE = "номер телефона"
NET = "адрес почты или страницы"
PERSON = "фамилия с именем и отчеством или инициалами"
ADDRESS = "почтовый адрес (улица, дом, квартира)"
PATTERNS = (
    (PHONE, r"(?i)\+7[ (-]*\d|\m[78][ (-]*\d{3}[ )-]+\d{3}[ -]*\d{2}[ -]*\d{2}\M|\m[78]\d{10}\M|\m9\d{9}\M"),
    (PHONE, r"(?i)\mтел\.|\mтел(ефон)?[ :№]*\d|\(\d{3,5}\) *\d"),
    (PHONE, r"(?<!№ *)(\m\d{1,3}[- ]\d{2}[- ]\d{2}\M|\m\d{3}[- ]\d{3}\M)"),
    (NET, r"(?i)@|http|www\.|\m[a-zа-яё0-9-]+\.(ru|рф|su|com|org|net|me)\M"),
    (PERSON, r"[А-ЯЁ][а-яё]+ +[А-ЯЁ]\. *[А-ЯЁ]\.|[А-ЯЁ]\. *[А-ЯЁ]\. *[А-ЯЁ][а-яё]"),
    (PERSON, r"[А-ЯЁ][а-яё]+ +[А-ЯЁ][а-яё]+(вич|вн|ичн)(а|у|ем|ы|е|ой)?\M"),
    # In small or in capital letters only the whole of a name can be told from other words
    (PERSON, r"(?i)\m[а-яё-]+ +[а-яё]+ +[а-яё]+(ович|евич|овн|евн|иничн)(а|у|ем|ы|е|ой)?\M"),
    (ADDRESS, r"(?i)\m(ул|пер|просп|пр-кт)\.|\m(д|дом|квартира)[. №]*\d"),
    # «3 кв. 2026» is a quarter
    (ADDRESS, r"(?i)(?<![\dIVX] *)\mкв[. №]*\d|\mкв\.(?! *\d)"),
    (ADDRESS, r"\m(ул|улиц[а-яё]*|переул[а-яё]*|проспект[а-яё]*) +[А-ЯЁ]"),
)
# A number so long is a contact where a word of a vocabulary is expected; elsewhere it may be that of a message
LONG_NUMBER = r"\d{5}"
# What a cell of a vocabulary must not look like
IN_A_TOPIC = [*(pattern for _, pattern in PATTERNS), LONG_NUMBER]


def personal_in(conn: Connection, words: str) -> list[str]:
    """What personal data the words seem to hold, named in Russian, each once; the data themselves are not returned."""
    kinds, patterns = zip(*PATTERNS, strict=True)
    found = run(conn, "figures/personal_data.sql", words=words, kinds=list(kinds), patterns=list(patterns)).scalars()
    return list(dict.fromkeys(found))


def words_to_tell(conn: Connection, words: Collection[str]) -> set[str]:
    """Those of the words of a source that everyone may read: they look like a vocabulary's, or like its codes."""
    if not words:
        return set()
    return set(run(conn, "figures/words_to_tell.sql", words=sorted(words), personal=IN_A_TOPIC).scalars())
