"""The commands of decisions and of the quality of data: one JSON document on stdout, Russian words, exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from svodka import pipeline
from svodka.cli import main

HEADER = "Номер сообщения;Дата регистрации;Дата ответа;Категория;Статус;Заявитель;Просрочено;Дубликат"
ROWS = (
    "41/а;01.07.2026;05.07.2026;Собаки;Ответ направлен;Иванов Иван;да;",
    "42;03.07.2026;;Собаки;На исполнении;Иванов Иван;да;",
    "43;04.07.2026;;ЖКХ;На исполнении;Петрова Анна;;41/а",
)
WHY = ("--reason", "карточка заведена дважды", "--by", "Сидоров С. С.")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def svodka(*words: str) -> Done:
    """The command line in this process: nine commands cost no nine starts of Python."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", ["svodka", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    texts = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    return Done(int(ended.value.code or 0), *texts)


@pytest.fixture(scope="module", autouse=True)
def loaded(shared_home: Path) -> None:
    """One export, loaded once; what a test decides it takes back."""
    folder = shared_home / "inbox" / "pos"
    folder.mkdir(parents=True)
    (folder / "pos_2026-09-10.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    [file] = pipeline.ingest(["pos"])
    assert file["rows_loaded"] == 3


def told(*words: str) -> Any:
    done = svodka(*words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def total(code: str) -> str:
    values = told("figures", "2026Q3")["values"]
    return str(next(v["numerator"] for v in values if v["indicator"] == code and not any(v["slice"].values())))


def test_a_message_is_excluded_shown_and_brought_back() -> None:
    assert total("S-01") == "2"  # № 43 is marked a duplicate
    entry = told("exclude", "41/а", *WHY)
    assert (entry["channel"], entry["number"], entry["action"]) == ("pos", "41/а", "exclude")
    assert total("S-01") == "1"
    again = svodka("exclude", "pos:41/а", *WHY)
    assert again.returncode == 2
    assert "уже исключено" in again.stderr
    shown = svodka("exclusions")
    assert "карточка" in shown.stdout.replace("\n", " ")
    assert told("include", "41/а", *WHY)["action"] == "return"
    assert total("S-01") == "2"
    assert [row["is_in_force"] for row in told("exclusions")] == [False, False]


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("exclude", "404", *WHY), "карантин"),
        (("exclude", "42", "--reason", "так", "--by", "Сидоров"), "Причина"),
        (("exclude", "42", "--reason", "карточка Иванова И. И.", "--by", "Сидоров"), "Уберите из неё: фамилия"),
        (("exclude", "42", *WHY, "--channel", "fax"), "Нет канала fax"),
        (("links", "2026Q3", "--type", "copy"), "SAME_APPEAL"),
        (("links", "2026-3"), "квартал"),
        (("topics", "лето"), "квартал"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_what_to_do(words: tuple[str, ...], about: str) -> None:
    done = svodka(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert about in done.stderr


def test_links_topics_and_reconciliation_in_both_shapes_without_a_name() -> None:
    links, topics, compared = told("links", "2026Q3"), told("topics", "2026Q3"), told("reconcile", "2026Q3")
    assert [(pair["type"], pair["number"], pair["other_number"]) for pair in links["pairs"]] == [
        ("DUPLICATE", "43", "41/а"),
        ("REPEAT", "42", "41/а"),
    ]
    assert [(row["topic"], row["n"]) for row in topics["topics"]] == [("Собаки", 2)]
    assert [(row["n_agree"], row["n_differ"]) for row in compared["counts"]] == [(1, 1)]
    shown = [svodka(name, "2026Q3") for name in ("links", "topics", "reconcile")]
    assert [done.returncode for done in shown] == [0, 0, 0], [done.stderr for done in shown]
    text = json.dumps([links, topics, compared], ensure_ascii=False) + "".join(done.stdout for done in shown)
    assert "Иванов" not in text
    assert "topic,Собаки,<направление>,2026-07-01," in shown[1].stdout
    assert told("topics", "2026Q1")["topics"] == []
    assert "За 2026Q1 сообщений нет" in svodka("topics", "2026Q1").stderr
    assert "время новейшей выгрузки канала: pos — на " in " ".join(shown[2].stderr.split())


def test_everything_can_be_asked_as_it_was_known_before() -> None:
    """Before the first export had landed nothing was known."""
    then = ("2026Q3", "--as-of", "2026-01-01T00:00:00+05:00")
    assert told("links", *then)["records"][0]["records"] == 0
    assert (told("topics", *then)["topics"], told("reconcile", *then)["counts"]) == ([], [])
    assert told("links", "2026Q3")["records"][0]["records"] == 2


def test_topics_of_an_empty_warehouse_say_what_to_do(home: Path) -> None:
    for words in (("topics",), ("topics", "2026Q3")):
        done = svodka(*words)
        assert (done.returncode, done.stdout) == (0, "")
        assert "Данных нет: положите выгрузки в inbox и выполните svodka ingest." in " ".join(done.stderr.split())
