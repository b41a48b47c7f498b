"""The annex of figures: canonical bytes, a hash of what is said, a CSV that opens as a table."""

from __future__ import annotations

import csv
import io
import json

from svodka.report.annex import canonical_json, figures_csv, values_hash
from tests import report_sample as sample


def test_json_does_not_depend_on_the_order_of_keys():
    document = sample.document()
    turned = dict(reversed(document.items()))
    assert canonical_json(document) == canonical_json(turned)
    assert json.loads(canonical_json(document)) == document


def test_the_hash_is_of_the_values_not_of_the_moment_or_the_number():
    same = sample.document(as_of="2026-10-03T00:00:00+05:00", edition="1")
    assert values_hash(same) == values_hash(sample.document())
    assert values_hash(sample.document(late="3")) != values_hash(sample.document())


def test_csv_has_a_line_a_value_with_the_same_texts():
    document = sample.document()
    content = figures_csv(document)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(document["values"])
    for row, value in zip(rows, document["values"], strict=True):
        assert row["numerator"] == value["numerator"]
        assert row["denominator"] == (value["denominator"] or "")
        assert row["flags"] == " ".join(value["flags"])


def test_csv_text_of_the_sources_is_harmless():
    content = figures_csv(sample.document()).decode("utf-8-sig")
    assert f";'{sample.EVIL};" in content
    assert ";'-Отдел ЖКХ;" in content
