"""The head's checklist of an answer: which questions hold on a day, and when an answer is good by them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from svodka.errors import SvodkaError, UsageError
from svodka.settings import PROJECT, Settings

Verdict = Literal["yes", "no", "na"]
VERDICTS: Mapping[str, str] = {"yes": "да", "no": "нет", "na": "неприменимо"}


class Question(BaseModel):
    """One line of the checklist; `code` is its name in the journal."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[a-z][a-z_]{0,29}$")
    question: str = Field(min_length=1)
    hint: str = ""


class Checklist(BaseModel):
    """The questions in force from a day on, and the share of «yes» from which an answer is good."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    valid_from: date
    good_from_percent: int = Field(ge=1, le=100)
    questions: tuple[Question, ...] = Field(min_length=1, max_length=10)

    @field_validator("questions")
    @classmethod
    def _codes_differ(cls, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        if len({one.code for one in questions}) < len(questions):
            raise ValueError("code вопроса повторён")
        return questions

    def checked(self, verdicts: Mapping[str, Any]) -> dict[str, Verdict]:
        """The verdict of every question. Raises UsageError where one is missing, or none could be applied."""
        left = [str(place) for place, one in enumerate(self.questions, 1) if verdicts.get(one.code) not in VERDICTS]
        if left:
            raise UsageError(f"Ответьте на все вопросы: не отмечено в строке {', '.join(left)}. Ничего не записано.")
        kept: dict[str, Verdict] = {one.code: verdicts[one.code] for one in self.questions}
        if set(kept.values()) == {"na"}:
            raise UsageError("Все вопросы отмечены «неприменимо»: оценивать нечего. Ничего не записано.")
        return kept

    def is_good(self, verdicts: Mapping[str, Verdict]) -> bool:
        """At least so many per cent of the applicable questions were answered with «yes»."""
        said = list(verdicts.values())
        return 100 * said.count("yes") >= self.good_from_percent * (said.count("yes") + said.count("no"))


def checklist_on(settings: Settings, day: date) -> Checklist:
    """The checklist in force on the day. Raises SvodkaError with the file and what is wrong in it."""
    held = [one for one in _read(settings) if one.valid_from <= day]
    if not held:
        raise SvodkaError(f"{_place(settings)}: нет вопросов, которые действуют на {day:%d.%m.%Y}.")
    return max(held, key=lambda one: one.valid_from)


def _read(settings: Settings) -> list[Checklist]:
    file = _place(settings)
    try:
        return TypeAdapter(list[Checklist]).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SvodkaError(f"{file}: {where}") from error
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise SvodkaError(f"Вопросы для оценки ответов не читаются ({file}): {error}") from error


def _place(settings: Settings) -> Path:
    return PROJECT / settings.answer_checklist.expanduser()
