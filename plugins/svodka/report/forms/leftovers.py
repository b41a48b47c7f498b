"""Tokens where none is filled: formulas, comments, names of sheets, heads of tables, lists of a cell's choices."""

from __future__ import annotations

from collections.abc import Sequence

from svodka.report.forms.asks import Mistake
from svodka.report.forms.book import Book
from svodka.report.forms.markup import MAIN, Element, local
from svodka.report.forms.texts import HEADERS, drawn_parts
from svodka.report.forms.tokens import TOKEN

PLACES = {
    "comment": "примечание к ячейке", "threadedComment": "примечание к ячейке", "sheet": "имя листа",
    "definedName": "имя диапазона", "tableColumn": "заголовок умной таблицы", "f": "формула",
    "dataValidation": "проверка данных", "formula1": "проверка данных", "hyperlink": "гиперссылка",
    "cfRule": "условное форматирование", "formula": "условное форматирование",
}  # fmt: skip
FILLED = (*HEADERS, "t", "is", "v")


def leftovers(book: Book, parts: Sequence[str]) -> list[Mistake]:
    """A mistake for each token outside cells, headers and shapes. `parts`: the worksheets that are filled."""
    found = []
    drawn = drawn_parts(book)
    for name, content in book.package.parts.items():
        if b"{{" not in content or not name.endswith(".xml") or name in drawn or _is_of_cells(book, name):
            continue
        of_sheet = name in book.titles
        if of_sheet and name not in parts:
            continue
        title = book.titles.get(name) or _owner(book, name)
        for place, written in _tokens(book.package.tree(name), FILLED if of_sheet else ()):
            where = f"лист «{title}», {place}" if title else place
            found.append(Mistake(where, written, "токены заполняются в ячейках, колонтитулах и надписях, здесь — нет"))
    return list(dict.fromkeys(found))


def _tokens(root: Element, filled: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for one in root.iter():
        name = local(one)
        if not name or (name in filled and one.tag.startswith(f"{{{MAIN}}}")):
            continue
        for text in (one.text or "", *one.attrib.values()):
            found += [(_place(one), token[0]) for token in TOKEN.finditer(text)]
    return found


def _place(one: Element) -> str:
    """What a person calls the place of an element."""
    for element in (one, *one.iterancestors()):
        if (known := PLACES.get(local(element))) is not None:
            address = element.get("ref") or element.get("sqref") or ""
            cell = element.getparent().get("r") if local(element) == "f" and element.getparent() is not None else None
            return f"{known} {cell or address}".strip()
    return "свойства файла"


def _is_of_cells(book: Book, name: str) -> bool:
    return name in book.package.related(book.package.workbook, "sharedStrings") or name.startswith("docProps/")


def _owner(book: Book, name: str) -> str:
    return next((title for sheet, title in book.titles.items() if name in book.package.related(
        sheet, "comments", "table", "threadedComment", "vmlDrawing")), "")  # fmt: skip
