"""The letter that carries an edition: key figures, notes on gaps, the files with their hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from svodka.delivery.outbox import Letter
from svodka.report.data_state import DataState
from svodka.report.edition_store import EditionFile
from svodka.report.face import Face
from svodka.report.sheets.cover import KEY_FIGURES
from svodka.report.shown_value import is_total, shown_text
from svodka.report.wording import ADDRESSEE, flag_words, period_title
from svodka.settings import Settings

AUTOMATIC = "Сформировано автоматически, без подписи руководителя муниципального центра управления."
REPEAT = "Повтор: исход прежней отправки этого письма неизвестен. Если оно у вас уже есть, это — то же самое."


def report_letter(
    settings: Settings,
    letter: Letter,
    face: Face,
    body: str,
    attachments: Sequence[tuple[EditionFile, bytes]],
) -> EmailMessage:
    """The message of one attempt: same Message-ID and date each time, «Повтор» when an earlier one may have arrived."""
    subject = f"{face.municipality}: показатели за {period_title(face.quarter)}, {face.edition_text}"
    message = new_message(settings, letter, subject)
    greeting = [ADDRESSEE.get(letter.role, ADDRESSEE["cur_head"]), ""]
    message.set_content("\n".join([*greeting, *([REPEAT, ""] if letter.is_repeat else []), body]))
    for file, content in attachments:
        maintype, subtype = file.media_type.split("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=file.name)
    return message


def new_message(settings: Settings, letter: Letter, subject: str) -> EmailMessage:
    """An empty message with the headers that every mail of ours has."""
    message = EmailMessage()
    message["Subject"] = f"Повтор: {subject}" if letter.is_repeat else subject
    message["From"] = settings.smtp.sender
    message["To"] = letter.recipient
    message["Date"] = format_datetime(letter.created_at.astimezone(settings.zone))
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    return message


def report_body(
    document: Mapping[str, Any],
    states: Sequence[DataState],
    titles: Mapping[str, str],
    face: Face,
    files: Sequence[EditionFile],
) -> str:
    """The text of the letter below the greeting."""
    lines = [
        f"{face.municipality}: показатели эффективности взаимодействия с гражданами {face.period_text}.",
        f"Редакция {face.number}, {face.status}. Учтено всё, что поступило до {face.as_of_text}.",
        *([AUTOMATIC] if face.kind == "automatic" else []),
        *("", "Главные показатели:"),
        *key_lines(document, titles),
        *("", "О данных:"),
        *(note_lines(states) or ["- выгрузки всех каналов покрывают квартал"]),
        *("", "Вложения (SHA-256):"),
        *(f"- {file.name}  {file.sha256}" for file in files),
    ]
    return "\n".join(lines) + "\n"


def key_lines(document: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """One line a key indicator: title, shown value, numerator and denominator of a share, remark."""
    totals = {row["indicator"]: row for row in document["values"] if is_total(row)}
    lines = []
    for code in KEY_FIGURES:
        if code in totals:
            row = totals[code]
            parts = f" ({row['numerator']} из {row['denominator']})" if row["unit"] == "%" and row["value"] else ""
            remark = flag_words(row)
            lines.append(f"- {titles.get(code, code)}: {shown_text(row)}{parts}{f' — {remark}' if remark else ''}")
    return lines


def note_lines(states: Sequence[DataState]) -> list[str]:
    return [f"- {state.note}" for state in states if state.note]
