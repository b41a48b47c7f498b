"""Registers the letter of an issued edition: the letter once more, with number and day, beside the files issued."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from svodka.errors import SvodkaError, UsageError
from svodka.period import Quarter, business_day
from svodka.report.edition_store import Edition, EditionFile, files_of
from svodka.report.face import Official, Officials
from svodka.report.files import edition_folder, read_file, write_files
from svodka.report.frozen import content_of
from svodka.report.letter import Registration, render_letter
from svodka.report.privacy import check_files, sentence
from svodka.settings import Person, Role, Settings
from svodka.warehouse.engine import run

LONGEST_NUMBER = 60


@dataclass(frozen=True)
class Registered:
    """The registration in force, its files, remarks about the blank; `is_new` is false when it was so before."""

    registration: Registration
    files: tuple[EditionFile, ...]
    remarks: tuple[str, ...] = ()
    is_new: bool = True


def register_letter(
    conn: Connection, settings: Settings, edition: Edition, number: str, on: date, by: str | None, now: datetime
) -> Registered:
    """Keeps number and day of the outgoing letter and adds letter_registered_<k>.docx and .pdf to the edition's files.

    Nothing issued is touched; the newest registration counts, and the same again changes nothing. The caller holds the
    quarter's turn. Files are written before the rows: what a crash leaves is written over.
    Raises SvodkaError for a preliminary edition, for a file of it that is gone or altered, and when the privacy gate
    finds something; UsageError for a number or a day that cannot be one.
    """
    if edition.kind == "preliminary":
        raise SvodkaError(
            f"Редакция {edition.number} квартала {edition.quarter} предварительная, письмо к ней не отправляется и не "
            "регистрируется. Зарегистрировать можно письмо выпущенной редакции: 1, 2 …"
        )
    asked = checked(settings, edition, number, on, now)
    known = registrations(conn, edition)
    if known and known[-1] == asked:
        return Registered(asked, files_of_registration(conn, edition, len(known)), is_new=False)
    place = len(known) + 1
    rendered = render_letter(settings, content_of(conn, settings, edition), annexes(settings, edition), asked)
    named = {name.replace("letter", f"letter_registered_{place}"): file for name, file in rendered.files.items()}
    if findings := check_files(conn, with_officials(settings, edition), named, now):
        raise SvodkaError(f"Письмо не зарегистрировано. {sentence(findings)}")
    for file in write_files(edition_folder(settings, edition.quarter, edition.number), named):
        run(conn, "report/edition_file_insert.sql", edition_id=edition.edition_id, **vars(file))
    run(
        conn,
        "report/letter_registration_insert.sql",
        edition_id=edition.edition_id,
        registered_at=now,
        number=asked.number,
        registered_on=asked.on,
        registered_by=by,
    )
    return Registered(asked, files_of_registration(conn, edition, place), rendered.remarks)


def registrations(conn: Connection, edition: Edition) -> list[Registration]:
    """All registrations of the edition's letter; the last one counts."""
    found = run(conn, "report/letter_registrations.sql", edition_id=edition.edition_id)
    return [Registration(row.number, row.registered_on) for row in found]


def annexes(settings: Settings, edition: Edition) -> dict[str, bytes]:
    """The files that went with the first letter. Raises SvodkaError when one is gone or altered."""
    issued = [file for file in edition.files if not file.name.startswith("letter")]
    return {file.name: read_file(settings, edition, file) for file in issued}


def files_of_registration(conn: Connection, edition: Edition, place: int) -> tuple[EditionFile, ...]:
    found = files_of(conn, edition.edition_id)
    return tuple(file for file in found if file.name.startswith(f"letter_registered_{place}."))


def with_officials(settings: Settings, edition: Edition) -> Settings:
    """The settings in which those whom the edition names are officials still, whoever holds their roles by now."""
    named = Officials.of_json(edition.face)
    roles: dict[Role, Official | None] = {
        "cur_head": named.addressee, "mcu_head": named.signatory, "secretary": named.executor,
    }  # fmt: skip
    then = [Person(role=role, **asdict(one)) for role, one in roles.items() if one is not None]
    return settings.model_copy(update={"recipients": [*settings.recipients, *then]})


def checked(settings: Settings, edition: Edition, number: str, on: date, now: datetime) -> Registration:
    """The registration asked for, cleaned. Raises UsageError."""
    plain = " ".join(number.split())
    if not 0 < len(plain) <= LONGEST_NUMBER or not plain.isprintable() or not any(map(str.isalnum, plain)):
        raise UsageError(
            f"Исходящий номер «{plain[:LONGEST_NUMBER]}»: ожидается до {LONGEST_NUMBER} знаков, как в СЭД."
        )
    ended, today = Quarter.parse(edition.quarter).last_day, business_day(now, settings.zone)
    if not ended < on <= today:
        raise UsageError(
            f"Дата письма {on:%d.%m.%Y}: ожидается после конца квартала ({ended:%d.%m.%Y}) и не позже сегодняшнего дня "
            f"({today:%d.%m.%Y})."
        )
    if on < (issued := business_day(edition.issued_at, settings.zone)):
        raise UsageError(
            f"Дата письма {on:%d.%m.%Y} раньше дня, когда выпущена редакция {edition.number} ({issued:%d.%m.%Y}): "
            "письмо к ней не могло быть зарегистрировано. Проверьте дату и номер редакции."
        )
    return Registration(plain, on)
