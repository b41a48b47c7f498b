"""`python -m svodka.demo`: the main job, step by step; the first line comes before anything heavy is imported."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType

# What only the demonstration sets: files are taken at any hour and at once, silence means consent after 30 s.
DEMO_POLICY = {"INTAKE_HOURS": "00-24", "SETTLE_SECONDS": "2", "SIGN_OFF_SECONDS": "30"}


def main() -> int:
    """Exit code 0; 1 with one sentence on stderr; 130 or 143 after a signal, all services stopped."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]
    print("Сводка: выгрузки → хранилище → показатели → отчёт за III квартал 2026 года → письмо", flush=True)
    for name, value in DEMO_POLICY.items():
        os.environ.setdefault(f"SVODKA_POLICY__{name}", value)
    signal.signal(signal.SIGTERM, _interrupted)
    from svodka.errors import SvodkaError

    try:
        from svodka.demo.story import tell_story
        from svodka.settings import load_settings

        tell_story(load_settings())
    except SvodkaError as error:
        print(f"make run: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as stopped:
        return _stop_all(int(stopped.args[0]) if stopped.args else signal.SIGINT)
    return 0


def _interrupted(number: int, _: FrameType | None) -> None:
    raise KeyboardInterrupt(number)


def _stop_all(number: int) -> int:
    """Leaves nothing running that was started half-way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print("\nПрервано: останавливаю всё, что запущено (make run продолжит с прерванного шага)…", file=sys.stderr)
    from svodka.services import down
    from svodka.settings import load_settings

    down(Path(load_settings().home))
    return 128 + number


if __name__ == "__main__":
    sys.exit(main())
