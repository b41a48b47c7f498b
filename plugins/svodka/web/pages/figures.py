"""«Показатели»: a quarter with its forecast, one indicator, the messages behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from svodka import pipeline
from svodka.access.roles import Right
from svodka.web.access import Viewer, require
from svodka.web.line_chart import line_chart
from svodka.web.moment import Now
from svodka.web.rendering import page, root_of

router = APIRouter()
MAY_READ = Depends(require(Right.READ))
GAP = "есть пробел в выгрузках"  # as report.wording says it
SIDES = {
    "numerator": "вошли в числитель (первое число)",
    "rest": "вошли только в знаменатель",
    "denominator": "вошли в знаменатель (второе число)",
    "unknown": "не посчитаны: нужное поле пусто",
}
SIDES_OF_CHANGE = {"numerator": "за этот квартал", "denominator": "за квартал сравнения"}
SIDE_OF_COUNT = {"numerator": "посчитанные"}
KEY_TITLES = ("Поступило", "С нарушением срока", "Отработано")


@router.get("/figures")
def figures(
    request: Request, now: Now, quarter: str = "", by: str = "", of: str = "", viewer: Viewer = MAY_READ
) -> Response:
    found = pipeline.figures_page(now, quarter, by, of)
    return page(
        request, viewer, "figures.html.j2", **found, key_titles=KEY_TITLES,
        is_gap_everywhere=_gap_said_once(found.get("lines", [])), address=_address(request, found["quarter"]),
    )  # fmt: skip


@router.get("/figures/{code}")
def figure(request: Request, code: str, now: Now, quarter: str = "", viewer: Viewer = MAY_READ) -> Response:
    found = _known(pipeline.figure_page(now, code, quarter))
    points = found["history"]
    values = [point["value"] for point in points]
    chart = line_chart([point["period"] for point in points], values, found["target_value"])
    words: dict[str, Any] = {**found, "chart": chart, "side_titles": _side_titles(found)}
    return page(request, viewer, "figure.html.j2", **words, address=_address(request, found["quarter"]))


def chosen_slice(channel: str = "", block: str = "", executor: str = "") -> dict[str, str]:
    """The slice, as it stands in the address."""
    return {"channel": channel, "block": block, "executor": executor}


def place(quarter: str = "", side: str = "", after: str = "") -> dict[str, str]:
    """Which part of which list, as it stands in the address."""
    return {"quarter": quarter, "side": side, "after": after}


@router.get("/figures/{code}/messages")
def messages(
    request: Request,
    code: str,
    now: Now,
    asked: dict[str, str] = Depends(place),
    chosen: dict[str, str] = Depends(chosen_slice),
    viewer: Viewer = MAY_READ,
) -> Response:
    found = _known(pipeline.figure_messages(now, code, chosen, **asked))
    words: dict[str, Any] = {**found, "is_first": not asked["after"], "side_titles": _side_titles(found)}
    return page(request, viewer, "figure_messages.html.j2", **words, address=_address(request, found["quarter"]))


def _gap_said_once(lines: list[dict[str, Any]]) -> bool:
    """Whether all lines say that exports are missing: it is then said above them, and no more in each."""
    said = [one["flags"].split("; ") for one in lines]
    if len(said) < 2 or not all(GAP in words for words in said):
        return False
    for one, words in zip(lines, said, strict=True):
        one["flags"] = "; ".join(word for word in words if word != GAP)
    return True


def _known(found: dict[str, Any] | None) -> dict[str, Any]:
    if found is None:
        raise HTTPException(404)
    return found


def _side_titles(found: dict[str, Any]) -> dict[str, str]:
    kind = found["definition"].kind
    return SIDES | (SIDES_OF_CHANGE if kind == "change" else SIDE_OF_COUNT if kind == "count" else {})


def _address(request: Request, quarter: str) -> Any:
    """Writes addresses of these pages that stay in the quarter; empty words are left out."""
    root = root_of(request)

    def address(code: str = "", messages: bool = False, **words: str | None) -> str:
        path = "".join(["/figures", *([f"/{quote(code)}"] if code else []), *(["/messages"] if messages else [])])
        return f"{root}{path}?{urlencode({'quarter': quarter, **{k: v for k, v in words.items() if v}})}"

    return address
