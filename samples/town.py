"""The invented town: what people write about, who answers, how the invented people are called."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OURS = ("городской округ Рефтинский", "ГО Рефтинский", "Рефтинский ГО", "Рефтинский")
FOREIGN = ("городской округ Небылово", "Выдуманский ГО")
SETTLEMENT = "пгт Рефтинский"
REGION = "Свердловская область"

HOUSING = "Отдел жилищно-коммунального хозяйства"
STREETS = "Отдел благоустройства и дорог"
EDUCATION = "Отдел образования"
CULTURE = "Отдел культуры, спорта и молодёжи"
LAND = "Отдел архитектуры и земельных отношений"
ECONOMY = "Отдел экономики и торговли"
SOCIAL = "Отдел по социальным вопросам"
SAFETY = "Отдел гражданской защиты"
GENERAL = "Общий отдел"


@dataclass(frozen=True)
class Topic:
    """One thing people write about, in the words of every source.

    `season` maps months to how many times more often it comes up; `section` may be empty (the code alone speaks).
    """

    weight: float
    season: dict[int, float]
    department: str
    incident: tuple[str, str]
    pos: tuple[str, str, str]
    section: str
    code: str
    texts: tuple[str, ...]


SPRING = {3: 2.2, 4: 2.8, 5: 1.6, 1: 0.6, 2: 0.8}
WINTER = {1: 3.0, 2: 2.8, 3: 1.8, 10: 2.6, 11: 2.6, 12: 3.0, 6: 0.3, 7: 0.3, 8: 0.4}
SUMMER = {5: 1.8, 6: 2.0, 7: 2.0, 8: 1.8, 9: 1.3, 12: 0.3, 1: 0.3, 2: 0.3}
SCHOOL = {8: 2.0, 9: 2.2, 4: 1.4, 6: 0.6, 7: 0.5}
EVEN: dict[int, float] = {}

_SEASONS = {"spring": SPRING, "winter": WINTER, "summer": SUMMER, "school": SCHOOL, "even": EVEN}


def _topics() -> Iterator[Topic]:
    """The rows of topics.csv. The words of the last one stand in no map: they end in «Прочее/не классифицировано»."""
    with Path(__file__).with_name("topics.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter=";"):
            yield Topic(
                weight=float(row["weight"]),
                season=_SEASONS[row["season"]],
                department=row["department"],
                incident=(row["group"], row["theme"]),
                pos=(row["category"], row["subcategory"], row["fact"]),
                section=row["section"],
                code=row["code"],
                texts=tuple(row["texts"].split("|")),
            )


TOPICS = tuple(_topics())

_SURNAMES = ("Выдумкин", "Примеров", "Небылицын", "Образцов", "Макетов", "Пробников", "Условнов", "Черновиков")
_NAMES = (("Проб", "Макетович"), ("Пример", "Образцович"), ("Эскиз", "Пробович"), ("Шаблон", "Условнович"))
_OFFICIALS = ("Заглушкин З.З.", "Шаблонова Ш.Ш.", "Тестовский Т.Т.", "Эталонова Э.Э.", "Бланков Б.Б.")


def invented_person(rng: random.Random) -> str:
    """A name nobody bears: invented surname, name and patronymic."""
    name, patronymic = rng.choice(_NAMES)
    return f"{rng.choice(_SURNAMES)} {name} {patronymic}"


def invented_official(rng: random.Random) -> str:
    """An employee in the form «Фамилия И.О.», which is never taken for a department."""
    return rng.choice(_OFFICIALS)


def invented_contact(rng: random.Random) -> str:
    """A telephone of the unused code 000 and an address of the reserved domain example.org."""
    n = rng.randrange(10_000)
    return f"+7 000 000-{n // 100:02d}-{n % 100:02d}, zayavitel{n:04d}@example.org"


def wording(rng: random.Random, topic: Topic) -> str:
    """The text of a message; a few hold what spoils careless readers (contacts, quotes, apostrophes, line breaks)."""
    text = rng.choice(topic.texts)
    oddity = rng.random()
    if oddity < 0.02:
        return f"{text} Звоните: {invented_contact(rng)}"
    if oddity < 0.03:
        return f"{text}\nПодпись: житель дома; «д'Проб»"
    if oddity < 0.035:
        return f"=2+2 — это не ответ. {text}"
    return text


def pick_topic(rng: random.Random, month: int) -> Topic:
    """A topic in keeping with the season."""
    return rng.choices(TOPICS, [topic.weight * topic.season.get(month, 1.0) for topic in TOPICS])[0]


def municipality(rng: random.Random, foreign_share: float = 0.015) -> str | None:
    """Ours in one of its spellings, now and then empty (ours too), now and then a neighbour's row."""
    dice = rng.random()
    if dice < foreign_share:
        return rng.choice(FOREIGN)
    return None if dice > 0.97 else OURS[0] if dice < 0.9 else rng.choice(OURS)
