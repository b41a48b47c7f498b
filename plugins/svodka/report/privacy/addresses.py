"""Addresses in a text: of mail, of a person's page or a post, of a house."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svodka.report.privacy.normal_text import as_cyrillic, as_latin

AT = re.compile(r" ?[\[({<] ?(?:at|собака|эт) ?[\])}>] ?| собака ", re.IGNORECASE)
DOT = re.compile(r" ?[\[({<] ?(?:dot|точка) ?[\])}>] ?| точка ", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+%'-]{1,64} ?@ ?(?:[\w-]{1,63}\.){1,6}[^\W\d_][\w-]{1,23}")

# Sites on which a path is somebody's page or post
NETWORKS = (
    r"vk\.(?:com|ru|me|cc)|vkontakte\.ru|vkvideo\.ru|ok\.ru|odnoklassniki\.ru|ok\.me|t\.me|telegram\.(?:me|dog)|"
    r"instagram\.com|facebook\.com|fb\.com|twitter\.com|x\.com|tiktok\.com|youtube\.com|youtu\.be|dzen\.ru|max\.ru|"
    r"rutube\.ru|wa\.me|viber\.com|my\.mail\.ru|livejournal\.com|pikabu\.ru|threads\.net|tenchat\.ru"
)
PAGE = re.compile(rf"(?<![\w@-])(?:[\w-]+\.)?(?:{NETWORKS})/(?!share)[\w@.%~?=&/#+:-]*[\w=/-]", re.IGNORECASE)
LINK_OF_A_PROGRAM = re.compile(r"\b(?:tg|viber|whatsapp|vk|max)://\S+", re.IGNORECASE)
ACCOUNT = re.compile(
    r"https?://[^\s/]+/(?:[^\s?#]*/)?(?:(?:profiles?|users?|people|persons?|members?|accounts?)[/=][\w.-]+|id[/=]?\d+|"
    r"(?:wall|posts?|status|topic|comments?|photo|video|clip|story)[-/=_]{0,2}\d+)|"
    r"https?://[^\s?#]+\?(?:[^\s#]*&)?(?:user|profile|uid|user_id|owner_id|author)=[\w.-]+",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?<![\w=.\"'{-])(?:id|wall-?|club|public)\d{5,12}(?:_\d+)?(?![\w-])", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w.@/%+&;])@[A-Za-z][A-Za-z0-9_]{4,31}(?![\w@]|\.\w)")

# After these a bare number is that of a house; after the others, which mean more than streets, only «д. 5» is
STREET = (
    r"(?i:ул|улиц[аеыу]|улицей|пер|переул(?:ок|ка|ке|ку)|просп|проспект[аеу]?|пр-кт|пр-т|бульвар[аеу]?|б-р|"
    r"наб|набережн(?:ая|ой|ую))"
)
PLACE = (
    r"(?i:шоссе|проезд[аеу]?|пр-д|мкр|мкрн|микрорайон[аеу]?|площад[ьи]|пл|тракт[аеу]?|алле[яи]|тупик[аеу]?|"
    r"пос[её]л(?:ок|ка|ке)|пгт|пос|дер|деревн[яие]|сел[оае]|снт|сад)"
)
WORD = r"[^\W\d_][\w.\"«»-]*"
# «Гагарина», «8 Марта», «Павлика Морозова», «50 лет Победы»
TITLE = rf"(?:\d{{1,3}}(?:-?(?:й|я|го|ая|ой))?,? )?{WORD}(?: {WORD}){{0,2}}?"
HOUSE = r"(?i:д|дом[аеу]?|строение|стр|владение|влад|корпус|корп)\.? ?№? ?\d{1,4}"
# «ул. Гагарина 5», but no «ул. Гагарина 5 сообщений»
NUMBER = (
    r"\d{1,3}(?! ?(?i:год|г\.|кв|м\b|%|ед|шт|сообщ|обращ|раз|жалоб|инцидент|вопрос|дн|ч\b|час|"
    r"мин|тыс|руб|этап|очеред|янв|февр|март|апр|ма[йя]\b|июн|июл|авг|сент|окт|нояб|дек))"
)
END = r"(?: ?[а-яА-Я])?(?:[/-]\d{1,3})?(?!\w|\.\d)"
HOUSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\w)(?:{STREET}|{PLACE})\.? ?{TITLE}(?:, ?| ){HOUSE}{END}",
        rf"(?<!\w){STREET}\.? ?(?=[А-Я\d«\"]){TITLE}(?:, ?| ){NUMBER}{END}",
        rf"(?<!\w)[А-Я][\w-]+ (?i:ул|пер|просп|пр-кт|пр-т|б-р|наб|мкр)\.?, ?(?:{HOUSE}|{NUMBER}){END}",
        rf"(?<!\w)[А-Я][а-я]+,? (?:д\.|дом) ?№? ?\d{{1,4}}{END}",
        r"(?i)(?<!\w)(?:д|дом)\.? ?№? ?\d{1,4} ?[а-я]?(?:[/-]\d{1,3})?,? ?"
        r"(?:кв|квартира|корп)\.? ?№? ?\d{1,4}(?!\d)",
    )
)


def emails(text: str) -> Iterator[str]:
    """Each address of mail of a normal text, disguised ones too («имя (собака) почта точка ру»)."""
    plain = AT.sub("@", text)
    if "@" not in plain:
        return
    if plain != text:
        plain = DOT.sub(".", plain)
    for found in EMAIL.finditer(plain):
        yield found[0].replace(" ", "").strip(".'-").lower()


def pages(text: str) -> Iterator[str]:
    """Each address of a person's page, of a post, each name of an account."""
    latin = as_latin(text)
    for pattern in (PAGE, LINK_OF_A_PROGRAM, ACCOUNT, NUMBERED, HANDLE):
        for found in pattern.finditer(latin):
            yield re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", found[0].lower()).rstrip("/")


def houses(text: str) -> Iterator[str]:
    """Each address with the number of a house."""
    russian = as_cyrillic(text)
    for pattern in HOUSES:
        for found in pattern.finditer(russian):
            yield re.sub(r"\W+", " ", found[0].lower()).strip()
