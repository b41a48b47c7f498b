"""The report of real marts: its annex is the figures document, its gaps those of the landed files."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import jsonschema
import openpyxl
from sqlalchemy import text

from svodka.delivery.quarter import advance
from svodka.settings import PROJECT, Person, Smtp
from tests.core_rows import figures, put_messages, value
from tests.db.test_worked_example import EXAMPLE
from tests.delivery_desk import HEAD, at
from tests.mail_sink import running

FILE = """
INSERT INTO landing.file (municipality, channel, registrar, form, sha256, name, source, n_bytes, landed_at, exported_at,
    exported_at_source, business_day, covers_from, covers_to, stored_url, state)
VALUES (:town, 'pos', '', :form, 'a', 'a', 'a', 1, :now, :now, 'name', '2026-09-30', '2026-03-15', '2026-09-30', 'a',
    'loaded')
"""


def test_the_delivered_files_hold_the_figures_of_the_marts(warehouse, settings):
    with running() as sink:
        head = Person(role="cur_head", name="Иванова И. И.", email=HEAD)
        desk = settings.model_copy(update={"recipients": [head], "smtp": Smtp(port=sink.port)})
        with warehouse.begin() as conn:
            put_messages(conn, [*EXAMPLE[:5], EXAMPLE[5] | {"first_final_answer_at": None}])  # not answered yet
            gaps = {"incident", "reception", "sed", "journals", "appeals", "pages"}
            expected = figures(conn, settings, gaps=gaps)
            landed = {"town": settings.municipality.oktmo, "now": at("2026-10-01 08:00"), "form": "register"}
            conn.execute(text(FILE), landed)
        result = advance(warehouse, desk, "2026Q3", at("2026-10-02 16:00"))
        files = {part.get_filename(): part.get_content() for part in sink.taken[0][1].iter_attachments()}
    document = json.loads(files["figures.json"])
    jsonschema.validate(document, json.loads((PROJECT / "docs" / "figures.schema.json").read_text()))
    assert document["values"] == expected["values"]
    assert (document["edition"], document["as_of"]) == ("1", "2026-10-01T08:00:00+05:00")
    assert not any("Платформа обратной связи" in note for note in result["notes"])
    assert "Инцидент Менеджмент: выгрузок нет, показатели канала не рассчитаны." in result["notes"]
    sheet = openpyxl.load_workbook(io.BytesIO(files["svodka_2026Q3_1.xlsx"]))["Показатели"]
    shown = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    late = value(document, "P-02")
    assert [Decimal(str(cell)) for cell in shown["P-02"][2:4]] == [
        Decimal(late["numerator"]),
        Decimal(late["denominator"]),
    ]
    assert shown["P-02"][4] == "2 из 4"  # few records are shown as they are
