"""The letter about an edition that the head has sent back: what he said, and what is to be done."""

from __future__ import annotations

from email.message import EmailMessage

from svodka.delivery import outbox
from svodka.delivery.call import Call
from svodka.delivery.letter import new_message
from svodka.delivery.next_step import sent_back
from svodka.delivery.outbox import Letter
from svodka.delivery.progress import Progress
from svodka.delivery.recipients import recipients
from svodka.report.wording import period_title

READERS = ("secretary",)


def tell(call: Call, progress: Progress) -> None:
    """Writes to the secretary, once an edition, as long as it is sent back. The caller holds the quarter's turn."""
    if progress.draft is None or not progress.is_sent_back:
        return
    occasion = f"rejection/{call.quarter}/{progress.draft.number}"
    with call.warehouse.begin() as conn:
        readers = recipients(conn, call.settings, READERS, call.now)
        outbox.enqueue(conn, call.settings, occasion, readers, call.now)

    def compose(letter: Letter) -> EmailMessage:
        message = new_message(call.settings, letter, f"Отчёт за {period_title(call.quarter)} отклонён")
        message.set_content(text(call, progress))
        return message

    outbox.deliver(call.warehouse, call.settings, occasion, compose, call.send, call.now)


def text(call: Call, progress: Progress) -> str:
    """What was said of which edition, by whom, and the next step."""
    state = progress.state
    lines = [f"Отчёт за {period_title(call.quarter)} не подписан.", "", sent_back(call.quarter, progress)]
    if not state.rejection_reason:
        lines.append("Причина не названа: спросите руководителя.")
    if state.decided_by:
        lines.append(f"Решение принял: {state.decided_by}.")
    return "\n".join(lines) + "\n"
