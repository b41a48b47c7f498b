"""The pages behind the menu, found by following links as people do: no barrier, nothing wider than a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from svodka.access.roles import Role, may
from svodka.web.menu import MENU
from tests.browser.conftest import Town
from tests.browser.test_walk import barriers, keep_picture

pytestmark = pytest.mark.slow

# What differs between two pages of one kind: a key, a number, a quarter, a code of an indicator.
NAMED = re.compile(r"/(?:[0-9a-f-]{36}|\d{4}Q\d|[A-Z]+-\d+\w*|\d+)(?=/|$)")
DOWNLOAD = re.compile(r"\.(xlsx|csv|pdf|docx|json|zip)$|/file")
KINDS = {"/message/*", "/figures/*", "/quarantine/*", "/reports/*", "/data/load/*"}


def links(page: Any, root: str) -> list[str]:
    """The pages that one page leads to, without what is downloaded."""
    found = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.href)")
    return [one.split("#")[0] for one in found if one.startswith(root) and not DOWNLOAD.search(urlsplit(one).path)]


def one_of_each_kind(page: Any, root: str, begin: list[str]) -> dict[str, str]:
    """Follows links from the menu two steps deep; the first page met of each kind."""
    found: dict[str, str] = {}
    step = begin
    for _ in range(2):
        reached = []
        for url in step:
            page.goto(url)
            for link in links(page, root):
                kind = NAMED.sub("/*", urlsplit(link).path.removeprefix(urlsplit(root).path))
                if "*" in kind and kind not in found:
                    found[kind] = link
                    reached.append(link)
        step = reached
    return found


@pytest.mark.parametrize(("size", "scheme"), [("wide", "light"), ("phone", "dark")])
def test_no_page_behind_the_menu_has_a_serious_barrier(
    enter: Callable[..., Any], town: Town, size: str, scheme: str
) -> None:
    page, axe, found, root = enter("head", size, scheme), Axe(), [], f"{town.url}/svodka"
    menu = [f"{root}{item.path}" for item in MENU if may(Role.HEAD, item.right)]
    pages = one_of_each_kind(page, root, menu)
    assert set(pages) >= KINDS, sorted(pages)
    for kind, url in pages.items():
        assert page.goto(url).status == 200, url
        found += barriers(page, axe, kind)
        keep_picture(page, f"detail-{kind.strip('/').replace('/', '-').replace('*', 'x')}-{size}-{scheme}")
    assert not found
