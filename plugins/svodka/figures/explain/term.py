"""The term of a message in words: whose it is, how it was reckoned, whether an extension counts, late or not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from svodka.calendar import WorkingCalendar
from svodka.figures.explain.model import Extension, Term
from svodka.figures.explain.norms import norm, used
from svodka.figures.explain.words import in_words
from svodka.figures.terms import Rule
from svodka.period import Quarter, business_day, end_of_day
from svodka.settings import Settings

MOMENTS = ("due_at", "due_control_at", "due_effective_at", "final_due_at", "clock_start_at")


def term_of(
    message: Mapping[str, Any],
    fact: Mapping[str, Any],
    rules: Mapping[str, Rule],
    calendar: WorkingCalendar,
    settings: Settings,
    as_of: datetime,
    is_late_in_quarter: bool | None,
) -> Term:
    """The dates are those of fct_message; the words follow the rules of domain §5.1 and §16.15."""
    local = {name: fact[name] and fact[name].astimezone(settings.zone) for name in MOMENTS}
    due = local["due_effective_at"]
    is_late = _is_late(fact, as_of)
    return Term(
        **local,
        due_source=fact["due_source"],
        reckoning=_reckoning(message, local, fact["due_source"], rules.get("answer"), calendar, settings),
        rules=used(rules, message),
        extension=_extension(message, fact, rules.get("extension"), settings),
        is_late=is_late,
        is_late_in_quarter=is_late_in_quarter,
        quarter=str(quarter_of_term(fact, settings)) if due else None,
        sentence=_sentence(fact, is_late, is_late_in_quarter, settings, as_of),
    )


def quarter_of_term(fact: Mapping[str, Any], settings: Settings) -> Quarter | None:
    """The quarter in which the message is judged (DUE): that of the term with its extension."""
    due = fact["due_effective_at"]
    return None if due is None else Quarter.of(business_day(due, settings.zone))


def _is_late(fact: Mapping[str, Any], as_of: datetime) -> bool:
    """Late by what is known at as_of: answered after the term, or not at all and the term is over."""
    due, answer, gone = fact["due_effective_at"], fact["answer_clock_at"], fact["gone_at"]
    if due is None or (gone is not None and gone <= due):
        return False
    return bool(answer > due if answer is not None and answer <= as_of else as_of > due)


def _sentence(
    fact: Mapping[str, Any], is_late: bool, in_quarter: bool | None, settings: Settings, as_of: datetime
) -> str:
    """Late or not, at as_of and in the quarter of the term, in one sentence."""
    if fact["due_effective_at"] is None:
        return "Срока ответа у сообщения нет."
    shown = {name: _moment(fact[name], settings) for name in ("due_effective_at", "answer_clock_at", "gone_at")}
    due = shown["due_effective_at"]
    if fact["gone_at"] is not None and fact["gone_at"] <= fact["due_effective_at"]:
        now = f"Рассмотрение завершено {shown['gone_at']}, до срока {due}: не просрочено"
    elif fact["answer_clock_at"] is not None:
        now = f"Ответ {shown['answer_clock_at']} {'позже срока' if is_late else 'дан в срок, до'} {due}"
    elif is_late:
        now = f"На {_moment(as_of, settings)} ответа нет, срок {due} прошёл: просрочено"
    else:
        now = f"На {_moment(as_of, settings)} ответа нет, срок {due} ещё не прошёл"
    quarter = quarter_of_term(fact, settings)
    judged = {True: "нарушение срока", False: "в срок", None: "не оценивается"}[in_quarter]
    if in_quarter and not is_late and fact["answer_clock_at"] is None:
        judged = "нарушение срока, пока не ответили"
    return f"{now}; в показателях {quarter}: {judged}."


def _reckoning(
    message: Mapping[str, Any],
    local: Mapping[str, Any],
    due_source: str | None,
    rule: Rule | None,
    calendar: WorkingCalendar,
    settings: Settings,
) -> str:
    if due_source == "SOURCE":
        return "Срок взят из выгрузки источника."
    if rule is None or local["due_at"] is None:
        return "Для такого сообщения нормы срока ответа нет (sql/seeds/deadline_rule.csv)."
    due = _moment(local["due_at"], settings)
    if rule.clock not in ("working_hours", "wall_hours"):
        return f"{_moment(message['registered_at'], settings)} + {norm(rule)} → {due}."
    start = local["clock_start_at"]
    since = "назначения" if message["legal_regime"] == "OPEN_SOURCE" and message["assigned_at"] else "регистрации"
    days = _by_days(start, local["due_at"], rule, calendar) if rule.clock == "working_hours" else ""
    return f"От {since} {_moment(start, settings)}, {norm(rule)}{days} → {due}."


def _by_days(start: datetime, due: datetime, rule: Rule, calendar: WorkingCalendar) -> str:
    """«: 40 мин 03.07, 7 ч 20 мин 06.07»: the working time of each day; days off are left out."""
    assert rule.opens is not None and rule.closes is not None
    parts: list[str] = []
    day: date = start.date()
    while day <= due.date() and len(parts) < 10:
        opens, closes = (datetime.combine(day, at, start.tzinfo) for at in (rule.opens, rule.closes))
        spent = min(due, closes) - max(start, opens)
        if calendar.is_working_day(day) and spent > timedelta(0):
            parts.append(f"{_hours(spent)} {day:%d.%m}")
        day += timedelta(days=1)
    return ": " + ", ".join(parts) if parts else ""


def _hours(spent: timedelta) -> str:
    minutes, seconds = divmod(int(spent.total_seconds()), 60)
    told = [(minutes // 60, "ч"), (minutes % 60, "мин"), (seconds, "с")]
    return " ".join(f"{amount} {unit}" for amount, unit in told if amount)


def _extension(
    message: Mapping[str, Any], fact: Mapping[str, Any], rule: Rule | None, settings: Settings
) -> Extension | None:
    until, decided = message["extended_due_at"], message["extension_decided_at"]
    if until is None:
        return None
    is_accepted = fact["due_effective_at"] is not None and fact["due_effective_at"] != fact["due_at"]
    return Extension(
        until=until.astimezone(settings.zone),
        decided_at=decided and decided.astimezone(settings.zone),
        is_accepted=is_accepted,
        why=_why(until, decided, fact, rule, is_accepted, settings),
    )


def _why(
    until: datetime,
    decided: datetime | None,
    fact: Mapping[str, Any],
    rule: Rule | None,
    is_accepted: bool,
    settings: Settings,
) -> str:
    """Why the extension moves the term as it does (domain §16.15)."""
    due = fact["due_at"]
    if due is None or rule is None:
        return "Не принято: срок такого сообщения не продлевается."
    if decided is not None and business_day(decided, settings.zone) > business_day(due, settings.zone):
        return f"Не принято: решение {_moment(decided, settings)} позже срока {_moment(due, settings)}."
    if not is_accepted:
        return f"Ничего не меняет: новый срок {_moment(until, settings)} не позже прежнего {_moment(due, settings)}."
    when = "дата решения не указана, считается своевременным" if decided is None else "решение принято до срока"
    if rule.amount is not None:
        limit = end_of_day(fact["registered_on"] + timedelta(days=rule.amount), settings.zone)
        if until > limit:
            return f"Принято ({when}), но не дальше {rule.amount} дней со дня регистрации: {_moment(limit, settings)}."
    return f"Принято: {when}."


def _moment(moment: datetime | None, settings: Settings) -> str:
    return "" if moment is None else in_words("", moment, settings.zone)
