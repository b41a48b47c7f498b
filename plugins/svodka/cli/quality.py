"""Commands of the quality of the data: links, topics, reconcile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import Json, local, moment, print_json, progress, show
from svodka.errors import UsageError
from svodka.report.quality_words import KINDS, LINKS, ORIGINS, in_the_source, link_title, more, said

AsOf = Annotated[str | None, typer.Option("--as-of", help="Как было известно в этот момент (ISO)")]
SHOWN = 50
FEW = 20
EVERY = 1_000_000


@app.command()
def links(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    kind: Annotated[str | None, typer.Option("--type", help="SAME_APPEAL, REPEAT или DUPLICATE")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Записи и случаи квартала; связанные сообщения: одно обращение в двух каналах, повторы, дубликаты."""
    found = pipeline.links(quarter, kind, _moment(as_of), EVERY if as_json else SHOWN)
    if as_json:
        print_json(found)
        return
    records = [
        {
            "канал": row["channel"] or "все", "записей": row["records"], "случаев": row["cases"],
            "повторных (источник)": f"{row['repeats_by_source']} из {row['repeats_known']}",
            "повторных (вычислено)": f"{row['repeats_computed']} из {row['applicants_known']}",
        }
        for row in found["records"]
    ]  # fmt: skip
    show(records, False, tuple(records[0]), f"Записи и случаи {quarter}")
    counts = [
        {"связь": LINKS[row["type"]], "откуда": ORIGINS[row["origin"]], "канал": row["channel"], "связей": row["n"]}
        for row in found["counts"]
    ]
    show(counts, False, ("связь", "откуда", "канал", "связей"), "Связи")
    pairs = [
        {"связь": link_title(row), "сообщение": _place(row, ""), "с чем": _place(row, "other_"), "почему": row["why"]}
        for row in found["pairs"]
    ]
    show(pairs, False, ("связь", "сообщение", "с чем", "почему"), f"Пары (первые {SHOWN})")
    progress.print("Вычисленные связи только показываются: в показатели входят указанные источником.")


@app.command()
def topics(
    quarter: Annotated[str | None, typer.Argument(help="Например, 2026Q3; без него — за всё время")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Темы и коды, которым не дано направление («Прочее/не классифицировано»), и строки для справочника."""
    found = pipeline.topics(quarter, _moment(as_of))
    if as_json:
        print_json(found)
        return
    if not found["topics"]:
        asked = f"За {quarter} сообщений нет." if quarter else "Сообщений нет."
        nothing = pipeline.forewarning(quarter, _moment(as_of)) or asked
        progress.print("Все темы и коды отнесены к направлениям." if found["n_messages"] else nothing, markup=False)
        return
    shown = found["topics"][:SHOWN]
    rows = [
        {
            "тема": row["topic"] or "—", "код": row["code"] or "—", "сообщений": row["n"],
            "по каналам": ", ".join(f"{channel} {n}" for channel, n in row["channels"].items()),
            "последнее": f"{row['newest_on']:%d.%m.%Y}",
        }
        for row in shown
    ]  # fmt: skip
    show(rows, False, tuple(rows[0]), f"Не отнесено к направлениям: сообщений {found['n']}")
    if rest := more(len(found["topics"]), len(shown)):
        progress.print(rest)
    lines = [row["map_row"] for row in shown[:FEW] if row["map_row"]]
    if lines:
        progress.print(
            "Чтобы отнести тему: svodka map-topic ТЕМА НАПРАВЛЕНИЕ --from ДЕНЬ --by КТО, страница «Качество данных», "
            f"или допишите строку в {found['file']} и выполните svodka init; вместо <направление> — одно из имён "
            "третьего столбца этого файла:",
            markup=False,
        )
        print("\n".join(lines))
    for row in shown:
        if advice := in_the_source(row):
            progress.print(f"{advice} Сообщений: {row['n']}.", markup=False, highlight=False)


@app.command("map-topic")
def map_topic(
    topic: Annotated[str, typer.Argument(help="Тема источника, как её показывает svodka topics")],
    block: Annotated[str, typer.Argument(help="Направление; «-» — больше не относить ни к какому")],
    valid_from: Annotated[str, typer.Option("--from", help="С какого дня (ГГГГ-ММ-ДД)")],
    by: Annotated[str, typer.Option("--by", help="Кто решил")],
    is_code: Annotated[bool, typer.Option("--code", help="Это код классификатора, а не тема")] = False,
) -> None:
    """Отнести тему к направлению с указанного дня; решение остаётся в журнале."""
    kind, wanted = "code" if is_code else "topic", None if block == "-" else block
    pipeline.map_topic(topic, wanted, _day(valid_from), by, kind)
    progress.print(f"{topic}: {wanted or 'не относится ни к какому направлению'} с {valid_from}.", markup=False)


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"--from {given}: ожидается день вида 2026-10-01.") from error


@app.command()
def reconcile(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Сверка с источником: его отметка о просрочке и готовое время ответа против вычисленных."""
    found = pipeline.reconcile(quarter, _moment(as_of), EVERY if as_json else SHOWN)
    if as_json:
        print_json(found)
        return
    if not found["counts"]:
        progress.print("В выгрузках квартала нет ни отметок о просрочке, ни готового времени ответа: сверять нечего.")
        return
    counts = [
        {
            "что": KINDS[row["kind"]], "канал": row["channel"], "сверено": row["n_compared"],
            "совпало": row["n_agree"], "разошлось": row["n_differ"],
            "просрочено только у источника": row["n_late_by_source_only"],
            "просрочено только у нас": row["n_late_by_us_only"], "не известно": row["n_unknown"],
        }
        for row in found["counts"]
    ]  # fmt: skip
    show(counts, False, tuple(counts[0]), f"Сверка с источником {quarter}: просрочка на новейшую выгрузку канала")
    rows = [
        {
            "канал": row["channel"], "номер": row["number"], "что": KINDS[row["kind"]],
            "у источника": said(row, "source"), "у нас": said(row, "our"), "вероятная причина": row["reason"],
        }
        for row in found["differences"]
    ]  # fmt: skip
    if rows:
        show(rows, False, tuple(rows[0]), f"Расхождения (первые {SHOWN})")
    if rest := more(found["n_differ"], len(rows)):
        progress.print(rest)
    moments = ", ".join(f"{channel} — на {local(at)}" for channel, at in found["judged_at"].items())
    progress.print(
        f"Просрочка судится на время новейшей выгрузки канала: {moments}. Открытое сообщение, срок которого к этому "
        "времени истёк, просрочено.",
        highlight=False,
    )


def _moment(text: str | None) -> Any:
    return moment(text) if text else None


def _place(row: Mapping[str, Any], side: str) -> str:
    if row[f"{side}number"] is None:
        return "—"
    return f"{row[f'{side}channel']} № {row[f'{side}number']} от {row[f'{side}registered_on']:%d.%m.%Y}"
