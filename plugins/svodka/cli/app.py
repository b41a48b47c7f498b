"""The typer application that the modules of this folder add their commands to."""

import typer

app = typer.Typer(
    name="svodka", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
    help="Сводка: выгрузки обращений граждан → хранилище → показатели → отчёт.",
)  # fmt: skip
