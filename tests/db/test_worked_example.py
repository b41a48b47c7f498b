"""The worked example of domain §10.5, from rows of core to the figures document."""

from svodka.settings import Settings
from svodka.warehouse.engine import Warehouse
from tests.core_rows import figures, message, put_messages, value

EXAMPLE = [
    message("pos", "1", "2026-06-10", first_final_answer_at="2026-07-08"),
    message("pos", "2", "2026-06-20", first_final_answer_at="2026-07-25"),
    message("pos", "3", "2026-07-05", first_final_answer_at="2026-07-10"),
    message("pos", "4", "2026-08-01"),
    message("pos", "5", "2026-09-15"),
    message(
        "pos", "6", "2026-08-20", extension_decided_at="2026-09-10", extended_due_at="2026-10-19",
        first_final_answer_at="2026-10-05",
    ),
]  # fmt: skip


def test_the_worked_example_gives_its_figures(warehouse: Warehouse, settings: Settings) -> None:
    with warehouse.begin() as conn:
        put_messages(conn, EXAMPLE)
        doc = figures(conn, settings)
    late, days, worked_off = value(doc, "P-02"), value(doc, "P-01"), value(doc, "S-04")
    assert (late["numerator"], late["denominator"], late["value"]) == ("2", "4", "50.000000")
    assert (days["numerator"], days["denominator"], days["value"]) == ("68.000000", "3", "22.666667")
    assert (worked_off["numerator"], worked_off["denominator"], worked_off["value"]) == ("1", "4", "25.000000")
    assert value(doc, "S-01")["numerator"] == "4"
    assert late["flags"] == ["SMALL_N"]


def test_a_message_is_late_in_one_quarter_only(warehouse: Warehouse, settings: Settings) -> None:
    """Each message is judged once, in the quarter of its term: the quarters add up to the year."""
    with warehouse.begin() as conn:
        put_messages(conn, EXAMPLE)
        due = [value(figures(conn, settings, f"2026Q{n}"), "P-02") for n in (1, 2, 3, 4)]
    assert [one["denominator"] for one in due] == ["0", "0", "4", "2"]
    # as of the fourth quarter's end message 6 was answered before its extended term, message 5 never
    assert [one["numerator"] for one in due] == ["0", "0", "2", "1"]
    assert due[0]["value"] is None
