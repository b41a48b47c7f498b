"""Fills a form by an edition: its copy with values in place of tokens, rows of lists repeated, all else as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal

from openpyxl.utils import column_index_from_string

from svodka.report.content import Content
from svodka.report.forms.answers import Answers, doubts
from svodka.report.forms.asks import FormRefused, Mistake, SheetPlan, Slot
from svodka.report.forms.book import Book
from svodka.report.forms.followers import follow_around
from svodka.report.forms.form_settings import settings_sheet
from svodka.report.forms.formulas import references
from svodka.report.forms.growth import copies, follow, place_row
from svodka.report.forms.known import Known
from svodka.report.forms.lists import OUTSIDE, Member, members
from svodka.report.forms.looks import Looks
from svodka.report.forms.markup import Element
from svodka.report.forms.package import Package
from svodka.report.forms.properties import put_properties
from svodka.report.forms.references import RowMap, parts_of
from svodka.report.forms.room import fit_rows, too_narrow
from svodka.report.forms.secrecy import Secrecy
from svodka.report.forms.sheet import Sheet, cells_of
from svodka.report.forms.shown import Withheld, in_a_cell, in_words
from svodka.report.forms.strings import put_number
from svodka.report.forms.template import Form
from svodka.report.forms.texts import LONGEST_HEADER, OutsideText, outside_texts
from svodka.report.forms.unit_agreement import agreed
from svodka.report.neutral_text import neutral

TOO_NARROW = "на листе «{title}» числа не помещаются в столбец, вместо них видно ###: {cells}"
HIDDEN_IN_FORMULA = (
    "формулы {cells} берут ячейки, в которых малые числа скрыты, и считают не всё: поставьте вместо них токены"
)


@dataclass(frozen=True)
class Filled:
    """A filled copy, and sentences about what in it may not be as it was meant."""

    content: bytes
    doubts: tuple[str, ...] = ()


def fill(form: Form, content: Content, known: Known, secrecy: Secrecy | None = None) -> Filled:
    """`secrecy`: of the published forms of the edition, where this is one. Equal content gives equal bytes.

    Raises FormRefused for what only shows when it is filled.
    """
    return Filling(form, Answers(content, known, secrecy)).run()


class Filling:
    """Fills one form."""

    def __init__(self, form: Form, answers: Answers) -> None:
        self.form, self.answers, self.content = form, answers, answers.content
        self.book = Book(Package(form.content))
        self.looks = Looks(self.book.package)
        self.rows = {
            title: {row: members(wanted, self.content, answers.known) for row, wanted in plan.lists.items()}
            for title, plan in form.plan.sheets.items()
        }
        self.maps = {
            sheet.title: RowMap({row: len(found) for row, found in self.rows.get(sheet.title, {}).items()})
            for sheet in self.book.sheets
        }
        self.withheld: dict[str, set[tuple[int, int]]] = {}
        self.doubts: list[str] = []
        self._numbers: list[Element] = []

    def run(self) -> Filled:
        if (settings := settings_sheet(self.book)) is not None:
            self.book.remove_sheet(settings)
        texts = list(outside_texts(self.book))
        for sheet in self.book.sheets:
            self._fill_sheet(sheet, self.form.plan.sheets.get(sheet.title) or SheetPlan(sheet.title))
        for text in texts:
            self._fill_text(text)
        follow_around(self.book, self.maps)
        self.book.compute_anew()
        self.book.strings.blank_unused([cell for sheet in self.book.sheets for cell in sheet.cells()])
        face = self.content.face
        moment = face.as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        title = f"{self.form.title} {face.period_text}, {face.edition_text}"
        put_properties(self.book.package, title, face.identifier, moment)
        said = [*doubts(self.form.plan, self.content, self.answers.known), *self.doubts, *self._blind_formulas()]
        return Filled(self.book.package.saved(moment), tuple(said))

    def _fill_sheet(self, sheet: Sheet, plan: SheetPlan) -> None:
        rows, lists, filled = self.maps[sheet.title], self.rows.get(sheet.title, {}), []
        for row in sheet.rows():
            number = int(row.get("r"))
            slots = plan.slots.get(number, {})
            found = lists.get(number, [OUTSIDE])
            made = copies(row, len(found))
            for place, (copy, member) in enumerate(zip(made, found, strict=True)):
                for cell in cells_of(copy):
                    if (slot := slots.get(cell.get("r"))) is not None:
                        self._fill_cell(cell, slot, member, place + 1, sheet.title, rows.first(number) + place)
                place_row(copy, rows.first(number) + place, sheet, self.maps, number, number in lists)
                filled += [copy] if slots else []
            for copy in reversed(made[1:]):
                row.addnext(copy)
        follow(sheet, self.maps)
        fit_rows(sheet, filled, self.book.strings, self.looks)
        numbers, self._numbers = self._numbers, []
        if narrow := too_narrow(sheet, numbers, self.looks):
            self.doubts.append(TOO_NARROW.format(title=sheet.title, cells=", ".join(narrow)))

    def _fill_cell(self, cell: Element, slot: Slot, member: Member, number: int, title: str, row: int) -> None:
        shown = [self.answers.shown(span.ask, member, number) for span in slot.spans]
        if any(isinstance(one, Withheld) for one in shown):
            address = parts_of(cell.get("r"))
            assert address is not None
            self.withheld.setdefault(title, set()).add((row, column_index_from_string(address[1])))
        words = [in_words(one) for one in agreed(slot.spans, shown, self.book.strings.text(cell))]
        if slot.is_alone:
            value = in_a_cell(shown[0], self.looks.look(cell).number_format, self.book.counts_from_1904)
            if isinstance(value, Decimal):
                put_number(cell, f"{value:f}")
                self._numbers.append(cell)
                return
            words = [value]
        elif slot.spans[0].start == 0:
            words[0] = neutral(words[0])
        self.book.strings.put(
            cell, [(span.start, span.end, text) for span, text in zip(slot.spans, words, strict=True)]
        )

    def _fill_text(self, text: OutsideText) -> None:
        slot = self.form.plan.texts.get((text.part, text.number))
        if slot is None:
            return
        shown = agreed(slot.spans, [self.answers.shown(span.ask) for span in slot.spans], text.text)
        text.put([(span.start, span.end, in_words(one)) for span, one in zip(slot.spans, shown, strict=True)])
        if text.is_header and len(text.text) > LONGEST_HEADER:
            what = f"заполненный колонтитул длиннее {LONGEST_HEADER} знаков, Excel такой файл не откроет"
            raise FormRefused(self.form.name, [Mistake(text.where, "", what)])

    def _blind_formulas(self) -> list[str]:
        """Formulas that take in a cell whose value is withheld."""
        found = []
        for sheet in self.book.sheets if self.withheld else ():
            for address, _, formula in sheet.formulas():
                if any(
                    _covers(one.address, cell)
                    for one in references(formula, sheet.title)[1]
                    for cell in self.withheld.get(one.sheet, ())
                ):
                    found.append(f"{sheet.title}!{address}")
        return [HIDDEN_IN_FORMULA.format(cells=", ".join(found))] if found else []


def _covers(address: str, cell: tuple[int, int]) -> bool:
    begin, _, end = address.partition(":")
    top, bottom = parts_of(begin), parts_of(end or begin)
    if top is None or bottom is None:
        return False
    columns = column_index_from_string(top[1]), column_index_from_string(bottom[1])
    return top[3] <= cell[0] <= bottom[3] and columns[0] <= cell[1] <= columns[1]
