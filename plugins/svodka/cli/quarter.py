"""The command that issues a report."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.forewarned import forewarn
from svodka.cli.shown import DONE, FAILED, Json, print_json, progress, show

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
    failure = undelivered(issued) if deliver else None
    if as_json:
        print_json(issued)
    else:
        tell(issued, deliver, failure)
    if failure:
        progress.print(failure, markup=False, highlight=False)
    raise typer.Exit(FAILED if failure else DONE)


def undelivered(issued: dict[str, Any]) -> str | None:
    """One sentence when the report has not reached everybody it could; none when it has, or when all that is left is
    the number of a letter that a person sends himself."""
    if issued["next_step"] == "done":
        return None
    mails = [mail for mail in issued["deliveries"] if not mail["is_withdrawn"]]
    left = [mail for mail in mails if mail["state"] != "sent"]
    if left and all(mail["way"] == "hand" for mail in left) and not issued["is_blocked"]:
        return None
    has_gone = left and any(mail["state"] == "sent" for mail in mails)
    return f"{'ОТЧЁТ ОТПРАВЛЕН НЕ ВСЕМ' if has_gone else 'ОТЧЁТ НЕ ОТПРАВЛЕН'}. {issued['message']}"


def tell(issued: dict[str, Any], deliver: bool, failure: str | None) -> None:
    """The edition, its files, its deliveries; what comes next is said once: here, or as the failure after it."""
    if issued["edition"] is None:
        said = "" if failure else f" {issued['message']}"
        progress.print(f"Отчёт не выпущен.{said}", markup=False, highlight=False)
        return
    said = f"Отчёт {issued['quarter']}, редакция {issued['edition']} ({issued['status']})."
    if issued["next_step"] != "deliver" and not failure:
        said += f" {issued['message']}"
    progress.print(said, markup=False, highlight=False)
    for file in issued["files"]:  # no table: a path and a hash are to be copied whole
        print(f"{file['path']}\n  sha256 {file['sha256']}")
    if issued["deliveries"]:
        mails = [{"кому": mail["recipient"], "состояние": state_of(mail)} for mail in issued["deliveries"]]
        show(mails, False, ("кому", "состояние"), "Доставка")
    elif not failure:
        may_be_sent = not deliver and issued["next_step"] in ("deliver", "sign_off", "act") and not issued["is_blocked"]
        how = f" Утвердить и отправить: svodka report {issued['quarter']} --deliver." if may_be_sent else ""
        progress.print(f"Никому не отправлено.{how}", markup=False, highlight=False)


def state_of(mail: dict[str, Any]) -> str:
    if mail["way"] == "hand" and mail["state"] != "sent":
        return "ждёт передачи через СЭД"
    return MAIL_STATES[mail["state"]]
