"""The sheets of the workbook after cover and contents, in their order: title, what it tells, who writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.worksheet.worksheet import Worksheet

from svodka.report.content import Content
from svodka.report.sheets import (
    blocks,
    changes,
    charts,
    data,
    exclusions,
    executors,
    indicators,
    method,
    pages,
    quality,
    reconciliation,
    trends,
)

Writer = Callable[[Worksheet, Content], None]
Condition = Callable[[Content], bool]


def always(_: Content) -> bool:
    return True


def tells(part: str) -> Condition:
    """Whether that part of the quality of the data was kept beside the edition: older ones have kept less."""
    return lambda content: content.told is not None and part in content.told


@dataclass(frozen=True)
class Page:
    """One sheet; `is_shown`: whether an edition has it."""

    title: str
    about: str
    write: Writer
    is_shown: Condition = always


PAGES = (
    Page(
        "Показатели",
        "Все показатели в целом: числитель, знаменатель, значение, цель, изменение к прошлому кварталу.",
        indicators.write_total,
    ),
    Page("По каналам", "Те же показатели по каждому каналу обращений.", indicators.write_by_channel),
    Page("По направлениям", "Главные показатели одной строкой на направление деятельности.", blocks.write),
    Page(
        "Направления подробно",
        "Все показатели по направлениям с числителем и знаменателем.",
        indicators.write_by_block,
    ),
    Page(
        "По исполнителям",
        "Главные показатели одной строкой на орган, подразделение или организацию, которые отвечают.",
        executors.write,
        executors.is_shown,
    ),
    Page("Графики", "Главные показатели за восемь кварталов на графиках.", charts.write, charts.is_shown),
    Page(
        "Динамика",
        "Все показатели за восемь кварталов, изменения к прошлому кварталу и к тому же кварталу год назад.",
        trends.write,
        trends.is_shown,
    ),
    Page("Госпаблики", "Официальные страницы в социальных сетях: показатели и график.", pages.write, pages.is_shown),
    Page("Данные", "Выгрузки по каналам: до какого дня доходят данные, пробелы, счёт строк.", data.write),
    Page(
        "Качество данных",
        "Записи и случаи, связи между сообщениями, темы без направления, сверка с источником.",
        quality.write,
        tells("records"),
    ),
    Page(
        "Исключено",
        "Сообщения, исключённые из показателей решением руководителя.",
        exclusions.write,
        tells("excluded"),
    ),
    Page(
        "Сверка",
        "Сообщения, о сроке которых источник говорит иное, поимённо.",
        reconciliation.write,
        reconciliation.is_shown,
    ),
    Page("Изменения", "Что изменилось с прошлой редакции отчёта за этот квартал и почему.", changes.write),
    Page("Методика", "Как считается каждый показатель, на чём основан, какая у него цель.", method.write),
    Page("Нормы сроков", "Сроки ответа, по которым судили о нарушениях.", method.write_norms, method.has_norms),
    Page(charts.NUMBERS_SHEET, "Числа, по которым построены графики.", charts.write_numbers, charts.is_shown),
    Page("Формулы", "Точные выражения показателей, для того, кто проверяет расчёт вручную.", method.write_expressions),
)
