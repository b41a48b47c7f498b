"""The mutants themselves: one condition changed, everything else byte for byte."""

from typing import Any

import pytest

from svodka.settings import PROJECT
from tests.mutation.equivalent import read_equivalents
from tests.mutation.mutants import mutants_of

SOURCE = """-- code: X-01
SELECT
    count(*) FILTER (WHERE in_due AND (is_late OR NOT is_kept)) AS numerator,
    coalesce(posts, 0) AS posts
FROM message_in_quarter
WHERE channel IN ('pos', 'sed') AND week >= :t0 AND posts IS NOT NULL
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("AND", "OR"), ("OR", "AND"), ("in_due", "TRUE"), ("is_late", "FALSE"), ("(is_late OR NOT is_kept)", "TRUE"),
        ("NOT is_kept", "FALSE"), ("NOT", ""), ("0", "1"), (", 0", ""), ("'pos',", ""), (", 'sed'", ""),
        (">=", ">"), ("week >= : t0", "TRUE"), ("posts IS NOT NULL", "TRUE"),
        ("channel IN ('pos', 'sed')", "TRUE"),
    ],
)  # fmt: skip
def test_each_condition_is_changed_once(before: str, after: str) -> None:
    found = mutants_of("indicators/x.sql", SOURCE)
    changes = [one for one in found if (one.before.replace(":t0", ": t0"), one.after) == (before, after)]
    assert changes, [str(one) for one in found]
    for one in changes:
        kept = one.text.split("\n")
        assert kept[0] == "-- code: X-01" and len(kept) == SOURCE.count("\n") + 1
        assert sum(a != b for a, b in zip(kept, SOURCE.split("\n"), strict=True)) == 1, "one line differs, no more"


def test_no_mutant_equals_another_or_the_file() -> None:
    texts = [one.text for one in mutants_of("indicators/x.sql", SOURCE)]
    assert len(texts) == len(set(texts)) > 15
    assert SOURCE not in texts


@pytest.mark.parametrize("entry", read_equivalents(), ids=lambda entry: f"{entry['file']}: {entry.get('before', '')}")
def test_the_line_of_an_equivalent_mutant_still_stands(entry: dict[str, Any]) -> None:
    """Where the line has changed, the judgement must be made anew."""
    lines = entry["line"] if isinstance(entry["line"], list) else [entry["line"]]
    source = (PROJECT / "sql" / entry["file"]).read_text(encoding="utf-8")
    assert not [line for line in lines if line not in [one.strip() for one in source.split("\n")]]
