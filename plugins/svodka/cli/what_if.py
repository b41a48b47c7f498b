"""The option --with of `svodka figures`, and how both figures are shown side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from svodka import pipeline
from svodka.cli.shown import print_json, progress
from svodka.errors import SvodkaError, UsageError

RELATIONS = {"<=": "≤", ">=": "≥"}
LONGEST = 30  # changed slices shown; all stand in --json
Tried = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="TABLE=FILE.csv",
        help="Что если: посчитать и с этими строками deadline_rule, target, calendar_override или topic_block",
    ),
]


def read_trials(words: Sequence[str]) -> list[tuple[str, str, str]]:
    """«deadline_rule=FILE.csv» → table, file, text. Raises UsageError."""
    from svodka.figures.what_if import check_tables

    for word in words:
        if not all(word.partition("=")):
            raise UsageError(f"--with {word}: ожидается ТАБЛИЦА=ФАЙЛ, например deadline_rule=norms.csv.")
    check_tables([word.partition("=")[0] for word in words])
    return [(table, name, read_file(name)) for table, _, name in (word.partition("=") for word in words)]


def read_file(name: str) -> str:
    """The text of a file that a person names. Raises UsageError where there is none, or no text."""
    from svodka.figures.seeds import decoded

    file = Path(name)
    if file.is_dir():
        raise UsageError(f"{name} — папка: укажите файл CSV.")
    if not file.exists():
        raise UsageError(f"Файла {name} нет: проверьте имя и папку.")
    try:
        return decoded(file)
    except OSError as error:
        raise UsageError(f"Файл {name} не читается: проверьте права на него.") from error
    except SvodkaError as error:
        raise UsageError(f"{name}: {error}.") from error


def warn_of_other_rules(quarter: str, as_of: datetime) -> None:
    """Tells where a past moment is that of an edition, and the edition had other rules."""
    for number in pipeline.editions_by_other_rules(quarter, as_of):
        words = f"Редакция {number} на этот момент посчитана по другим правилам: svodka reproduce {quarter} {number}."
        progress.print(words, highlight=False, soft_wrap=True)


def show_what_if(found: dict[str, Any], as_json: bool) -> None:
    for sentence in found["warnings"]:
        progress.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if as_json:
        print_json(found)
        return
    console = Console()
    if found["changed"]:
        console.print(changed_table(found))
    else:
        console.print(f"Показатели {found['quarter']} с {', '.join(found['with'])} не меняются.", highlight=False)
    for one in found["messages"]:
        console.print(moved_sentence(one), highlight=False)
    for one in found["targets"]:
        console.print(target_sentence(one), highlight=False)
    progress.print("Ничего не сохранено: правила в sql/seeds/ прежние.")


def changed_table(found: dict[str, Any]) -> Table:
    """The totals, then the first LONGEST other slices."""
    table = Table("показатель", "разрез", title=f"Что если: {found['quarter']}")
    for name in ("сейчас", "стало бы", "разница"):
        table.add_column(name, justify="right", no_wrap=True)
    totals = [one for one in found["changed"] if not any(one["slice"].values())]
    slices = [one for one in found["changed"] if any(one["slice"].values())]
    titles = slice_titles()
    for one in totals + slices[:LONGEST]:
        where = " · ".join(titles.get(word, word) for word in one["slice"].values() if word) or "всего"
        difference = signed(one["difference"])
        table.add_row(one["indicator"], where, side(one["before"]), side(one["after"]), difference)
    if len(slices) > LONGEST:
        table.caption = f"… и ещё {len(slices) - LONGEST}, все: --json"
    return table


def slice_titles() -> dict[str, str]:
    """Channels and regimes as a person calls them."""
    from svodka.figures.explain.words import words
    from svodka.intake.contracts import channel_names, load_contract

    return {name: load_contract(name).title for name in channel_names()} | dict(words().nouns["legal_regime"].values)


def signed(difference: str | None) -> str:
    """«+11.333333», «−2.000000», «0.000000», «—» where a side has no value."""
    if difference is None:
        return "—"
    if difference.startswith("-"):
        return f"−{difference[1:]}"
    return f"+{difference}" if Decimal(difference) else difference


def side(one: dict[str, Any] | None) -> str:
    """«22.666667 (68/3)»."""
    if one is None:
        return "—"
    parts = "" if one["denominator"] is None else f" ({one['numerator']}/{one['denominator']})"
    return f"{one['value'] if one['value'] is not None else '—'}{parts}"


def moved_sentence(one: dict[str, Any]) -> str:
    if one["is_lateness"]:
        return (
            f"{one['indicator']}: стали просроченными {one['into_numerator']}, перестали {one['out_of_numerator']}; "
            f"в знаменатель вошло {one['into_denominator']}, вышло {one['out_of_denominator']}."
        )
    return (
        f"{one['indicator']}: в числитель вошло записей {one['into_numerator']}, вышло {one['out_of_numerator']}; "
        f"в знаменатель вошло {one['into_denominator']}, вышло {one['out_of_denominator']}."
    )


def target_sentence(one: dict[str, Any]) -> str:
    sides = [f"{word}: {judged(one[name])}" for word, name in (("цель сейчас", "before"), ("стала бы", "after"))]
    return f"{one['indicator']} = {one['value'] if one['value'] is not None else '—'}; {'; '.join(sides)}."


def judged(target: dict[str, Any] | None) -> str:
    if target is None:
        return "нет"
    met = {True: "достигнута", False: "не достигнута", None: "не с чем сравнить"}[target["is_met"]]
    return f"{RELATIONS[target['relation']]} {target['target']}, {met}"
