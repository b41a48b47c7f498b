"""What the secretary does from the morning on, by clicks alone; each walk says how many clicks and seconds it took."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.browser.conftest import Town
from tests.export_forms import POS, pos_row

pytestmark = pytest.mark.slow


class Walk:
    """Counts what a person presses, and the seconds between the first and the last of it."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url
        self.clicks, self.began = 0, time.monotonic()

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}/svodka{path}")

    def press(self, name: str, role: str = "button") -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def choose(self, file: Path) -> None:
        self.clicks += 1
        self.page.set_input_files("input[type=file]", str(file))

    def text(self, place: str) -> str:
        return str(self.page.inner_text(place))

    def told(self) -> str:
        return f"{self.clicks} нажатий, {time.monotonic() - self.began:.1f} с"


@pytest.fixture
def secretary(enter: Callable[..., Any], town: Town) -> Walk:
    return Walk(enter("secretary"), town.url)


def exported(tmp_path: Path, name: str, *rows: str) -> Path:
    """A small export of ПОС as it lies in the folder of downloads."""
    file = tmp_path / name
    file.write_text("\n".join([POS, *rows, ""]), encoding="utf-8")
    return file


def count(town: Town, statement: str, **values: Any) -> int:
    with town.warehouse.begin() as conn:
        return int(conn.execute(text(statement), values).scalar() or 0)


def test_from_a_downloaded_export_to_her_figures(secretary: Walk, town: Town, tmp_path: Path) -> None:
    file = exported(tmp_path, "pos_2026-10-05.csv", *(pos_row(9000 + n, "02.10.2026") for n in range(6)))
    landed = "SELECT count(*) FROM landing.file WHERE name = 'pos_2026-10-05.csv'"
    secretary.open("/today")
    secretary.press("Загрузить", "link")
    secretary.choose(file)
    secretary.press("Проверить")
    assert secretary.text("h1") == "Файл понят"
    assert "Платформа обратной связи" in secretary.text("main") and not count(town, landed)
    secretary.press("Загрузить")
    assert "загружен" in secretary.text("main").lower() and count(town, landed) == 1
    secretary.press("Показатели", "link")
    assert "S-01" in secretary.text("main")
    print(f"\nот скачанной выгрузки до показателей: {secretary.told()}")
    assert secretary.clicks <= 6


def test_a_file_dragged_from_its_folder_onto_the_page_is_the_chosen_one(secretary: Walk, tmp_path: Path) -> None:
    """The drop is the browser's own, as when a file comes from a folder's window."""
    file = exported(tmp_path, "pos_2026-10-05_drag.csv", pos_row(9050, "02.10.2026"))
    secretary.open("/upload")
    box = secretary.page.locator("label.drop").bounding_box()
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    dragged = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    devtools = secretary.page.context.new_cdp_session(secretary.page)
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, "data": dragged, **place})
    assert secretary.page.eval_on_selector("#file", "field => field.files[0].name") == file.name
    secretary.press("Проверить")
    assert secretary.text("h1") == "Файл понят" and file.name in secretary.text("main")
    secretary.press("Отказаться")


def test_a_wrong_channel_and_a_spoilt_file_are_told_before_anything_is_landed(
    secretary: Walk, town: Town, tmp_path: Path
) -> None:
    before = count(town, "SELECT count(*) FROM landing.file")
    secretary.open("/upload")
    secretary.page.select_option("select[name=channel]", "incident")
    secretary.choose(exported(tmp_path, "выгрузка.csv", pos_row(9100)))
    secretary.press("Проверить")
    assert "Похоже на выгрузку «Платформа обратной связи»" in secretary.text("main")
    secretary.press("Отказаться")
    broken = tmp_path / "pos_2026-10-06.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    secretary.open("/upload")
    secretary.choose(broken)
    secretary.press("Проверить")
    assert secretary.text("h1") == "Файл не принят" and "повреждён" in secretary.text("main")
    assert count(town, "SELECT count(*) FROM landing.file") == before


def test_a_row_is_dismissed_with_a_reason(secretary: Walk, town: Town) -> None:
    is_open = "SELECT count(*) FROM meta.rejected_row WHERE state = 'open'"
    before = count(town, is_open)
    assert before
    secretary.open("/quarantine")
    secretary.page.get_by_role("link", name="Разобрать").first.click()
    secretary.page.fill("textarea[name=reason]", "Проверочная строка, в источнике её нет")
    secretary.press("Снять строку")
    assert count(town, is_open) == before - 1
    assert count(
        town, "SELECT count(*) FROM meta.rejected_row WHERE state = 'dismissed' AND dismissed_by = 'secretary'"
    )


def test_a_row_is_shown_to_her_and_the_look_is_journaled(secretary: Walk, town: Town) -> None:
    before = count(town, "SELECT count(*) FROM meta.personal_view WHERE login = 'secretary'")
    secretary.open("/quarantine")
    secretary.page.get_by_role("link", name="Разобрать").first.click()
    secretary.press("Показать строку")
    assert count(town, "SELECT count(*) FROM meta.personal_view WHERE login = 'secretary'") == before + 1


def test_a_new_topic_is_put_into_a_block(secretary: Walk, town: Town, tmp_path: Path) -> None:
    secretary.open("/upload")
    rows = [pos_row(9200 + n, "03.10.2026", "Небывалая тема") for n in range(3)]
    secretary.choose(exported(tmp_path, "pos_2026-10-07.csv", *rows))
    secretary.press("Проверить")
    secretary.press("Загрузить")
    secretary.open("/data")
    row = secretary.page.get_by_role("row").filter(has_text="Небывалая тема").first
    row.locator("select[name=block]").select_option(index=1)
    row.get_by_role("button").click()
    secretary.page.wait_for_load_state()
    with town.warehouse.begin() as conn:
        blocks = conn.execute(
            text(
                "SELECT DISTINCT fact.block FROM marts.fct_message AS fact INNER JOIN core.message USING (message_key)"
                " WHERE topic_l1 = 'Небывалая тема'"
            )
        )
        found = [block for (block,) in blocks]
    assert len(found) == 1 and found[0]
    assert count(town, "SELECT count(*) FROM meta.topic_decision WHERE decided_by = 'secretary'") == 1


def test_a_message_that_vanished_is_kept_with_a_reason(secretary: Walk, town: Town) -> None:
    secretary.open("/missing")
    secretary.page.get_by_role("checkbox").first.check()
    secretary.page.fill("textarea[name=reason]", "Сверено с источником: выгрузка была неполной")
    secretary.press("Оставить в показателях")
    assert (
        count(town, "SELECT count(*) FROM meta.absence_decision WHERE decided_by = 'secretary' AND action = 'keep'")
        == 1
    )
