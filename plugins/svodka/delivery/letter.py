"""The letter that carries an edition: key figures, notes on gaps, the files with their hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from svodka.delivery.attachments import Packed
from svodka.delivery.parcel import Letter
from svodka.delivery.ways.mail_address import on_the_wire
from svodka.delivery.ways.smtp import ATTEMPT
from svodka.report.data_state import DataState
from svodka.report.face import Face, Official
from svodka.report.letter.compose import ACTING_ADDRESSEE
from svodka.report.letter.names import salutation
from svodka.report.sheets.cover import KEY_FIGURES
from svodka.report.shown_value import is_total, shown_text
from svodka.report.wording import ADDRESSEE, flag_words, period_title
from svodka.settings import Settings

AUTOMATIC = "Сформировано автоматически, без подписи руководителя муниципального центра управления."
REPLY_WANTED = "Просим подтвердить получение ответом на это письмо."
REPEAT = "Повтор: исход прежней отправки этого письма неизвестен. Если оно у вас уже есть, это — то же самое."


def report_letter(
    settings: Settings, letter: Letter, face: Face, text: str, packed: Packed, wants_receipt: bool = False
) -> EmailMessage:
    """The message of one attempt: same Message-ID and date each time, «Повтор» when an earlier one may have arrived.

    `wants_receipt`: the reader's mail program is asked to say when the letter has been opened, and he to answer.
    """
    subject = f"{town_of(face)}: показатели за {period_title(face.quarter)}, {face.edition_text}"
    message = new_message(settings, letter, subject)
    if wants_receipt:
        message["Disposition-Notification-To"] = settings.smtp.sender
    parts = [REPEAT, ""] if letter.is_repeat else []
    message.set_content("\n".join([*parts, text, *([REPLY_WANTED, ""] if wants_receipt else [])]))
    for file, content in packed.files:
        maintype, subtype = file.media_type.split("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=file.name)
    return message


def greeting(role: str, official: Official | None) -> str:
    """To whom the letter speaks, as the cover letter of the edition does."""
    post = ADDRESSEE.get(role, ADDRESSEE["cur_head"])
    if official is None:
        return f"{post}\n\n"
    if official.is_deputy and role == "cur_head":
        post = ACTING_ADDRESSEE
    lines = [post, official.organisation, official.name, "", salutation(official.name)]
    return "\n".join(line for index, line in enumerate(lines) if line or index == 3).rstrip("\n") + "\n\n"


def new_message(settings: Settings, letter: Letter, subject: str) -> EmailMessage:
    """An empty message with the headers that every mail of ours has."""
    message = EmailMessage()
    message["Subject"] = f"Повтор: {subject}" if letter.is_repeat else subject
    message["From"] = settings.smtp.sender
    message["To"] = recipient_of(letter)
    message["Date"] = format_datetime(letter.created_at.astimezone(settings.zone))
    message["Message-ID"] = letter.message_id
    message[ATTEMPT] = str(letter.attempts)
    message["Auto-Submitted"] = "auto-generated"
    return message


def recipient_of(letter: Letter) -> str:
    try:
        return on_the_wire(letter.recipient)
    except UnicodeError:  # it will not go: the way says so
        return letter.recipient


def report_body(
    document: Mapping[str, Any],
    states: Sequence[DataState],
    titles: Mapping[str, str],
    face: Face,
    packed: Packed,
) -> str:
    """The text of the letter below the greeting."""
    lines = [
        f"{town_of(face)}: показатели эффективности взаимодействия с гражданами {face.period_text}.",
        f"Редакция {face.number}, {face.status}. Учтено всё, что поступило до {face.as_of_text}.",
        *([AUTOMATIC] if face.kind == "automatic" else []),
        *("", "Главные показатели:"),
        *key_lines(document, titles),
        *("", "О данных:"),
        *(note_lines(states) or ["- выгрузки всех каналов покрывают квартал"]),
        *("", "Вложения (SHA-256):"),
        *(f"- {file.name}  {file.sha256}" for file, _ in packed.files),
        *left_out_lines(packed),
    ]
    return "\n".join(lines) + "\n"


def town_of(face: Face) -> str:
    """The municipality as a sentence begins with it."""
    return face.municipality[:1].upper() + face.municipality[1:]


def left_out_lines(packed: Packed) -> list[str]:
    """What has found no room in the mail, and what to do for it."""
    if not packed.left_out:
        return []
    limit = f"Не поместились в письмо (предел {packed.largest_mail_mb} МБ), вышлем по запросу:"
    return ["", limit, *(f"- {file.name}  {file.sha256}" for file in packed.left_out)]


def key_lines(document: Mapping[str, Any], titles: Mapping[str, str]) -> list[str]:
    """One line a key indicator: title, shown value, numerator and denominator of a share, remark."""
    totals = {row["indicator"]: row for row in document["values"] if is_total(row)}
    lines = []
    for code in KEY_FIGURES:
        if code in totals:
            row = totals[code]
            parts = f" ({row['numerator']} из {row['denominator']})" if row["unit"] == "%" and row["value"] else ""
            remark = flag_words(row)
            shown = shown_text(row) + parts
            told = remark if remark and row["value"] is None else f"{shown} — {remark}" if remark else shown
            lines.append(f"- {titles.get(code, code)}: {told}")
    return lines


def note_lines(states: Sequence[DataState]) -> list[str]:
    return [f"- {state.note}" for state in states if state.note]
