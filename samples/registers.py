"""Which appeals stand in which register of the town: site, document system, journals, 59-ФЗ register."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from samples.life import DAY, Message, office_time, stream, working_on_or_after
from samples.pos_life import is_appeal
from samples.register_life import entry, followed, numbered, register
from samples.seasons import office_registers, people_write
from samples.town import EDUCATION, GENERAL, TOPICS, Topic, municipality


def reception_messages() -> list[Message]:
    """The virtual reception of the site: people write in the evening, the office registers next morning."""
    rng = stream("reception")
    messages = []
    for written in people_write(rng, 380):
        registered = office_time(rng, working_on_or_after(written.date() + DAY))
        message = register(rng, registered, "Электронное", "Дан ответ")
        message.events[0].changes.update(municipality=municipality(rng), received_at=written)
        if rng.random() < 0.03:
            message.at(registered + timedelta(days=5), **{rng.choice(("is_spam", "duplicate_of")): "Да"})
        messages.append(message)
    return numbered(messages, "ВП-{n:05d}/{year}")


def sed_messages(pos: Iterable[Message], reception: Iterable[Message]) -> list[Message]:
    """The document system: its own post, and once more what came by ПОС (59-ФЗ) and by the site."""
    rng = stream("sed")
    messages = [
        register(rng, moment, rng.choice(("Письменное", "Электронное")), "Исполнено")
        for moment in office_registers(rng, 480)
    ]
    doubled = [source for source in pos if is_appeal(source) and rng.random() < 0.9]
    doubled += [source for source in reception if rng.random() < 0.25]
    messages += [followed(rng, source, _topic_of(source), "Исполнено") for source in doubled]
    return numbered(messages, "01-15/{n:05d}/{year}")


def journal_messages() -> tuple[list[Message], list[Message]]:
    """Written and oral appeals in the paper journals of the administration, each numbered on its own."""
    rng = stream("journals")
    written = [register(rng, moment, "Письменное", "Рассмотрено") for moment in office_registers(rng, 190)]
    oral = [_reception_in_person(rng, moment) for moment in office_registers(rng, 110)]
    return numbered(written, "П-{n}"), numbered(oral, "ЛП-{n}")


def school_messages() -> tuple[list[Message], list[Message]]:
    """The journals of a subordinate school: the same numbers as the administration's, begun in August 2025."""
    rng = stream("journals/school")
    school = next(topic for topic in TOPICS if topic.department == EDUCATION)
    books: list[list[Message]] = []
    for per_year in (45, 25):
        moments = [moment for moment in office_registers(rng, per_year) if (moment.year, moment.month) >= (2025, 8)]
        books.append([_answered_by_the_school(rng, entry(rng, moment, school, "Письменное")) for moment in moments])
    return numbered(books[0], "П-{n}"), numbered(books[1], "ЛП-{n}")


def appeal_messages() -> list[Message]:
    """The 59-ФЗ register of the administration."""
    rng = stream("appeals")
    return numbered(
        [
            register(rng, moment, rng.choice(("Письменное", "Электронное", "Личный приём")), "Рассмотрено")
            for moment in office_registers(rng, 400)
        ],
        "{n}-ОГ",
    )


def _topic_of(source: Message) -> Topic:
    words = source.events[0].changes
    section, category = words.get("section"), words.get("topic_l1")
    return next(topic for topic in TOPICS if topic.section == section or topic.pos[0] == category)


def _reception_in_person(rng: random.Random, moment: datetime) -> Message:
    """Half of those who come are answered at the table."""
    message = register(rng, moment, "Личный приём")
    if rng.random() < 0.5:
        del message.events[1:]
        answered = message.registered_at + timedelta(minutes=30)
        message.at(answered, status="Дан ответ", answered_at=answered, outcome="Разъяснено", department=GENERAL)
    return message


def _answered_by_the_school(rng: random.Random, message: Message) -> Message:
    last = message.registered_at + timedelta(days=rng.randrange(3, 26))
    answered = office_time(rng, working_on_or_after(last.date()))
    return message.at(answered, status="Рассмотрено", answered_at=answered, outcome="Разъяснено", department=EDUCATION)
