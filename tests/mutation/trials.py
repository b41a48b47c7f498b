"""Every mutant tried at one desk: killed, survived, invalid (the database refuses it), equivalent by judgement."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from svodka.calendar import CalendarUnknown
from svodka.errors import SvodkaError
from svodka.settings import load_settings
from svodka.warehouse import embedded
from svodka.warehouse.engine import SQL, Warehouse
from tests.mutation.desk import Desk
from tests.mutation.equivalent import read_equivalents, reason_for
from tests.mutation.mutants import Mutant, mutants_of

FOLDERS = ("indicators", "marts")
# Classes of SQLSTATE: the statement itself is wrong, so no such file could ever be used
REFUSED_BY_DATABASE = ("42", "0A")


@dataclass(frozen=True)
class Outcome:
    mutant: Mutant
    state: str
    why: str


def try_all(every: int, only: str, part: int, parts: int) -> list[Outcome]:
    """Tries each mutant (or every N-th) of the files whose path holds `only`, of which a part; progress to stderr."""
    copy = Path(os.environ["SVODKA_MUTATION_COPY"])
    assert copy in SQL.parents, f"the mutants would change {SQL}"
    settings = load_settings()
    embedded.ensure_running(settings.home)
    try:
        desk = Desk(Warehouse(embedded.warehouse_url(settings.home)), settings)
        _nothing_is_wrong_yet(desk)
        chosen = [one for one in all_mutants() if only in one.file][::every][part::parts]
        return [_tried(desk, one, number, len(chosen)) for number, one in enumerate(chosen, 1)]
    finally:
        embedded.stop(settings.home)


def _nothing_is_wrong_yet(desk: Desk) -> None:
    """Raises AssertionError when the unchanged SQL is noticed: then every mutant would seem killed."""
    with desk.trial() as conn:
        noticed = desk.verdict(conn, "marts/fct_message.sql", "")
        assert noticed is None, noticed


def all_mutants() -> list[Mutant]:
    files = [file for folder in FOLDERS for file in sorted((SQL / folder).glob("*.sql"))]
    return [
        mutant
        for file in files
        for mutant in mutants_of(f"{file.parent.name}/{file.name}", file.read_text(encoding="utf-8"))
    ]


def _tried(desk: Desk, mutant: Mutant, number: int, of: int) -> Outcome:
    if reason := reason_for(mutant, read_equivalents()):
        return Outcome(mutant, "equivalent", reason)
    file = SQL / mutant.file
    original = file.read_text(encoding="utf-8")
    file.write_text(mutant.text, encoding="utf-8")
    try:
        outcome = _judged(desk, mutant)
    finally:
        file.write_text(original, encoding="utf-8")
    if outcome.state == "survived" or number % 50 == 0:
        print(f"{number}/{of} {outcome.state}: {mutant}    | {mutant.line_text}", file=sys.stderr, flush=True)
    return outcome


def _judged(desk: Desk, mutant: Mutant) -> Outcome:
    try:
        with desk.trial() as conn:
            noticed = desk.verdict(conn, mutant.file, mutant.text)
    except DBAPIError as error:
        code = str(getattr(error.orig, "pgcode", None) or "")
        state = "invalid" if code.startswith(REFUSED_BY_DATABASE) else "killed"
        return Outcome(mutant, state, f"{code} {error.orig}".splitlines()[0])
    except CalendarUnknown as error:
        return Outcome(mutant, "killed", str(error))
    except SvodkaError as error:
        return Outcome(mutant, "invalid", str(error).splitlines()[0])
    return Outcome(mutant, "killed" if noticed else "survived", noticed or "")
