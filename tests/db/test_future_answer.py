"""An answer made of a duration that lies in the future goes into quarantine, and the report goes its way."""

from __future__ import annotations

from sqlalchemy import text

from svodka.delivery import quarter as quarters
from svodka.intake import run
from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.delivery_desk import at
from tests.edition_town import QUARTER

# No «Дата ответа»: the answer is the clock's start and «Время ответа», which is in days where it has no colon.
EXPORT = """Номер инцидента;Дата создания;Время ответа;Группа тем;Статус
1;01.09.2026 10:00;150;ЖКХ;Опубликован ответ
2;01.09.2026 10:00;2:30:00;ЖКХ;Опубликован ответ
"""


def test_one_wrong_cell_blocks_no_report(warehouse: Warehouse, settings: Settings) -> None:
    inbox = settings.inbox("incident")
    inbox.mkdir(parents=True)
    (inbox / "incident_2026-10-01.csv").write_text(EXPORT, encoding="utf-8")
    load_id, _ = run.extract(warehouse, settings, "incident", at("2026-10-01 05:00"))
    assert load_id is not None
    run.validate(warehouse, settings, load_id)
    [loaded] = run.load(warehouse, settings, load_id, at("2026-10-01 05:00"))
    assert (loaded["rows_loaded"], loaded["rows_rejected"]) == (1, 1)
    with warehouse.begin() as conn:
        [rejected] = conn.execute(text("SELECT row_no, code, column_name FROM meta.rejected_row")).all()
    assert rejected == (2, "R04", "answer_duration")
    assert quarters.advance(warehouse, settings, QUARTER, at("2026-10-01 07:00"), by_itself=False)["edition"] == "0.1"
