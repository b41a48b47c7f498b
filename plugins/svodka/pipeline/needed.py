"""Use-case: what it takes for a quarter to end on its targets."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from svodka.pipeline.opening import open_warehouse
from svodka.settings import Settings, load_settings

if TYPE_CHECKING:
    from svodka.figures.needed import Aim


def needed(quarter: str, as_of: datetime | None = None) -> dict[str, Any]:
    """Each share with a target: its state, what it comes to, and the open messages whose answers would mend it.

    as_of: aware; from when on answers are counted, the newest knowledge by default.
    """
    from svodka.control.channel_state import channel_states
    from svodka.figures.needed import what_it_takes
    from svodka.figures.quarter_figures import use_facts
    from svodka.intake.contracts import load_contract
    from svodka.intake.coverage import enabled_channels
    from svodka.period import Quarter

    settings = load_settings()
    asked = Quarter.parse(quarter)
    with open_warehouse(settings).begin() as connection:
        moment = use_facts(connection, settings, as_of)
        aims = what_it_takes(connection, settings, asked, moment)
        titles = {channel: load_contract(channel).title for channel in enabled_channels(settings)}
        states = channel_states(connection, settings, titles)
    return {
        "quarter": str(asked),
        "as_of": moment.astimezone(settings.zone).isoformat(),
        "data": [
            {"channel": one.channel, "newest_export": one.newest_export and one.newest_export.isoformat()}
            for one in states
        ],
        "targets": [told(aim, settings) for aim in aims],
    }


def told(aim: Aim, settings: Settings) -> dict[str, Any]:
    """One target as JSON."""
    from svodka.figures.needed_words import sentence

    return {
        "indicator": aim.indicator.code,
        "title": aim.indicator.title,
        "relation": aim.relation,
        "target": str(aim.target),
        "state": aim.state,
        "sentence": sentence(aim),
        "if_nobody_answers": {"numerator": aim.numerator, "denominator": aim.denominator},
        "at_best": {"numerator": aim.best_numerator, "denominator": aim.best_denominator},
        "n_needed": aim.n_needed,
        "answers": [
            asdict(one) | {"answer_by": one.answer_by.astimezone(settings.zone).isoformat()} for one in aim.answers
        ],
    }
