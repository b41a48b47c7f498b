"""The published schemas of the annex: what we write is of them, and what is wrong is not."""

from __future__ import annotations

import json

import jsonschema
import pytest

from svodka.report.annex import COLUMNS, canonical_json, figures_csv
from svodka.settings import PROJECT
from tests import report_sample as sample
from tests.table_schema import violations

OF_JSON = json.loads((PROJECT / "docs" / "figures.schema.json").read_text(encoding="utf-8"))
OF_CSV = json.loads((PROJECT / "docs" / "figures_csv.schema.json").read_text(encoding="utf-8"))


def document(**changes):
    """The sample with six places in every value, as the figures really have them."""
    values = [
        {**row, "value": None if row["value"] is None else f"{float(row['value']):.6f}", **changes}
        for row in sample.document()["values"]
    ]
    return sample.document(values=values, edition="1")


def test_the_schema_of_the_csv_says_what_a_table_schema_may_say():
    assert OF_CSV["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert [field["name"] for field in OF_CSV["fields"]] == list(COLUMNS)
    assert {field["type"] for field in OF_CSV["fields"]} <= {"string", "number", "integer"}
    [key] = OF_CSV["uniqueKeys"]
    assert set(key) <= set(COLUMNS)


def test_both_schemas_know_the_same_words():
    value = OF_JSON["$defs"]["value"]["properties"]
    fields = {field["name"]: field["constraints"] for field in OF_CSV["fields"] if "constraints" in field}
    assert fields["unit"]["enum"] == value["unit"]["enum"]
    assert f"^{fields['indicator']['pattern']}$" == value["indicator"]["pattern"]
    assert [*fields["legal_regime"]["enum"], None] == value["slice"]["properties"]["legal_regime"]["enum"]
    assert "|".join(value["flags"]["items"]["enum"]) in fields["flags"]["pattern"]


def test_the_annex_is_of_its_schemas():
    jsonschema.validate(json.loads(canonical_json(document())), OF_JSON)
    assert violations(OF_CSV, figures_csv(document())) == []


@pytest.mark.parametrize(
    "changes",
    [{"unit": "шт."}, {"n_unknown": -1}, {"coverage": "1.500000"}, {"flags": ["ODD"]}, {"indicator": "s3"},
     {"numerator": "много"}, {"version": 0}],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_what_is_wrong_is_of_neither(changes):
    wrong = document(**changes)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(canonical_json(wrong)), OF_JSON)
    assert violations(OF_CSV, figures_csv(wrong)) != []


def test_a_value_that_is_there_twice_breaks_the_key_of_the_csv():
    twice = document()
    twice["values"].append(twice["values"][0])
    assert [one.partition(":")[0] for one in violations(OF_CSV, figures_csv(twice))] == ["twice"]
