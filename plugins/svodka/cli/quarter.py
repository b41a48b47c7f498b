"""The command that issues a report."""

from __future__ import annotations

from typing import Annotated

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.forewarned import forewarn
from svodka.cli.shown import Json, print_json, progress, show

MAIL_STATES = {
    "pending": "ждёт отправки", "sending": "отправляется", "sent": "передано", "uncertain": "неизвестно, передано ли",
    "failed": "сервер отказал",
}  # fmt: skip


@app.command()
def report(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    deliver: Annotated[bool, typer.Option("--deliver", help="Отправить получателям")] = False,
    as_json: Json = False,
) -> None:
    """Выпустить отчёт за квартал."""
    forewarn(quarter)
    issued = pipeline.report(quarter, deliver)
    if as_json:
        print_json(issued)
        return
    if issued["edition"] is None:
        progress.print(f"Отчёт не выпущен. {issued['message']}", markup=False, highlight=False)
        return
    said = f"Отчёт {issued['quarter']}, редакция {issued['edition']} ({issued['status']})."
    if issued["next_step"] != "deliver":
        said += f" {issued['message']}"
    progress.print(said, markup=False, highlight=False)
    for file in issued["files"]:  # no table: a path and a hash are to be copied whole
        print(f"{file['path']}\n  sha256 {file['sha256']}")
    if issued["deliveries"]:
        mails = [{"кому": mail["recipient"], "состояние": MAIL_STATES[mail["state"]]} for mail in issued["deliveries"]]
        show(mails, False, ("кому", "состояние"), "Доставка")
    else:
        may_be_sent = not deliver and issued["next_step"] in ("deliver", "sign_off", "act")
        how = f" Утвердить и отправить: svodka report {issued['quarter']} --deliver." if may_be_sent else ""
        progress.print(f"Никому не отправлено.{how}", markup=False, highlight=False)
