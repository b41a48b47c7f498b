"""Command: everything about one message and why each figure counts it or does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.forewarned import forewarn
from svodka.cli.shown import Json, moment, print_json

MOMENT = "%d.%m.%Y %H:%M"


@app.command()
def explain(
    message: Annotated[str, typer.Argument(help="Номер, как в источнике, канал:номер или ключ")],
    channel: Annotated[str | None, typer.Option(help="Канал, если номер есть в нескольких")] = None,
    quarter: Annotated[str | None, typer.Option(help="Только этот квартал, например 2026Q3")] = None,
    as_of: Annotated[str | None, typer.Option(help="Как было известно в этот момент (ISO)")] = None,
    show_all: Annotated[bool, typer.Option("--all", help="Все показатели, и те, куда сообщение не входит")] = False,
    as_json: Json = False,
) -> None:
    """Объяснить сообщение: ход, срок и норма, версии, в какие показатели входит и почему."""
    known_at = moment(as_of) if as_of else None
    forewarn(quarter, known_at)
    found = pipeline.explain(message, channel, quarter, known_at)
    if as_json:
        print_json(found.as_json())
        return
    console = Console(highlight=False)
    _identity(console, found.identity, found.left_out)
    _block(console, "Ход", ((f"{e.at:{MOMENT}}", e.what, e.file or "") for e in found.timeline))
    _term(console, found.term)
    _versions(console, found.versions)
    _block(console, "Вопросы обращения", (_question(each) for each in found.questions))
    _block(
        console,
        "Тот же случай",
        ((f"{c['channel']} {c['number']}", f"{c['registered_on']:%d.%m.%Y}") for c in found.case),
    )
    _block(console, "Связи", (_link(each) for each in found.links))
    for each in found.quarters:
        chosen = each.verdicts if show_all else [v for v in each.verdicts if v.is_counted or v.is_near]
        rows = [(_code(v, len(found.questions)), v.title, v.sentence) for v in chosen]
        nothing = found.left_out or "ни в один показатель не входит (все: --all)"
        title = f"Показатели {each.quarter}, по данным на {found.as_of:{MOMENT}}"
        _verdicts(console, title, rows, nothing)


def _identity(console: Console, one: dict[str, Any], left_out: str | None) -> None:
    year = f" ({one['number_year']})" if one["number_year"] else ""
    registrar = f", журнал «{one['registrar']}»" if one["registrar"] else ""
    console.print(f"{one['channel']} {one['source_number']}{year}{registrar}", style="bold", markup=False)
    status = one["status_in_words"] or "не указан"
    source = f" («{one['source_status']}»)" if one["source_status"] else ""
    rows = [
        ("канал", one["channel_in_words"]),
        ("порядок", one["legal_regime_in_words"]),
        ("направление", f"{one['block']} {_block_by(one['block_by'])}"),
        ("исполнитель", one["executor"]),
        ("статус", status + source),
        ("итог", one["outcome_in_words"]),
        ("вне показателей", left_out),
        ("причина", one["exclusion"] and one["exclusion"]["reason"]),
        ("нет в выгрузке с", one["missing_since"] and f"{one['missing_since']:{MOMENT}}"),
    ]
    console.print(_grid([(name, value) for name, value in rows if value]))


def _block_by(row: dict[str, Any] | None) -> str:
    if row is None:
        return "(ни темы, ни кода нет в sql/seeds/topic_block.csv)"
    kind = "по теме" if row["kind"] == "topic" else "по коду"
    return f"({kind} «{row['topic']}», карта с {row['valid_from']:%d.%m.%Y})"


def _term(console: Console, term: Any) -> None:
    rows = [("", term.sentence), ("", term.reckoning)]
    rows += [("норма", f"{rule.norm} ({rule.source}; с {rule.valid_from:%d.%m.%Y})") for rule in term.rules]
    if term.extension is not None:
        rows.append(("продление", f"до {term.extension.until:{MOMENT}}. {term.extension.why}"))
    _block(console, "Срок", rows)


def _versions(console: Console, versions: Sequence[Any]) -> None:
    rows = []
    for one in versions:
        is_json = one.sheet.endswith(".json") or one.file.endswith(".json")
        sheet = f", {'часть' if is_json else 'лист'} «{one.sheet}»" if one.sheet else ""
        row = f"{'запись' if is_json else 'строка'} {one.row}"
        files = f", видна до {one.seen_until:%d.%m.%Y} (файлов: {one.n_files})" if one.n_files > 1 else ""
        rows.append((str(one.number), f"{one.file}{sheet}, {row}: выгрузка {one.exported_at:{MOMENT}}{files}"))
        rows += [("", f"{c.title}: {c.old or '—'} → {c.new or '—'}") for c in one.changes]
    _block(console, "Версии", rows)


def _question(one: Any) -> tuple[str, ...]:
    answered = f"ответ {one.responded_at:{MOMENT}}" if one.responded_at else "ответа нет"
    return str(one.number), one.classifier_code or "", one.result_in_words or "результата нет", answered


def _link(pair: dict[str, Any]) -> tuple[str, ...]:
    return f"{pair['channel']} {pair['number']} ↔ {pair['other_channel']} {pair['other_number']}", pair["why"]


def _code(verdict: Any, n_questions: int) -> str:
    return verdict.indicator + (f", вопрос {verdict.question}" if verdict.question and n_questions > 1 else "")


def _verdicts(console: Console, title: str, rows: Sequence[tuple[str, str, str]], nothing: str) -> None:
    """Code beside the title, the sentence under it."""
    console.print(f"\n{title}", style="bold")
    if not rows:
        console.print(f"  {nothing}", markup=False)
    for code, name, sentence in rows:
        console.print(f"  {code}  {name}", style="dim", markup=False)
        console.print(Padding(sentence, (0, 0, 0, 4)), markup=False)


def _block(console: Console, title: str, rows: Iterable[tuple[str, ...]]) -> None:
    listed = list(rows)
    if listed:
        console.print(f"\n{title}", style="bold")
        console.print(_grid(listed))


def _grid(rows: Sequence[tuple[str, ...]]) -> Padding:
    """Columns without lines, two spaces in; empty columns take no place."""
    used = [place for place in range(len(rows[0])) if any(row[place] for row in rows)]
    table = Table.grid(padding=(0, 2))
    for _ in used:
        table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*(_plain(row[place]) for place in used))
    return Padding(table, (0, 0, 0, 2))


def _plain(cell: str) -> str:
    """Square brackets of the data are no markup."""
    return cell.replace("[", r"\[")
