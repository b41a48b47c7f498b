"""What is worth telling about the columns of a sheet: missing, doubled, nameless, too many."""

from svodka.intake.tables.headers import Header
from svodka.intake.tables.layout import Layout
from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.sheet import Cell, Sheet, column_letters, is_filled


def check_mandatory(sheet: Sheet, layout: Layout, header: Header, placed: dict[str, list[int]]) -> None:
    """Refuse (F01) a header row in which a mandatory group has no column."""
    missing = [group for group in layout.mandatory if not placed.keys() & set(group)]
    if not missing:
        return
    wanted = "; ".join(_synonyms(layout, group) for group in missing)
    names = ", ".join(f"«{text}»" for text in header.texts if text)
    raise TableRefused(
        "F01",
        f"{_where(sheet)}строка {sheet.number(header.row)}: в заголовке нет обязательного столбца. Искали: {wanted}. "
        f"Найдены: {names}. Добавьте столбец в выгрузку или переименуйте его и пришлите файл заново.",
    )


def notes(sheet: Sheet, header: Header, placed: dict[str, list[int]], body: list[list[Cell]]) -> list[str]:
    """Warnings in Russian; they name headers and places, never cells."""
    where, found = _where(sheet), []
    for places in placed.values():
        if len(places) > 1:
            names = ", ".join(f"«{header.texts[place]}» ({column_letters(place)})" for place in places)
            found.append(f"{where}столбцы {names} значат одно и то же: взят первый заполненный в строке.")
    for place in (place for place, text in enumerate(header.texts) if not text):
        if any(len(row) > place and is_filled(row[place]) for row in body):
            found.append(f"{where}столбец {column_letters(place)} без заголовка не прочитан.")
    width = len(header.texts)
    beyond = [at for at, row in enumerate(body) if len(row) > width and any(row[width:])]
    if beyond:
        first = sheet.number(header.row + header.depth + beyond[0])
        found.append(f"{where}строк, в которых ячеек больше, чем заголовков: {len(beyond)} (первая {first}).")
    return found


def _synonyms(layout: Layout, group: list[str]) -> str:
    headers = dict.fromkeys(header for field in group for header in layout.fields.get(field, []))
    return " или ".join(f"«{header}»" for header in headers)


def _where(sheet: Sheet) -> str:
    return f"Лист «{sheet.title}», " if sheet.title else ""
