"""A file that a person has named on the command line: its bytes, or one Russian sentence why not."""

from __future__ import annotations

from pathlib import Path

from svodka.errors import UsageError


def read_named(file: Path, expected: str) -> bytes:
    """The content. Raises UsageError for a folder, a file that is not there or may not be read; `expected` says what
    was to be named instead, in the nominative: «файл CSV»."""
    try:
        return file.read_bytes()
    except IsADirectoryError as error:
        raise UsageError(f"{file}: это папка, ожидается {expected}.") from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"{file}: такого файла нет, ожидается {expected}; проверьте путь и имя.") from error
    except PermissionError as error:
        raise UsageError(f"{file}: файл не открывается: нет права на чтение; ожидается {expected}.") from error
    except OSError as error:
        raise UsageError(f"{file}: файл не открывается ({error.strerror}), ожидается {expected}.") from error
