"""The reading process dies instead of the worker, is replaced, and leaves nothing behind."""

import ast
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from svodka.intake.tables import Layout, Limits, Reader, TableRefused
from svodka.intake.tables.limits import MEBIBYTE
from tests.table_files import workbook

LAYOUT = Layout(fields={"a": ["Номер"], "b": ["Дата"], "c": ["Статус"]})


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text("Номер;Дата;Статус\n1;x;3\n", encoding="utf-8")
    return path


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    path = tmp_path / "heavy.csv"
    path.write_text("Номер;Дата;Статус\n" + "1;x;3\n" * 4_000_000, encoding="utf-8")
    return path


def children() -> set[int]:
    """Processes of ours that live or wait to be collected."""
    tasks = Path("/proc/self/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


def test_one_process_serves_many_files(table: Path) -> None:
    before = children()
    with Reader() as reader:
        readings = [reader.extract(table, table.name, LAYOUT, table.with_suffix(".rows")) for _ in range(3)]
        assert len({reading.n_rows for reading in readings}) == 1
        assert len(children() - before) == 1
    assert table.with_suffix(".rows").read_text(encoding="utf-8") == "1,2,{},1,x,3\n"


def test_a_large_parent_does_not_make_its_reader_look_worn(table: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from svodka.intake.tables import Reader\n"
        "held = bytearray(b'x') * (600 << 20); r = Reader(); pids = set()\n"
        "for _ in range(2): r.read(Path(sys.argv[1]), 'table.csv'); pids.add(r._child and r._child.pid)\n"
        "print(len(pids), None in pids)"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", code, str(table)], capture_output=True, text=True, env=env, check=True)
    assert told.stdout.split() == ["1", "False"]


def test_nothing_is_left_behind(table: Path) -> None:
    before = children()
    with Reader() as reader:
        reader.read(table, table.name)
    assert children() == before


def test_too_little_memory_refuses_the_file_and_not_the_next_one(table: Path, heavy: Path) -> None:
    with Reader(Limits(memory_bytes=300 * MEBIBYTE)) as reader:
        with pytest.raises(TableRefused, match="исчерпал память") as refused:
            reader.extract(heavy, heavy.name, LAYOUT, heavy.with_suffix(".rows"))
        assert refused.value.code == "memory"
        assert reader.extract(table, table.name, LAYOUT, table.with_suffix(".rows")).n_rows == 1


def test_too_little_time_refuses_the_file_and_not_the_next_one(table: Path, heavy: Path) -> None:
    with Reader(Limits(seconds=1.5)) as reader:
        with pytest.raises(TableRefused, match="исчерпал время") as refused:
            reader.extract(heavy, heavy.name, LAYOUT, heavy.with_suffix(".rows"))
        assert refused.value.code == "time"
        assert reader.read(table, table.name)[0].rows[0][0] == "Номер"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_that_was_killed_is_replaced(table: Path, number: int) -> None:
    with Reader() as reader:
        reader.read(table, table.name)
        (child,) = children()
        os.kill(child, number)
        time.sleep(0.1)
        assert reader.read(table, table.name)


def test_a_stopped_child_is_given_up_at_the_limit(table: Path) -> None:
    with Reader(Limits(seconds=1.5)) as reader:
        reader.read(table, table.name)
        (child,) = children()
        os.kill(child, signal.SIGSTOP)
        with pytest.raises(TableRefused, match="исчерпал время"):
            reader.read(table, table.name)
        assert children() == set()


def test_a_refusal_keeps_the_process(table: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    with Reader() as reader:
        reader.read(table, table.name)
        before = children()
        with pytest.raises(TableRefused, match="повреждён"):
            reader.read(broken, broken.name)
        assert children() == before


def test_a_file_that_is_not_there_refuses_only_itself(table: Path, tmp_path: Path) -> None:
    with Reader() as reader:
        with pytest.raises(TableRefused, match="FileNotFoundError"):
            reader.read(tmp_path / "absent.csv", "absent.csv")
        assert reader.read(table, table.name)


def test_works_in_a_forked_process(table: Path) -> None:
    with Reader() as reader:
        reader.read(table, table.name)
        pid = os.fork()
        if not pid:
            try:
                with Reader() as own:
                    os._exit(0 if own.read(table, table.name) else 1)
            finally:
                os._exit(2)
        assert os.waitpid(pid, 0)[1] == 0
        assert reader.read(table, table.name)


def test_the_child_ends_when_its_parent_is_killed(table: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from svodka.intake.tables import Reader\n"
        "r = Reader(); r.read(Path(sys.argv[1]), 'table.csv'); print(r._child.pid, flush=True); time.sleep(60)"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", code, str(table)], stdout=subprocess.PIPE, env=env) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}/cmdline").exists() and Path(f"/proc/{child}/cmdline").read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_child_imports_nothing_heavy() -> None:
    code = "import sys, svodka.intake.tables.child as c; print(sorted({m.partition('.')[0] for m in sys.modules}))"
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout
    heavy = {"airflow", "pandas", "sqlalchemy", "great_expectations", "openpyxl", "numpy"}
    assert not heavy & set(ast.literal_eval(modules))


def test_cells_keep_their_types_over_the_pipe(tmp_path: Path) -> None:
    moment = dt.datetime.fromisoformat("2026-07-05 10:20:30")
    path = workbook(tmp_path / "book.xlsx", {"A": [[moment, 1.5, True, "да"]]})
    with Reader() as reader:
        assert reader.read(path, path.name)[0].rows == [[moment, 1.5, True, "да"]]
