"""What a person has typed wrongly, in Russian: the parser of the command line speaks English only."""

from __future__ import annotations

import re
from typing import Any

import typer

# What the parser says, and what we say of the words it quotes.
SAYINGS = (
    (r"No such command '(.*?)'", "нет команды «{}»"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", "лишнее: {}"),
    (r"No such option:? '?([^ '(]+)", "нет параметра {}"),
    (r"Option '(.*?)' does not take a value", "{}: значение не нужно"),
    (r"Option '(.*?)' requires", "{}: значение не указано"),
    (r"Missing command", "не указана команда"),
)
EXPECTED = (
    (r"valid integer", "ожидается целое число"),
    (r"greater than or equal to (-?\d+)", "ожидается не меньше {}"),
    (r"less than or equal to (-?\d+)", "ожидается не больше {}"),
)


def is_help(error: typer.TyperException) -> bool:
    """Whether it only says that help was printed, for nothing was typed."""
    return type(error).__name__ == "NoArgsIsHelpError"


def sentence(error: typer.TyperException) -> str:
    """One sentence and where to read on. The classes of the parser's errors are its own, so their names tell them."""
    context = getattr(error, "ctx", None)
    where = f" Как пишется: {context.command_path} --help." if context is not None else ""
    return f"{_what(error)}.{where}"


def _what(error: Any) -> str:
    kind = type(error).__name__
    if kind == "MissingParameter":
        return f"не указано {_name(error)}"
    if kind == "BadParameter":
        return f"{_name(error)}: {_in_russian(error.message, EXPECTED)}"
    near = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
    return _in_russian(error.format_message(), SAYINGS) + (f"; есть {near}" if near else "")


def _name(error: Any) -> str:
    """«--reason», «QUARTER (Например, 2026Q3)»."""
    if error.param is None:
        return str(error.param_hint or "значение")
    name = error.param.get_error_hint().replace("'", "")
    if error.param.param_type_name == "option":
        return name
    return name.upper() + (f" ({error.param.help})" if error.param.help else "")


def _in_russian(message: str, sayings: tuple[tuple[str, str], ...]) -> str:
    for pattern, words in sayings:
        if found := re.search(pattern, message):
            return words.format(*found.groups())
    return message.rstrip(".")
