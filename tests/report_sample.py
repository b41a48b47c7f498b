"""A small figures document with everything a report can meet, its coverage, and a catalogue to go with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

OKTMO = "65763000"
AS_OF = "2026-10-02T07:15:00+05:00"
EVIL = "=HYPERLINK(0)"


@dataclass(frozen=True)
class Text:
    """A definition in the catalogue, as far as the report reads it."""

    code: str
    title: str
    unit: str
    direction: str = "lower"
    version: int = 1
    basis: str = "59-ФЗ, ст. 12; решение ЦУР о показателях"
    owner: str = "ЦУР"
    kind: str = "share"
    without_data: str | None = None
    formula: str = "сообщения, срок ответа по которым истёк в периоде; нарушение: ответа нет или он дан позже срока"

    def needs(self, channel: str) -> bool:
        """By its section, as the real ones: incidents, ПОС, appeals; else every channel."""
        return channel in {"I": ("incident",), "P": ("pos",), "A": ("sed",)}.get(self.code[0], CHANNELS)

    @property
    def expressions(self) -> dict[str, str]:
        filtered = "count(*) FILTER (WHERE in_due AND is_late)"
        return {"numerator": filtered} if self.unit == "ед." else {"numerator": filtered, "denominator": "count(*)"}


CATALOGUE = [
    Text("S-01", "Количество поступивших сообщений", "ед.", "neutral"),
    Text("S-03", "Доля сообщений с нарушением срока ответа", "%"),
    Text("S-04", "Доля отработанных сообщений", "%", "higher"),
    Text("I-01", "Среднее время ответа на инцидент", "ч"),
    Text("P-01", "Средний срок ответа на сообщение в ПОС", "дн."),
    Text("A-06", "Средний срок рассмотрения обращения", "дн."),
]
CHANNELS = {"incident": "Инцидент Менеджмент", "pos": "ПОС «Госуслуги. Решаем вместе»", "sed": "СЭД"}


def value(
    indicator: str,
    numerator: str,
    denominator: str | None,
    unit: str,
    flags: tuple[str, ...] = (),
    n_unknown: int = 0,
    **where: str,
) -> dict[str, Any]:
    """One value of a figures document, its `value` with six places as design §11 says."""
    divided: Decimal | None = Decimal(numerator)
    if denominator is not None:
        factor = 100 if unit == "%" else 1
        exact = None if Decimal(denominator) == 0 else Decimal(numerator) * factor / Decimal(denominator)
        divided = None if exact is None else exact.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
    place = dict.fromkeys(("channel", "legal_regime", "block", "executor")) | where
    return {
        "indicator": indicator,
        "version": 1,
        "slice": place,
        "numerator": numerator,
        "denominator": denominator,
        "value": None if divided is None else format(divided, "f"),
        "unit": unit,
        "n_unknown": n_unknown,
        "coverage": "1.000000",
        "flags": list(flags),
    }


def document(late: str = "2", **changes: Any) -> dict[str, Any]:
    """The document; `late` is the numerator of S-03, so that another figure makes another edition."""
    values = [
        value("S-01", "1234", None, "ед."),
        value("S-01", "1000", None, "ед.", channel="incident"),
        value("S-01", "234", None, "ед.", channel="pos"),
        value("S-01", "900", None, "ед.", block="Дороги"),
        value("S-01", "3", None, "ед.", block=EVIL),
        value("S-03", late, "40", "%", ("INCOMPLETE",)),
        value("S-03", "1", "4", "%", ("SMALL_N",), channel="pos"),
        value("S-03", "1", "4", "%", ("SMALL_N",), block="Дороги"),
        value("S-04", "1", "16", "%"),
        value("I-01", "2345.678901", "1000", "ч", ("LOW_COVERAGE",), n_unknown=300),
        value("P-01", "68.000000", "3", "дн.", channel="pos"),
        value("P-01", "68.000000", "3", "дн."),
        value("A-06", "0.000000", "0", "дн."),
        value("S-01", "7", None, "ед.", executor="-Отдел ЖКХ"),
        value("S-01", "5", None, "ед.", channel="pos", block="Дороги"),
    ]
    return {
        "schema": "svodka/figures/1",
        "municipality": OKTMO,
        "period": "2026Q3",
        "as_of": AS_OF,
        "edition": None,
        "values": values,
    } | changes


def coverage(gap: bool = True, newest: date | None = date(2026, 9, 30)) -> list[dict[str, Any]]:
    """The coverage summary: `sed` has a gap unless told otherwise."""
    counts = {"files": 65, "rows_read": 5000, "rows_loaded": 1234, "rows_unchanged": 3761}
    counts |= {"rows_rejected": 4, "rows_foreign": 1, "missing": 2}
    full = {"has_gap": False, "gaps": [], "newest_export": newest, **counts}
    gapped = {**full, "has_gap": True, "gaps": [(date(2026, 9, 29), date(2026, 9, 30))]}
    gapped["newest_export"] = date(2026, 9, 28)
    return [
        {"channel": channel, "title": title, **(gapped if gap and channel == "sed" else full)}
        for channel, title in CHANNELS.items()
    ]
