"""The reading process: one JSON line asks, one JSON line answers; limits hold whatever a file does to the readers.

Light by intent (no Airflow, pandas, Great Expectations): it starts in a twentieth of a second.
"""

import gc
import json
import os
import resource
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from svodka.intake.tables.layout import Layout
from svodka.intake.tables.limits import Limits
from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.spawning import OUT_OF_MEMORY


def answer(task: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Do one task; a refusal is an answer too, and so is a defect of ours that one file has found."""
    try:
        return _done(task, Path(task["path"]), task["name"], limits)
    except TableRefused as refused:
        return {"refused": [refused.code, refused.message]}
    except RecursionError:
        return {"refused": ["shape", "Содержимое файла вложено слишком глубоко и не читается."]}
    except MemoryError:
        raise
    except Exception as error:  # its text may quote a cell: only kind and place are told
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
        return {"refused": ["crash", f"Файл не удалось прочитать: внутренняя ошибка ({where}). Сообщите разработчику."]}


def _done(task: dict[str, Any], path: Path, name: str, limits: Limits) -> dict[str, Any]:
    if task["do"] == "extract":
        from svodka.intake.tables.canonical import extract_file

        return {"reading": extract_file(path, name, Layout(**task["layout"]), Path(task["out"]), limits).to_dict()}
    if task["do"] == "read":
        from svodka.intake.tables.read import SheetSource
        from svodka.intake.tables.wire import packed

        return {"sheets": [packed(sheet) for sheet in SheetSource(limits=limits).sheets(path, name, task["only"])]}
    from svodka.intake.tables.peeking import peek
    from svodka.intake.tables.wire import packed_cell

    return {"dates": [[source, packed_cell(date)] for source, date in peek(path, name, limits)]}


def _limit(limits: Limits) -> None:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    ceiling = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(limits.memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold what people wrote
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)  # SIGALRM ends the process even inside a reader in Rust
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _peak_memory() -> int:
    """The most bytes this process held; the kernel's ru_maxrss begins with the parent's peak, however small we are."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def serve() -> None:
    """Answer until stdin ends."""
    limits = Limits(**json.loads(sys.argv[1]))
    _limit(limits)
    pipe = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    gc.disable()
    print(json.dumps({"ready": True}), file=pipe, flush=True)
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_REAL, limits.seconds)
        try:
            reply = answer(json.loads(line), limits)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        signal.setitimer(signal.ITIMER_REAL, 0)
        reply["is_worn"] = _peak_memory() > limits.memory_bytes // 4
        print(json.dumps(reply), file=pipe, flush=True)
        del reply
        gc.collect()


if __name__ == "__main__":
    serve()
