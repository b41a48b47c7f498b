"""The deliveries of a quarter as a page tells them: to which role, how far, what came back; no address of anybody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from svodka.delivery.delivery_words import KINDS, STATES, WAYS
from svodka.delivery.next_step import ADDRESS
from svodka.delivery.receipts.journal import deliveries
from svodka.period import Quarter
from svodka.responsible.words import ROLE_TITLES
from svodka.settings import Settings

TITLES: dict[str, str] = {str(role): title for role, title in ROLE_TITLES.items()}


def delivery_lines(conn: Connection, settings: Settings, quarter: Quarter) -> list[dict[str, Any]]:
    """One a recipient and edition, the newest edition first."""
    return [line(one) for one in reversed(deliveries(conn, settings, quarter))]


def line(delivery: dict[str, Any]) -> dict[str, Any]:
    """edition, role, whom, way, state (words), tone, at, letter, reply, signs; may_confirm: a person's word about it
    would say something new."""
    kinds = {sign["kind"] for sign in delivery["receipts"]}
    is_wanted = not delivery["is_withdrawn"]
    return {
        "edition": delivery["edition"],
        "role": delivery["role"],
        "whom": TITLES.get(delivery["role"], delivery["role"]),
        "way": WAYS[delivery["way"]],
        "state": state_of(delivery),
        "tone": tone(delivery),
        "at": delivery["sent_at"] or delivery["retry_at"],
        "is_retry": delivery["sent_at"] is None and delivery["retry_at"] is not None and is_wanted,
        "letter": (delivery["registration_number"], delivery["registered_on"]),
        "reply": ADDRESS.sub("<адрес>", delivery["reply"] or "") if delivery["state"] != "sent" else "",
        "signs": [sign_of(sign) for sign in delivery["receipts"]],
        "may_confirm": is_wanted and delivery["state"] == "sent" and "confirmed" not in kinds,
    }


def state_of(delivery: dict[str, Any]) -> str:
    if delivery["is_withdrawn"]:
        return "отменено: получатель сменился"
    if delivery["way"] == "hand" and delivery["state"] != "sent":
        return "ждёт передачи через СЭД"
    return STATES[delivery["state"]]


def tone(delivery: dict[str, Any]) -> str:
    if delivery["is_withdrawn"]:
        return ""
    return {"sent": "good", "failed": "bad"}.get(delivery["state"], "warn")


def sign_of(sign: dict[str, Any]) -> dict[str, Any]:
    """when, words, detail: who has said it and what the server has added, without addresses."""
    who = (sign["noted_by"] or "").partition("@")[0]
    added = ADDRESS.sub("<адрес>", sign["detail"] or "")
    return {"at": sign["received_at"], "words": KINDS[sign["kind"]], "detail": ", ".join(filter(None, (who, added)))}
