"""A form as it lies in its folder: read whole, judged whole; what is to be filled in, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from svodka.report.forms.asks import INDICATOR, Figure, FormRefused, Mistake, Plan, RowList, SheetPlan, Slot, Span
from svodka.report.forms.binding import Binder
from svodka.report.forms.book import Book
from svodka.report.forms.form_settings import TITLE, FormSettings, read_settings, settings_sheet
from svodka.report.forms.formulas import Standing, why_not
from svodka.report.forms.known import Known
from svodka.report.forms.leftovers import leftovers
from svodka.report.forms.looks import Looks
from svodka.report.forms.markup import Element
from svodka.report.forms.package import NotAWorkbook, Package
from svodka.report.forms.references import rows_of
from svodka.report.forms.refused_parts import refused_beside_lists, refused_parts
from svodka.report.forms.sheet import Sheet, cells_of
from svodka.report.forms.texts import outside_texts
from svodka.report.forms.tokens import Token, half_tokens, single_braced, tokens_of

NUMBERS = ("value", "cautious", "previous", "year_ago", "change", "target_number")


@dataclass(frozen=True)
class Form:
    """A form that can be filled."""

    name: str
    content: bytes
    settings: FormSettings
    plan: Plan

    @property
    def title(self) -> str:
        """What the form is called: forms of one title follow each other in time."""
        return self.settings.title or self.name.rpartition(".")[0]


def read_form(name: str, content: bytes, known: Known) -> Form:
    """name: of the file. Raises FormRefused with everything that is wrong."""
    from svodka.report.privacy.unpack import unread  # the gate knows the forms too

    try:
        book = Book(Package(content))
    except NotAWorkbook as error:
        raise FormRefused(name, [Mistake("файл", "", str(error))]) from error
    reading = Reading(book, known)
    reading.read()
    reading.mistakes += [
        Mistake(place, "", "вложение, которое нельзя проверить на персональные данные: вставьте картинкой PNG или JPEG")
        for place in unread(name, content)
    ]
    if reading.mistakes:
        raise FormRefused(name, reading.mistakes)
    return Form(name, content, reading.settings, reading.plan)


class Reading:
    """Reads one workbook; `mistakes` are in the order in which a person would meet them."""

    def __init__(self, book: Book, known: Known) -> None:
        self.book, self.known = book, known
        self.binder, self.plan = Binder(known), Plan()
        self.mistakes = self.binder.mistakes
        self.settings = FormSettings()
        self.looks = Looks(book.package)

    def read(self) -> None:
        self.mistakes += refused_parts(self.book)
        sheet = settings_sheet(self.book)
        if sheet is not None:
            self.settings, wrong = read_settings(self.book, sheet)
            self.mistakes += wrong
        own = [one for one in self.book.sheets if one is not sheet]
        if not own:
            self.binder.refuse("файл", "", f"кроме листа «{TITLE}», листов нет: заполнять нечего")
        for one in own:
            self._read_sheet(one)
        for text in outside_texts(self.book):
            if sheet is None or text.part != sheet.part:
                self._read_text(text.where, text.part, text.number, text.text)
        self._judge_lists(own)
        self.mistakes += leftovers(self.book, [one.part for one in own])
        if self.plan.is_empty and not self.mistakes:
            self.binder.refuse("файл", "", "в ячейках нет ни одного токена {{…}}, это не форма")

    def _read_sheet(self, sheet: Sheet) -> None:
        plan = self.plan.sheets[sheet.title] = SheetPlan(sheet.title)
        for row in sheet.rows():
            texts = [(cell, text) for cell in cells_of(row) if "{" in (text := self.book.strings.text(cell))]
            if not texts:
                continue
            number = int(row.get("r"))
            tokens = [token for _, text in texts for token in tokens_of(text)]
            found = self.binder.row_list(f"лист «{sheet.title}», строка {number}", tokens)
            slots = plan.slots.setdefault(number, {})
            for cell, text in texts:
                address = cell.get("r")
                where = f"лист «{sheet.title}», ячейка {address}"
                slot = self._slot(where, text, found)
                if slot is not None:
                    slots[address] = slot
                    self._judge_look(where, text, slot, cell, found)
            if found is not None:
                plan.lists[number] = replace(found, asked=_asked(slots))

    def _slot(self, where: str, text: str, row: RowList | None) -> Slot | None:
        self._judge_braces(where, text)
        tokens = tokens_of(text)
        asks = [(token, self.binder.ask(where, token, row)) for token in tokens]
        spans = tuple(Span(token.start, token.end, ask) for token, ask in asks if ask is not None)
        is_alone = len(tokens) == 1 and text.strip() == tokens[0].written
        return Slot(spans, is_alone) if spans else None

    def _judge_braces(self, where: str, text: str) -> None:
        for half in half_tokens(text):
            self.binder.refuse(where, f"«{half}»", "скобки непарные: токен пишут так: {{период}}")
        for token in single_braced(text):
            if self._is_understood(token):
                self.binder.refuse(where, token.written, "скобки одинарные", [f"{{{token.written}}}"])

    def _is_understood(self, token: Token) -> bool:
        trial = Binder(self.known)
        return trial.ask("", token, RowList(INDICATOR) if token.is_row else None) is not None

    def _judge_look(self, where: str, text: str, slot: Slot, cell: Element, row: RowList | None) -> None:
        """A number alone in a cell whose format would make another number of it."""
        ask, look = slot.spans[0].ask, self.looks.look(cell)
        if not slot.is_alone or not isinstance(ask, Figure) or not look.number_format.is_percent:
            return
        if ask.part in ("numerator", "denominator") or (ask.part in NUMBERS and self._unit(ask) not in ("%", None)):
            self.binder.refuse(where, text.strip(), "формат ячейки процентный, а это не доля: выберите числовой формат")

    def _unit(self, ask: Figure) -> str | None:
        return None if ask.code is None else self.known.indicators[ask.code].unit

    def _read_text(self, where: str, part: str, number: int, text: str) -> None:
        if "{" not in text:
            return
        for token in tokens_of(text):
            if token.is_row:
                self.binder.refuse(where, token.written, "списки бывают только в строках листа")
        if not any(token.is_row for token in tokens_of(text)):
            slot = self._slot(where, text, None)
            if slot is not None:
                self.plan.texts[part, number] = slot

    def _judge_lists(self, sheets: Iterable[Sheet]) -> None:
        lists = self.plan.lists
        self.mistakes += refused_beside_lists(self.book, frozenset(lists))
        for sheet in sheets:
            rows = lists.get(sheet.title, frozenset())
            for ref in sheet.merged():
                top, bottom = rows_of(ref)
                if top < bottom and any(top <= row <= bottom for row in rows):
                    where = f"лист «{sheet.title}», ячейки {ref}"
                    self.binder.refuse(where, "", "строка списка объединена с соседней по вертикали: разъедините")
            for address, row, formula in sheet.formulas() if lists else ():
                at = Standing(sheet.title, row if row in rows else None)
                if why := why_not(formula, at, lists):
                    self.binder.refuse(f"лист «{sheet.title}», ячейка {address}", f"«={formula}»", why)


def _asked(slots: Mapping[str, Slot]) -> tuple[str, ...]:
    """The indicators that a row shows of each member of its list."""
    asks = [span.ask for slot in slots.values() for span in slot.spans]
    return tuple(sorted({one.code for one in asks if isinstance(one, Figure) and one.is_of_row and one.code}))
