"""Command: has the report arrived; what the servers said; a person's word that it has."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from svodka import pipeline
from svodka.cli.app import app
from svodka.cli.shown import FAILED, Json, local, print_json, progress
from svodka.delivery.delivery_words import ENDS, KINDS, STATES, WAYS
from svodka.errors import UsageError
from svodka.report.wording import ADDRESSEE

Who = Annotated[str | None, typer.Option("--confirm", help="Роль или адрес получателя, у которого отчёт есть")]
By = Annotated[str, typer.Option("--by", help="Кто подтверждает (с --confirm)")]
Note = Annotated[str | None, typer.Option("--note", help="Откуда известно, например «по телефону» (с --confirm)")]
Read = Annotated[bool, typer.Option("--read", help="Прочитать почтовый ящик сейчас")]


@app.command()
def receipts(
    quarter: Annotated[str, typer.Argument(help="Например, 2026Q3")],
    confirm: Who = None,
    by: By = "",
    note: Note = None,
    read: Read = False,
    as_json: Json = False,
) -> None:
    """Дошёл ли отчёт: попытки отправки, уведомления о доставке, ответы, подтверждения."""
    if confirm is None and (by or note):
        raise UsageError("--by и --note говорят, кто и откуда знает о получении: ожидается ещё --confirm РОЛЬ.")
    if confirm is not None:
        n_meant = pipeline.confirm_receipt(quarter, confirm, by, note)
        progress.print(f"Получение отмечено, получателей: {n_meant}.", markup=False)
    counts = pipeline.read_receipts() if read else {}
    if read:
        progress.print(reading_told(counts), markup=False, highlight=False)
    found = pipeline.receipts(quarter)
    if as_json:
        print_json(found)
    elif found:
        for one in found:  # no table: what a server has said is to be read, and copied, whole
            print("\n".join(told(one)))
    else:
        progress.print(f"Отчёт за {quarter} никому не передавался.", markup=False, highlight=False)
    if "unavailable" in counts:
        raise typer.Exit(FAILED)


def reading_told(counts: dict[str, Any]) -> str:
    """What reading the mailbox has brought."""
    if not counts:
        return "Почтовый ящик не настроен: раздел [imap] в svodka.toml."
    if "unavailable" in counts:
        return str(counts["unavailable"])
    news = [f"{words}: {counts[kind]}" for kind, words in KINDS.items() if counts.get(kind)]
    told = f"Просмотрено писем: {counts['read']}; " + ("; ".join(news) or "нового о наших письмах нет") + "."
    return told + (f" Не разобрано писем: {counts['broken']}." if counts["broken"] else "")


def told(delivery: dict[str, Any]) -> list[str]:
    """One delivery: to whom and how it stands, then by time what was tried and what came back."""
    state = "отменено: получатель сменился" if delivery["is_withdrawn"] else STATES[delivery["state"]]
    whom = ADDRESSEE.get(delivery["role"], delivery["role"])
    where = "" if delivery["way"] == "hand" else f", {delivery['recipient']}"
    head = f"Редакция {delivery['edition']}. {whom}{where} ({WAYS[delivery['way']]}): {state}."
    events = [(one["begun_at"], attempt_told(one)) for one in delivery["journal"]]
    events += [(one["received_at"], sign_told(one)) for one in delivery["receipts"]]
    lines = [f"  {local(moment)} {words}" for moment, words in sorted(events, key=lambda event: event[0])]
    is_settled = delivery["is_withdrawn"] or (delivery["state"] == "sent" and delivery["receipts"])
    return [head, *lines, *([] if is_settled else [f"  {waits_for(delivery)}"])]


def attempt_told(attempt: dict[str, Any]) -> str:
    """«попытка 1: принято: 250 ok»."""
    said = ENDS[attempt["outcome"]] if attempt["outcome"] else "не закончена"
    return f"попытка {attempt['attempt']}: {said}" + (f": {attempt['reply']}" if attempt["reply"] else "")


def sign_told(sign: dict[str, Any]) -> str:
    """«доставлено (250 2.0.0 ok)»."""
    who = f", {sign['noted_by']}" if sign["noted_by"] else ""
    detail = f" ({sign['detail']})" if sign["detail"] else ""
    return f"{KINDS[sign['kind']]}{who}{detail}"


def waits_for(delivery: dict[str, Any]) -> str:
    """What comes next, or why it stands still."""
    if delivery["state"] == "sent":
        return "подтверждения ещё нет"
    if delivery["state"] in ("pending", "uncertain") and delivery["retry_at"]:
        return f"повтор не раньше {local(delivery['retry_at'])}"
    return delivery["reply"] or "ещё не отправлялось"
