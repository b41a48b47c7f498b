"""The words of the tokens, and how a secretary may write them; the first spelling is the one we tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from svodka.report.forms.asks import BLOCK, CHANNEL, EXECUTOR, INDICATOR, REGIME
from svodka.report.forms.words import normal

Spellings = Mapping[str, tuple[str, ...]]

PARTS: Spellings = {
    "value": ("значение",),
    "cautious": ("с оговоркой", "значение с оговоркой"),
    "numerator": ("числитель",),
    "denominator": ("знаменатель",),
    "target": ("цель",),
    "target_number": ("цель числом",),
    "previous": ("прошлый квартал", "предыдущий квартал"),
    "year_ago": ("год назад", "АППГ"),
    "change": ("изменение",),
    "dynamics": ("динамика",),
    "assessment": ("оценка",),
    "unit": ("ед.", "ед. изм.", "единица", "единица измерения"),
    "title": ("название", "наименование"),
    "code": ("код",),
    "note": ("примечание",),
    "formula": ("как считается",),
    "basis": ("основание",),
}
# Parts that are text whatever the data, and parts for which a slice has to have been kept over the quarters
OF_THE_INDICATOR = ("target", "target_number", "unit", "title", "code", "formula", "basis")
OVER_QUARTERS = ("previous", "year_ago", "change", "dynamics")
WORDY = ("target", "dynamics", "assessment", "unit", "title", "code", "note", "formula", "basis")

WORDS: Spellings = {
    "period": ("период", "отчётный период"),
    "quarter": ("квартал",),
    "quarter_number": ("номер квартала",),
    "year": ("год",),
    "first_day": ("с", "начало периода"),
    "last_day": ("по", "конец периода"),
    "days": ("дни периода", "даты периода"),
    "previous_period": ("прошлый квартал", "предыдущий квартал", "прошлый период"),
    "year_ago_period": ("тот же квартал прошлого года", "АППГ", "год назад"),
    "day": ("дата",),
    "as_of": ("состояние на", "по состоянию на", "данные на"),
    "edition": ("редакция", "номер редакции"),
    "status": ("статус",),
    "signature": ("отметка о подписи", "подпись"),
    "unsigned": ("вместо подписи",),
    "municipality": ("муниципалитет", "муниципальное образование", "наименование", "наименование муниципалитета"),
    "oktmo": ("ОКТМО", "код ОКТМО"),
    "number": ("исх. №", "исх. номер", "исходящий номер", "исходящий №"),
    "letter_day": ("исх. дата", "дата исх.", "дата письма"),
    "notes": ("примечания", "полнота данных"),
    "hash": ("контрольная сумма",),
}

ROLES: Spellings = {
    "signatory": ("подписант", "руководитель МЦУ"),
    "addressee": ("адресат", "получатель", "руководитель ЦУР"),
    "executor": ("исполнитель", "ответственный исполнитель"),
}
PERSON: Spellings = {
    "name": ("ФИО", "Ф. И. О."),
    "initials": ("инициалы", "И. О. Фамилия"),
    "post": ("должность",),
    "organisation": ("организация", "орган"),
    "phone": ("телефон", "тел."),
    "to": ("кому",),
}

DIMENSIONS: Spellings = {
    CHANNEL: ("канал",),
    BLOCK: ("направление",),
    REGIME: ("режим",),
    EXECUTOR: ("исполнитель", "организация"),
}
LISTS: Spellings = {
    BLOCK: ("направление", "направления"),
    CHANNEL: ("канал", "каналы"),
    REGIME: ("режим", "режимы"),
    EXECUTOR: ("исполнитель", "исполнители"),
    INDICATOR: ("показатель", "показатели"),
}
ROW_NUMBER = ("№", "№ п/п", "номер")
OPTIONS: Spellings = {"with_empty": ("пустые",), "section": ("раздел",), "owner": ("чьи", "владелец")}
YES, NO = ("да", "yes", "1", "+"), ("нет", "no", "0", "-")


def meaning(text: str, vocabulary: Spellings) -> str | None:
    """The key that is spelt so; None where none is."""
    asked = normal(text)
    return next((key for key, spelt in vocabulary.items() if any(normal(one) == asked for one in spelt)), None)


def spellings(vocabulary: Spellings) -> list[str]:
    return [one for spelt in vocabulary.values() for one in spelt]


def first_spellings(vocabulary: Spellings) -> list[str]:
    return [spelt[0] for spelt in vocabulary.values()]


def yes_or_no(text: str) -> bool | None:
    """None where it is neither."""
    asked = normal(text)
    if asked in YES:
        return True
    return False if asked in NO else None


def listed(words: Iterable[str]) -> str:
    return ", ".join(words)
