"""«Сообщение»: one message with its story, and its personal data for those who may see them and are written down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from svodka import pipeline
from svodka.access.roles import Right, holders_in_words
from svodka.intake.contracts import channel_title
from svodka.period import Quarter
from svodka.report.wording import period_title
from svodka.web.access import Viewer, require
from svodka.web.moment import Now
from svodka.web.rendering import page, see_other

router = APIRouter()
MAY_READ = Depends(require(Right.READ))
MAY_SEE_PERSONAL = Depends(require(Right.PERSONAL))
JOURNALED_AS = "message"
QUARTERS_OFFERED = 8
CODE = re.compile(r"\b20\d\dQ[1-4]\b")


@router.get("/message")
def search(request: Request, number: str = "", viewer: Viewer = MAY_READ) -> Response:
    """One message of the number: goes there; several: a list to choose from."""
    found = pipeline.find_messages(number)
    if len(found) == 1:
        return see_other(request, f"/message/{found[0].key}")
    return page(request, viewer, "message_search.html.j2", number=number.strip(), found=found)


@router.get("/message/{key:uuid}")
def message(request: Request, key: UUID, now: Now, viewer: Viewer = MAY_READ, quarter: str = "") -> Response:
    return page(request, viewer, "message.html.j2", **_told(key, quarter, now), personal=None)


@router.post("/message/{key:uuid}/personal")
def personal(request: Request, key: UUID, now: Now, viewer: Viewer = MAY_SEE_PERSONAL) -> Response:
    """The same with the personal data: not at an address of its own, so that no link opens them unasked."""
    told = _told(key, "", now)
    pipeline.write_down_view(viewer.login, viewer.role, JOURNALED_AS, key, now)
    return page(request, viewer, "message.html.j2", **told, personal=pipeline.message_personal(key))


def _near(quarters: Sequence[Quarter], shown: Quarter) -> Sequence[Quarter]:
    """A message that nobody has answered reaches every quarter since: the newest are offered, and the one shown."""
    return sorted({*quarters[-QUARTERS_OFFERED:], shown})


def _in_words(sentence: str) -> str:
    """«в показателях III квартала 2026 года» for «в показателях 2026Q3»."""
    return CODE.sub(lambda code: period_title(Quarter.parse(code[0])).replace("квартал ", "квартала "), sentence)


def _told(key: UUID, quarter: str, now: Now) -> dict[str, Any]:
    found = pipeline.message_told(key, quarter or None, now)
    if found is None:
        raise HTTPException(404)
    verdicts = found.told.quarters[0].verdicts
    linked = {each["channel"] for each in (*found.told.case, *found.told.links)}
    linked |= {pair["other_channel"] for pair in found.told.links}
    return {
        "key": key,
        "told": found.told,
        "one": found.told.identity,
        "kept": found.kept,
        "sentence": _in_words(found.told.term.sentence),
        "quarters": [(str(one), period_title(one), one == found.shown) for one in _near(found.quarters, found.shown)],
        "shown": period_title(found.shown),
        "counted": [one for one in verdicts if one.is_counted],
        "near": [one for one in verdicts if one.is_near and not one.is_counted],
        "outside": [one for one in verdicts if not one.is_near and not one.is_counted],
        "titles": {name: channel_title(name) for name in linked},
        "who_may": holders_in_words(Right.PERSONAL),
    }
