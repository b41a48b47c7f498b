"""Read untrusted files in a child process that may die: it is replaced, its file is refused with a sentence."""

import datetime as dt
import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Self

from svodka.errors import SvodkaError
from svodka.intake.tables.layout import FileReading, Layout
from svodka.intake.tables.limits import DEFAULT, MEBIBYTE, Limits
from svodka.intake.tables.refusal import TableRefused
from svodka.intake.tables.sheet import Sheet
from svodka.intake.tables.spawning import OUT_OF_MEMORY, spawned
from svodka.intake.tables.wire import unpacked, unpacked_cell

_GRACE_SECONDS = 2.0
_START_SECONDS = 30.0
_ADVICE = "Откройте файл в Excel, сохраните заново как xlsx и пришлите ещё раз; если не поможет — разделите выгрузку."


class ReaderBroken(SvodkaError):
    """The reading process does not start: not the fault of any file."""


class Reader:
    """A child process that serves many files, started when the first one comes.

    >>> with Reader() as reader:  # doctest: +SKIP
    ...     reading = reader.extract(path, "pos_2026-07-01.xlsx", layout, out)
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._unread = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def extract(self, path: Path, name: str, layout: Layout, out: Path) -> FileReading:
        """Write the canonical csv of the file to ``out``; see ``canonical.extract_file``.

        Raises:
            TableRefused: the file cannot be read, or read within the limits; ``out`` is then of no use.
        """
        task = {"do": "extract", "path": str(path), "name": name, "layout": asdict(layout), "out": str(out)}
        return FileReading.from_dict(self._ask(task)["reading"])

    def read(self, path: Path, name: str, only: str | None = None) -> list[Sheet]:
        """Visible sheets with their cells; for files of moderate size."""
        answer = self._ask({"do": "read", "path": str(path), "name": name, "only": only})
        return [unpacked(sheet) for sheet in answer["sheets"]]

    def peek_dates(self, path: Path, name: str) -> list[tuple[str, dt.datetime | dt.date]]:
        """Dates that the file itself tells: see ``peeking.peek``; none for a file that cannot be read."""
        try:
            answer = self._ask({"do": "peek", "path": str(path), "name": name})
        except TableRefused:
            return []
        return [(source, unpacked_cell(date)) for source, date in answer["dates"]]

    def close(self) -> None:
        """End the child and collect it; safe to repeat."""
        child, self._child = self._child, None
        if child is not None:
            for stream in (child.stdin, child.stdout):
                try:
                    if stream:
                        stream.close()
                except OSError:
                    pass  # the pipe is broken: the child has ended by itself
            _ended(child, 0.5)
        if self._errors:
            self._errors.close()
            self._errors = None

    def _ask(self, task: dict[str, Any]) -> dict[str, Any]:
        child = self._running()
        started = time.monotonic()
        try:
            line = self._sent(child, task)
        except BaseException:
            self.close()  # an answer that nobody waited for must not meet the next question
            raise
        if line is None:
            raise self._buried(child, time.monotonic() - started)
        answer: dict[str, Any] = json.loads(line)
        if answer.get("is_worn"):
            self.close()  # its memory is in pieces: the next file gets a fresh one
        if "refused" in answer:
            raise TableRefused(*answer["refused"])
        return answer

    def _sent(self, child: subprocess.Popen[bytes], task: dict[str, Any]) -> bytes | None:
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(task).encode() + b"\n")
            child.stdin.flush()
        except BrokenPipeError:
            return None
        return self._line(child, self.limits.seconds + _GRACE_SECONDS)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        self._unread = b""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the child)
        self._child = spawned(self.limits, self._errors)
        if self._line(self._child, _START_SECONDS) is None:
            self._errors.seek(0)
            words = self._errors.read().decode(errors="replace").strip().splitlines()[-1:]
            self.close()
            raise ReaderBroken(f"Читающий процесс не запустился: {' '.join(words) or 'без объяснения'}")
        return self._child

    def _line(self, child: subprocess.Popen[bytes], seconds: float) -> bytes | None:
        """The next line of the child; None when it ends or the time is over."""
        assert child.stdout is not None
        deadline = time.monotonic() + seconds
        chunks = [self._unread]
        with selectors.DefaultSelector() as selector:
            selector.register(child.stdout, selectors.EVENT_READ)
            while b"\n" not in chunks[-1]:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    return None
                chunk = os.read(child.stdout.fileno(), 1 << 20)
                if not chunk:
                    return None
                chunks.append(chunk)
        line, _, self._unread = b"".join(chunks).partition(b"\n")
        return line

    def _buried(self, child: subprocess.Popen[bytes], seconds: float) -> TableRefused:
        """Collect the child that gave no answer; say what it died of."""
        is_over = seconds >= self.limits.seconds
        code = _ended(child, 0.0 if is_over else _GRACE_SECONDS)
        self.close()
        if code == -signal.SIGALRM or is_over:
            return _exhausted("time", f"время ({self.limits.seconds:g} с)")
        if code in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
            return _exhausted("memory", f"память ({self.limits.memory_bytes // MEBIBYTE} МБ)")
        return TableRefused("crash", f"Файл не удалось прочитать: читающий процесс упал (код {code}). {_ADVICE}")


def _ended(child: subprocess.Popen[bytes], seconds: float) -> int:
    """Exit code of the child, killed if it does not end by itself; no zombie stays."""
    try:
        return child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def _exhausted(code: str, what: str) -> TableRefused:
    return TableRefused(code, f"Файл не удалось прочитать: читающий процесс исчерпал {what}. {_ADVICE}")
