"""The two letters about changed responsible persons: ours to the head of the ЦУР, and about him to our own people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage

from svodka.delivery.letter import REPEAT, greeting, new_message
from svodka.delivery.parcel import Letter
from svodka.delivery.recipients import mail_address
from svodka.report.face import Official
from svodka.responsible.change_words import days, introduced, place, reached, sentence
from svodka.responsible.changes import Change
from svodka.responsible.register import acting, turning_days
from svodka.responsible.words import MCU_ROLES, Side
from svodka.settings import Person, Settings

AHEAD = timedelta(days=365)
PASS_ON = (
    "У руководителя ЦУР в таблице ответственных лиц нет эл. почты. Зарегистрируйте и передайте ему через СЭД текст, "
    "который стоит ниже черты."
)


@dataclass(frozen=True)
class News:
    """What one version of the table says of one side: all persons, the changes, the day as of which they are told."""

    version: int
    side: Side
    day: date
    persons: Sequence[Person]
    changes: Sequence[Change]
    is_first: bool


def letter_to_cur(settings: Settings, letter: Letter, news: News) -> EmailMessage:
    """Who answers for what on our side; to whoever passes it on where the head of the ЦУР gets no mail."""
    is_passed_on = letter.role != "cur_head"
    heads = acting(news.persons, "cur_head", news.day)
    if is_passed_on:
        addressee = next((head for head in heads if not mail_address(head)), None)
        text = _greeting(letter.role, _reader(letter, news)) + f"{PASS_ON}\n\n{'—' * 40}\n\n"
    else:
        addressee, text = _reader(letter, news), ""
    text += _greeting("cur_head", addressee) + "\n".join(_to_cur(settings, news))
    what = "ответственные лица МЦУ" if news.is_first else "изменились ответственные лица МЦУ"
    return _message(settings, letter, f"{'Передать в ЦУР: ' if is_passed_on else ''}{_town(settings)}: {what}", text)


def _to_cur(settings: Settings, news: News) -> Iterator[str]:
    basis = settings.letter.basis
    opening = f"В соответствии с {basis} сообщаем" if basis else "Сообщаем"
    centre = f"муниципального центра управления ({_town(settings)})"
    if news.is_first:
        yield f"{opening} сведения об ответственных лицах {centre}."
    else:
        yield f"{opening} об изменении сведений об ответственных лицах {centre}."
        yield from ("", "Изменения:", *(f"- {sentence(change)}" for change in news.changes))
    yield from ("", f"Ответственные лица на {news.day:%d.%m.%Y}:")
    ours = [one for role in MCU_ROLES for one in news.persons if one.role == role]
    for person in ours:
        if person.is_in_office(news.day):
            until = f", {days(person)}" if person.is_deputy or person.valid_to else ""
            yield f"- {place(person)}: {introduced(person)}{until}"
    if coming := [one for one in ours if one.valid_from and one.valid_from > news.day]:
        yield from ("", "Позже:")
        yield from (f"- {place(person)}: {days(person)} — {introduced(person)}" for person in coming)
    yield from ("", f"Сформировано автоматически по таблице ответственных лиц, редакция {news.version}.")


def letter_to_us(settings: Settings, letter: Letter, news: News) -> EmailMessage:
    """Who the head of the ЦУР is and will be, and where our report goes from which day on."""
    lines = [
        "Изменились сведения о руководителе ЦУР:",
        *(f"- {sentence(change)}" for change in news.changes),
        "",
        "Кому уходит отчёт:",
        *(f"- {line}" for line in _addressees(news)),
        "",
        "Отчёт уходит тому, кто действует в день отправки. Уже отправленное новому адресату само не повторяется.",
        f"По таблице ответственных лиц, редакция {news.version}; посмотреть её: svodka responsible.",
    ]
    text = _greeting(letter.role, _reader(letter, news)) + "\n".join(lines)
    return _message(settings, letter, "Сводка: изменились сведения о руководителе ЦУР", text)


def _reader(letter: Letter, news: News) -> Person | None:
    """Who gets the letter, by his address in the table that it tells of."""
    acts = acting(news.persons, letter.role, news.day)
    return next((person for person in acts if mail_address(person) == letter.recipient), None)


def _greeting(role: str, person: Person | None) -> str:
    return greeting(role, Official.of(person) if person else None)


def _addressees(news: News) -> Iterator[str]:
    """One line for each stretch of days with the same people."""
    starts = [news.day]
    for turn in turning_days(news.persons, news.day, news.day + AHEAD):
        if acting(news.persons, "cur_head", turn) != acting(news.persons, "cur_head", starts[-1]):
            starts.append(turn)
    for start in starts:
        people = "; ".join(f"{one.name} ({reached(one)})" for one in acting(news.persons, "cur_head", start))
        yield f"с {start:%d.%m.%Y}: {people or 'никому, в таблице никого нет'}"


def _message(settings: Settings, letter: Letter, subject: str, text: str) -> EmailMessage:
    message = new_message(settings, letter, subject)
    message.set_content(f"{REPEAT}\n\n{text}\n" if letter.is_repeat else f"{text}\n")
    return message


def _town(settings: Settings) -> str:
    return settings.municipality.title or settings.municipality.oktmo
