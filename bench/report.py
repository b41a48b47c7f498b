"""Workbooks of 100 000 figure rows: one for a region, 94 for its towns, against plain XlsxWriter of the same cells.

Each measurement has a process of its own; its input is there before the clock starts and is not counted. Nothing here
is a test: the ratios are printed.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from rich.console import Console
from rich.table import Table

from svodka.report import workbook
from tests.wide_edition import content_of

TOWNS, TOWN_ROWS = 94, 1064
WRITERS = ("svodka", "XlsxWriter")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=TOWNS * TOWN_ROWS, help="figure rows of the one workbook")
    parser.add_argument("--times", type=int, default=3, help="runs of which the least costly is shown")
    parser.add_argument("--measure", nargs=4, metavar=("WRITER", "ROWS", "BOOKS", "CELLS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        writer, rows, books, cells = options.measure
        print(json.dumps(measured(writer, int(rows), int(books), Path(cells))))
        return
    with tempfile.TemporaryDirectory(prefix="svodka-bench-") as folder:
        show(f"(a) one workbook of {options.rows:,} figure rows", options.rows, 1, options.times, Path(folder))
        show(f"(b) {TOWNS} workbooks of {TOWN_ROWS:,} figure rows", TOWN_ROWS, TOWNS, options.times, Path(folder))


def show(title: str, rows: int, books: int, times: int, folder: Path) -> None:
    """Measures both writers by turns and prints them side by side."""
    file = folder / f"{rows}.pickle"
    cells = cells_of(workbook.render(content_of(rows)))
    file.write_bytes(pickle.dumps(cells))
    runs: dict[str, list[dict[str, float]]] = {writer: [] for writer in WRITERS}
    for _ in range(times):
        for writer in WRITERS:
            runs[writer].append(in_own_process(writer, str(rows), str(books), str(file)))
    best = {writer: {name: min(run[name] for run in runs[writer]) for name in runs[writer][0]} for writer in WRITERS}
    ours, plain = (best[writer] for writer in WRITERS)
    table = Table("writer", "CPU s", "wall s", "peak MiB", "file KiB", title=title)
    for writer, cost in best.items():
        seconds = (f"{cost[name]:.2f}" for name in ("cpu", "wall"))
        table.add_row(writer, *seconds, f"{cost['peak'] / 2**20:.0f}", f"{cost['bytes'] / 1024:.0f}")
    n_cells = sum(len(sheet) for _, sheet in cells)
    table.add_row("ratio", *(f"{ours[name] / plain[name]:.2f}" for name in ("cpu", "wall", "peak", "bytes")))
    Console().print(table, f"{n_cells:,} cells a workbook")


def in_own_process(*given: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.report", "--measure", *given], check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout))


def measured(writer: str, rows: int, books: int, cells: Path) -> dict[str, float]:
    """CPU and wall seconds, the memory that the work took at its peak, the bytes of one workbook."""
    work: Callable[[], bytes]
    if writer == "svodka":
        content = content_of(rows)
        work = lambda: workbook.render(content)  # noqa: E731
    else:
        sheets = pickle.loads(cells.read_bytes())
        work = lambda: plain_workbook(sheets)  # noqa: E731
    held, used, began = forget_peak(), os.times(), time.monotonic()
    for _ in range(books):
        size = len(work())
    wall, ended = time.monotonic() - began, os.times()
    cpu = ended.user + ended.system - used.user - used.system
    return {"cpu": cpu, "wall": wall, "peak": memory("VmHWM") - held, "bytes": size}


def forget_peak() -> int:
    """Memory held now; the kernel's record of the most ever held begins anew."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory("VmRSS")


def memory(line: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(one.split()[1]) * 1024 for one in lines if one.startswith(line))


def cells_of(book: bytes) -> list[tuple[str, list[tuple[int, int, Any, str]]]]:
    """Every cell of every sheet: row, column, value, number format."""
    return [
        (sheet.title, [(cell.row - 1, cell.column - 1, cell.value, cell.number_format) for cell in filled(sheet)])
        for sheet in openpyxl.load_workbook(io.BytesIO(book))
    ]


def filled(sheet: Any) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.has_style)


def plain_workbook(sheets: list[tuple[str, list[tuple[int, int, Any, str]]]]) -> bytes:
    """The cells with the grid and the number formats, and nothing else of ours: no heights, tables, pages."""
    result = io.BytesIO()
    book = xlsxwriter.Workbook(result, {"in_memory": True})
    look = {"border": 1, "text_wrap": True, "font_name": "Arial", "font_size": 10}
    formats: dict[str, Any] = {}
    for title, cells in sheets:
        sheet = book.add_worksheet(title)
        for row, column, value, shown_as in cells:
            if shown_as not in formats:
                formats[shown_as] = book.add_format(look | {"num_format": shown_as})
            if value is None:
                sheet.write_blank(row, column, None, formats[shown_as])
            elif isinstance(value, str):
                sheet.write_string(row, column, value, formats[shown_as])
            else:
                sheet.write_number(row, column, value, formats[shown_as])
    book.close()
    return result.getvalue()


if __name__ == "__main__":
    main()
