"""Small exports made by hand for the pages: bytes with a header and rows, as a browser would send them."""

from __future__ import annotations

import re
from typing import Any

POS = "Номер сообщения;Тип;Дата регистрации;Дата ответа;Категория;Статус;Результат;Заявитель;Текст сообщения"
INCIDENT = "ID;Дата публикации;Дата создания;Группа тем;Статус;Тональность;Ответственный;Ссылка"
REGISTER = "Рег. №;Дата регистрации;Тематика;Статус;Результат рассмотрения;Контрольный срок"


def export(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows, ""]).encode()


def pos_row(number: int, day: str = "05.10.2026", topic: str = "ЖКХ", status: str = "Решено") -> str:
    return f"{number};Сообщение;{day} 10:00;{day} 12:00;{topic};{status};Решено;Выдуманный Иван;Нет воды"


def give(page: Any, name: str, content: bytes, **fields: str) -> Any:
    """Sends a file by the form of /upload; the answer."""
    token = re.search(r'name="token" value="([^"]+)"', page.text("/upload"))
    assert token
    return page.client.post(
        "/svodka/upload",
        data={"token": token[1], **fields},
        files={"file": (name, content)},
        headers={"origin": "http://testserver"},
    )


def draft_of(answer: Any) -> str:
    """The id of the draft that the answer leads to."""
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).rpartition("/")[2]
