"""Each page of the menu as each person meets it: reached by clicks, readable by everybody, whole on a phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from svodka.access.roles import Role, may
from svodka.web.menu import MENU
from tests.browser.conftest import Town

pytestmark = pytest.mark.slow

SERIOUS = ("serious", "critical")
# Where a person wants to look at the pictures: SVODKA_SCREENSHOTS=/a/folder make test-slow
SCREENSHOTS = os.environ.get("SVODKA_SCREENSHOTS")


def keep_picture(page: Any, name: str) -> None:
    if SCREENSHOTS:
        Path(SCREENSHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)


def barriers(page: Any, axe: Axe, where: str) -> list[tuple[str, str, str]]:
    """What keeps people from using the open page: serious violations of axe, more width than the screen has."""
    violations = axe.run(page).response["violations"]
    found = [(where, one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in SERIOUS]
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return found + ([(where, "wider than the screen", f"{wide} > {shown}")] if wide > shown else [])


@pytest.mark.parametrize("login", ["secretary", "head", "engineer"])
def test_every_page_is_reached_by_clicks_inside_airflow(enter: Callable[..., Any], login: str) -> None:
    page = enter(login)
    page.get_by_role("link", name="Сводка").first.click()
    frame = page.frame_locator("iframe")
    offered = [item for item in MENU if may(Role(login), item.right)]
    for item in offered:
        frame.get_by_role("link", name=item.title, exact=True).click()
        current = frame.locator("nav a[aria-current=page]", has_text=item.title)
        current.wait_for()
        assert frame.locator("h1").count() == 1
    assert frame.locator("nav[aria-label=Разделы] a").count() == len(offered)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_page_has_a_serious_barrier_or_runs_out_of_the_screen(
    enter: Callable[..., Any], town: Town, scheme: str, size: str
) -> None:
    page, axe, found = enter("head", size, scheme), Axe(), []
    paths = [item.path for item in MENU if may(Role.HEAD, item.right)]
    page.goto(f"{town.url}/svodka{paths[0]}")
    page.evaluate("scheme => localStorage.setItem('theme', scheme)", scheme)
    for path in paths:
        page.goto(f"{town.url}/svodka{path}")
        assert page.evaluate("document.documentElement.classList.contains('dark')") == (scheme == "dark")
        found += barriers(page, axe, path)
        keep_picture(page, f"{path.strip('/')}-{size}-{scheme}")
    assert not found


def test_pages_follow_the_theme_of_airflow(enter: Callable[..., Any]) -> None:
    page = enter("head")
    page.get_by_role("link", name="Сводка").first.click()
    frame, is_dark = page.frame_locator("iframe"), "html => html.classList.contains('dark')"
    frame.locator("html").wait_for()
    page.evaluate("document.documentElement.classList.add('dark')")
    frame.locator("html.dark").wait_for(state="attached")
    assert frame.locator("html").evaluate(is_dark)
    page.evaluate("document.documentElement.classList.remove('dark')")
    frame.locator("html:not(.dark)").wait_for(state="attached")
    assert not frame.locator("html").evaluate(is_dark)


def test_the_first_key_press_leads_past_the_menu(enter: Callable[..., Any], town: Town) -> None:
    page = enter("head")
    page.goto(f"{town.url}/svodka/today")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "К содержанию"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_on_a_phone_the_menu_is_one_row_with_the_open_page_in_sight_and_anchors_hold(
    enter: Callable[..., Any], town: Town
) -> None:
    page = enter("head", "phone")
    page.goto(f"{town.url}/svodka/data#topics")
    page.wait_for_function("window.scrollY > 0")
    box = page.locator("nav[aria-label=Разделы] a[aria-current=page]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    tops = page.eval_on_selector_all("nav[aria-label=Разделы] a", "all => all.map(one => one.offsetTop)")
    assert len(tops) > 5 and len(set(tops)) == 1


def test_nothing_is_asked_of_another_machine(enter: Callable[..., Any], town: Town) -> None:
    page = enter("head")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for item in MENU:
        page.goto(f"{town.url}/svodka{item.path}")
    assert asked and all(url.startswith((town.url, "data:")) for url in asked)
