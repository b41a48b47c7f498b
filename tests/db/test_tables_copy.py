"""What the table reader writes, COPY reads back as it was, NULLs included."""

import io
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from svodka.intake.tables.copy_csv import write
from svodka.warehouse.engine import Warehouse, copy_rows

cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8) | st.sampled_from(
    ["\\.", "a\n\\.\nb", "\r", '"', ",", "\\N", "NULL", " ", "a\r\nb", "{}"]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=8))
def test_text_survives_copy(warehouse: Warehouse, rows: list[tuple[str, str]]) -> None:
    target = io.StringIO(newline="")
    write(target, 1, range(2, 2 + len(rows)), ["x", "y"], [[a for a, _ in rows], [b for _, b in rows]])
    with warehouse.begin() as connection:
        connection.execute(
            text("CREATE TEMP TABLE t (sheet_no int, row_no int, absent_fields text[], a text, b text) ON COMMIT DROP")
        )
        copied = io.BytesIO(target.getvalue().encode())
        copy_rows(connection, "t", ["sheet_no", "row_no", "absent_fields", "a", "b"], copied)
        found = connection.execute(text("SELECT * FROM t ORDER BY row_no")).all()
    assert [(row.a or "", row.b or "") for row in found] == rows
    assert all(
        value is None
        for row, (a, b) in zip(found, rows, strict=True)
        for value, cell in ((row.a, a), (row.b, b))
        if not cell
    )
    assert all(later.row_no - row.row_no == 1 for row, later in pairwise(found))
    assert found[0].absent_fields == ["x", "y"]
