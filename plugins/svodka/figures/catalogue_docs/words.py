"""What the documents of the catalogue say in English and in Russian."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from svodka.figures.indicators import ADDITIVE


@dataclass(frozen=True)
class Words:
    """One language: the frame of a page; what the files themselves say is Russian in both."""

    title: str
    intro: str
    contents: str
    sections: dict[str, str]
    other_section: str
    kinds: dict[str, str]
    directions: dict[str, str]
    additive: dict[str | None, str]
    may_exceed_100: str
    rows: tuple[str, ...]
    facts: dict[str, str]
    everything: str
    all_but: str
    no_target: str
    since: str
    until: str
    known: str
    version: str
    formula: str
    no_parts: str

    def period(self, first: date, last: date | None) -> str:
        end = f" {self.until} {last}" if last else ""
        return f"{self.since} {first}{end}"


EN = Words(
    title="Indicators",
    intro="""\
Rendered from `sql/indicators/` and `sql/seeds/target.csv` by `make catalogue`; do not edit. Titles, formulas
and legal bases are shown as the files have them, in Russian: so the municipality and the regional centre read them.

- The period is a quarter of local time, from its first day 00:00 to the first day of the next one 00:00.
- share = 100 × numerator / denominator; mean = numerator / denominator / `divide_by`; change = 100 × numerator /
  denominator; a count has no denominator. Division and rounding happen once, at output.
- `n_unknown` counts rows of which a needed field is empty; coverage = denominator / (denominator + n_unknown).
- A valid message (all facts of messages hold these only): of our municipality; not spam, not a test, not deleted, not
  rejected, not marked a duplicate of another one by its source, not excluded by the head's decision (`svodka exclude`).
- Flags of a value: `SMALL_N`, the denominator is less than 5 (`policy.small_n`); `LOW_COVERAGE`, coverage is below 80 %
  (`policy.low_coverage`); `INCOMPLETE`, the exports of a channel that it needs have a gap in the quarter;
  `CLOCK_SOURCE`, some times to answer are the export's own numbers (I-01): it has no column for the day of the answer.
- A definition holds for the quarters that begin in its validity; `known from` is the day since which it is known.
- «Adds up»: whether numerator, denominator and n_unknown of four quarters give the year's, and those of the groups of
  one dimension (the group without a value too) the total's.""",
    contents="Contents",
    sections={
        "S": "S. All messages",
        "I": "I. «Инцидент Менеджмент» (incidents in social networks); I-06: quality of all answers",
        "P": "P. ПОС (the feedback platform)", "A": "A. Appeals under 59-ФЗ", "G": "G. Госпаблики (official pages)",
    },
    other_section="Added by the municipality",
    kinds={"count": "count", "share": "share", "mean": "mean", "change": "change"},
    directions={"higher": "higher is better", "lower": "lower is better", "neutral": "neutral"},
    additive=dict(zip((*ADDITIVE, None), ("over quarters and over slices", "over slices, not over quarters", "no",
                                          "not stated: treated as no"), strict=True)),
    may_exceed_100="the numerator is no part of the denominator: may exceed 100 %",
    rows=("Unit", "Kind", "Direction", "Anchor", "Fact", "Channels it needs", "Target", "Adds up", "Owner", "Basis",
          "Validity"),
    facts={},
    everything="all",
    all_but="all except",
    no_target="none",
    since="from",
    until="to",
    known="known from",
    version="Version",
    formula="Formula",
    no_parts="has no",
)  # fmt: skip
RU = Words(
    title="Показатели",
    intro="""\
Составлено командой `make catalogue` из файлов `sql/indicators/` и `sql/seeds/target.csv`; руками не правится.

- Период: квартал по местному времени, от первого дня 00:00 до первого дня следующего квартала 00:00.
- Доля = 100 × числитель / знаменатель; среднее = числитель / знаменатель (и / `divide_by`); изменение = 100 ×
  числитель / знаменатель; у количества знаменателя нет. Делится и округляется один раз, при выводе.
- n_unknown: записи, у которых пусто нужное поле; полнота = знаменатель / (знаменатель + n_unknown).
- Действительное сообщение (только такие входят в показатели): нашего муниципалитета; не спам, не тест, не удалено, не
  отклонено, не отмечено источником как дубликат другого, не исключено решением руководителя (`svodka exclude`).
- Пометки значения: `SMALL_N` — мало записей, знаменатель меньше 5 (`policy.small_n`); `LOW_COVERAGE` — неполные данные,
  полнота ниже 80 % (`policy.low_coverage`); `INCOMPLETE` — в выгрузках нужного канала есть пропуск за квартал;
  `CLOCK_SOURCE` — время ответа хотя бы одной записи взято из выгрузки готовым (I-01): столбца с датой ответа в ней нет.
- Определение действует для кварталов, которые начинаются в сроке его действия; «известно с»: с какого дня о нём знают.
- «Складывается»: дают ли числитель, знаменатель и n_unknown четырёх кварталов годовые, а групп одного разреза (вместе с
  группой без значения) итог.""",
    contents="Содержание",
    sections={
        "S": "S. Сводные", "I": "I. «Инцидент Менеджмент»; I-06: качество всех ответов",
        "P": "P. ПОС («Госуслуги. Решаем вместе»)",
        "A": "A. Обращения по 59-ФЗ", "G": "G. «Госпаблики»",
    },
    other_section="Добавленные муниципалитетом",
    kinds={"count": "количество", "share": "доля", "mean": "среднее", "change": "изменение"},
    directions={"higher": "чем больше, тем лучше", "lower": "чем меньше, тем лучше", "neutral": "не оценивается"},
    additive=dict(zip((*ADDITIVE, None), ("по кварталам и по разрезам", "по разрезам, но не по кварталам", "нет",
                                          "не указано: считается, что нет"), strict=True)),
    may_exceed_100="числитель не часть знаменателя: может быть больше 100 %",
    rows=("Единица", "Вид", "Направленность", "К чему привязан", "Что считается", "Нужны каналы", "Целевое значение",
          "Складывается", "Чей", "Основание", "Действие"),
    facts={
        "message_in_quarter": "одно действительное сообщение; события после конца квартала ещё не наступили",
        "question_in_quarter": "один вопрос действительного обращения по 59-ФЗ (нет вопросов: само обращение)",
        "organisation_in_quarter": "одна организация реестра страниц по её последней неделе в квартале",
        "page_in_quarter": "одна ведущаяся страница со средним баллом её недель",
        "page_week_in_quarter": "одна ведущаяся страница в одной неделе, понедельник которой в квартале",
    },
    everything="все",
    all_but="все, кроме",
    no_target="нет",
    since="с",
    until="по",
    known="известно с",
    version="Версия",
    formula="Как считается",
    no_parts="нет",
)  # fmt: skip
