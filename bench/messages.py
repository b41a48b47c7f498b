"""A hundred thousand invented ПОС messages, the same at every call: as an export, and as the clean rows of core."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

HEADER = (
    "Номер сообщения", "Тип", "Дата поступления", "Дата регистрации", "Дата передачи исполнителю", "Срок исполнения",
    "Дата ответа", "Дата закрытия", "Категория", "Подкатегория", "Факт", "Статус", "Результат", "Организация",
    "Муниципальное образование", "Повторное", "Ускоренное", "Оценка", "Дата оценки", "Заявитель", "Текст сообщения",
)  # fmt: skip
TOPICS = ("ЖКХ", "Дороги", "Благоустройство", "Образование", "Экология", "Мусор/Свалки/ТКО")
DATES = (2, 3, 4, 5, 6, 7, 18)


def rows(count: int) -> Iterator[list[object]]:
    """Rows of the export; dates are datetimes or None. One row in a hundred breaks a rule."""
    chance = random.Random(1844)
    start = datetime(2026, 1, 12)  # noqa: DTZ001  a local time, as exports have it
    for number in range(count):
        registered = start + timedelta(minutes=chance.randrange(190 * 1440))
        answered = registered + timedelta(minutes=chance.randrange(35 * 1440)) if chance.random() < 0.85 else None
        is_rated = answered is not None and number % 4 == 0
        is_bad = number % 100 == 99
        yield [
            str(45_000_000 + number), "Сообщение", registered, registered, registered, None, answered, None,
            chance.choice(TOPICS), f"Подкатегория {number % 20}", f"Факт {number % 90}",
            "Обдумывается" if is_bad else "Ответ направлен" if answered else "На исполнении",
            "Решено" if answered else None, f"Отдел {number % 12}", "ГО Рефтинский", "Нет",
            "Да" if number % 3 else "Нет", str(number % 5 + 1) if is_rated else None, answered if is_rated else None,
            f"Заявитель {number % 40_000}", f"Вымышленное обращение № {number} о благоустройстве двора и проезда",
        ]  # fmt: skip


def write_csv(target: Path, count: int, tail: str = "") -> None:
    """The export as csv; `tail` makes other bytes of the same rows."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(HEADER)
        for row in rows(count):
            writer.writerow([f"{cell:%d.%m.%Y %H:%M}" if isinstance(cell, datetime) else cell for cell in row])
        stream.write(tail)


def write_xlsx(target: Path, count: int) -> None:
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Сообщения")
        date_format = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_row(0, 0, HEADER)
        for line, row in enumerate(rows(count), 1):
            for column, cell in enumerate(row):
                if column in DATES and cell is not None:
                    sheet.write_datetime(line, column, cell, date_format)
                else:
                    sheet.write(line, column, cell)


def clean_csv(count: int) -> io.StringIO:
    """The same rows as somebody else would have cleaned them: typed, with enums, ready for COPY."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in rows(count):
        moments = [cell.isoformat(sep=" ") + "+05" if isinstance(cell, datetime) else cell for cell in row]
        status = "ANSWERED" if row[6] else "IN_PROGRESS"
        writer.writerow([*moments[:11], status, "RESOLVED" if row[6] else None, *moments[13:]])
    stream.seek(0)
    return stream
