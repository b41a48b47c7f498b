"""Whose export a file is, by its headers; and a stranger's file name made fit for a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from svodka.intake.contracts import channel_names, load_contract
from svodka.intake.tables import Reader
from svodka.intake.upload import recognition
from svodka.intake.upload.file_name import LONGEST_BYTES, numbered, safe_name

REGISTERS = {"appeals", "journals", "reception", "sed"}  # one form of export, told apart by name or by a person


def test_each_sample_is_recognised_and_no_other_channel_suspected(sample_dir: Path, tmp_path: Path) -> None:
    with Reader() as reader:
        for channel in channel_names():
            newest = max(path for path in (sample_dir / channel).rglob("*") if path.suffix in (".xlsx", ".csv", ".ods"))
            contracts = [load_contract(name) for name in channel_names()]
            _, headers = recognition.read_headers(reader, newest, newest.name, contracts, tmp_path / "rows.csv")
            fits = recognition.fits(contracts, headers)
            assert channel in recognition.best(fits)
            assert set(recognition.best(fits)) <= (REGISTERS if channel in REGISTERS else {channel})
            assert recognition.better_than(fits, channel) == []
            others = set(channel_names()) - REGISTERS - {channel}
            assert all(channel in recognition.better_than(fits, other) for other in others)


def test_two_headers_more_are_a_sign_and_one_is_chance() -> None:
    def fit(channel: str, n_known: int) -> recognition.Fit:
        return recognition.Fit(channel, True, {str(number): "x" for number in range(n_known)})

    assert recognition.better_than([fit("pos", 11), fit("incident", 10)], "incident") == []
    assert recognition.better_than([fit("pos", 12), fit("incident", 10)], "incident") == ["pos"]


@given(st.text(max_size=400))
@example("../../x.xlsx")
@example("C:\\x.xlsx")
@example("я" * 300 + ".xlsx")
@example("..")
@example("~$x.xlsx")
def test_a_name_is_fit_for_a_folder(given_name: str) -> None:
    name = safe_name(given_name)
    assert name == Path(name).name and "\\" not in name and name.isprintable()
    assert not name.startswith((".", "~$")) and 0 < len(name.encode()) <= LONGEST_BYTES
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("../../x.xlsx", "x.xlsx"), ("C:\\Мои\\x.xlsx", "x.xlsx"), ("a\x00b\n.csv", "ab.csv"), ("...", "выгрузка")],
)
def test_what_is_kept_of_a_name(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_second_file_of_the_name_has_a_number_before_the_ending() -> None:
    assert [numbered("pos.xlsx", number) for number in (1, 2)] == ["pos.xlsx", "pos (2).xlsx"]
    assert numbered("pos", 3) == "pos (3)"
