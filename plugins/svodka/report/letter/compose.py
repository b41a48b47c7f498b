"""Composes the cover letter of an edition: its words, in the order of an official Russian letter (ГОСТ Р 7.0.97)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from svodka.report.content import Content
from svodka.report.data_notes import data_notes
from svodka.report.face import Face, Official
from svodka.report.key_figures import KeyFigure
from svodka.report.letter.annexes import Annex
from svodka.report.letter.names import initials_first, salutation
from svodka.report.letter.shown_figures import number_and_unit, parts_of, shown_figures
from svodka.report.letter.text import BLANK_LINE, FigureTable, LetterText, Registration, Signature
from svodka.report.standing import UNKNOWN
from svodka.report.wording import period_title
from svodka.settings import Settings

CENTRE = "Муниципальный центр управления"
HEAD = "Руководитель муниципального центра управления"
ACTING_ADDRESSEE = "Исполняющему обязанности руководителя Центра управления регионом"
AUTOMATIC = (
    "Сформировано автоматически: редакция выпущена без утверждения руководителем муниципального центра управления."
)
UNSIGNED = "сформировано автоматически"
CHANGE, CHANGE_PLACE = "К прошлому кварталу", 3
COLUMNS = {"Показатель": 34, "Значение": 19, "Цель": 19, CHANGE: 15, "Примечание": 18}
TO_QUARTER = re.compile(r" (ко? [IV]+ кварталу \d{4})$")  # stands in the head of the column, once


def compose(
    settings: Settings, content: Content, annexes: Sequence[Annex], registration: Registration | None = None
) -> LetterText:
    """The letter that goes with the annexes; number and day are lines to write on until it is registered."""
    face, officials = content.face, content.face.officials
    period = period_title(face.quarter)
    return LetterText(
        title=f"Письмо о значениях показателей {face.period_text}, {face.edition_text}",
        identifier=face.identifier,
        municipality=face.municipality,
        period=period,
        edition=face.number,
        status=face.status,
        sender=sender(settings, face),
        addressee=addressee(face),
        number=registration.number if registration else BLANK_LINE,
        day=registration.day if registration else BLANK_LINE,
        subject="О значениях показателей эффективности взаимодействия органов местного самоуправления с гражданами "
        f"за {period}",
        mark=mark(face),
        salutation=salutation(officials.addressee.name) if officials.addressee else "",
        paragraphs=paragraphs(settings, content),
        figures=figure_table(shown_figures(content)),
        notes=[*data_notes(content.states), f"Контрольная сумма значений: {face.values_hash}"],
        annexes=[annex.line for annex in annexes],
        signature=signature(officials.signatory, face),
        executor=executor(officials.executor),
    )


def sender(settings: Settings, face: Face) -> list[str]:
    """The author of the letter: as configured, else the town, of which no genitive can be told, above its centre or the
    signatory's organisation; the town once."""
    configured = [line.strip() for line in settings.letter.sender.splitlines() if line.strip()]
    signatory = face.officials.signatory
    organisation = (signatory.organisation if signatory else "") or CENTRE
    is_named = face.municipality.casefold() in organisation.casefold()
    return configured or [*([] if is_named else [sentence_case(face.municipality)]), organisation]


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def addressee(face: Face) -> list[str]:
    """Post, organisation and name: the post in the dative, the others as the table of responsible persons has them."""
    person = face.officials.addressee
    if person is None:
        return [face.addressee]
    post = ACTING_ADDRESSEE if person.is_deputy else face.addressee
    return [part for part in (post, person.organisation, person.name) if part]


def mark(face: Face) -> str:
    """What a reader must see before the text; empty for an edition that a person has approved."""
    if face.kind == "preliminary":
        return f"Проект. Редакция {face.number}, предварительная: значения могут измениться, письмо не отправляется."
    return AUTOMATIC if face.kind == "automatic" else ""


def paragraphs(settings: Settings, content: Content) -> list[str]:
    face = content.face
    basis = settings.letter.basis.strip()
    send = f"В соответствии с {basis} направляем" if basis else "Направляем"
    said = [
        f"{send} сведения о значениях показателей эффективности взаимодействия органов местного самоуправления с "
        f"гражданами по различным направлениям деятельности {face.period_text} по муниципальному образованию "
        f"{face.municipality}.",
        f"Редакция {face.number}, {face.status}. Учтены сведения, поступившие до {face.as_of_text}.",
    ]
    if face.kind == "corrected" and content.previous:
        said.append(f"Редакция заменяет направленную ранее редакцию {content.previous.number}; изменения — в отчёте.")
    return [*said, "Основные показатели:"]


def figure_table(figures: Sequence[KeyFigure]) -> FigureTable:
    """The key figures; a column in which nothing would stand is left out."""
    cells = [figure_cells(figure) for figure in figures]
    changes = {found[1] for row in cells if (found := TO_QUARTER.search(row[CHANGE_PLACE]))}
    for row in cells:
        row[CHANGE_PLACE] = TO_QUARTER.sub("", row[CHANGE_PLACE])
    change_head = sentence_case(changes.pop()) if len(changes) == 1 else CHANGE
    kept = [name for place, name in enumerate(COLUMNS) if place < 2 or any(row[place] for row in cells)]
    places = [list(COLUMNS).index(name) for name in kept]
    total = sum(COLUMNS[name] for name in kept)
    rows = [[row[place] or "—" if place in (2, 3) else row[place] for place in places] for row in cells]
    return FigureTable(
        [change_head if name == CHANGE else name for name in kept], [COLUMNS[name] / total for name in kept], rows
    )


def figure_cells(figure: KeyFigure) -> list[str]:
    parts = parts_of(figure)
    value = " ".join(part for part in (*number_and_unit(figure), parts and f"({parts})") if part)
    target = change = ""
    if (standing := figure.standing) is not None:
        if standing.light in ("met", "missed"):
            target = f"{standing.target_words}; {standing.words}"
        elif standing.light in ("few", "none"):  # few records: the target alone, the remark says how few
            target = standing.target_words.replace("—", "")
        change = "" if standing.change_words == UNKNOWN else standing.change_words
    return [figure.title, value, target, change, figure.remark]


def signature(signatory: Official | None, face: Face) -> Signature:
    between = UNSIGNED if face.kind == "automatic" else ""
    if signatory is None:
        return Signature(HEAD, "", between)
    return Signature(signatory.post or HEAD, initials_first(signatory.name), between)


def executor(person: Official | None) -> list[str]:
    """«Исполнитель: …, тел. …» in one line; nothing where the table names nobody."""
    if person is None:
        return []
    return [f"Исполнитель: {person.name}" + (f", тел. {person.phone}" if person.phone else "")]
