"""The sentences of the guard of the deadline: what is missing, what to press, whether the report goes out by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from svodka.delivery.next_step import Step
from svodka.report.wording import period_title
from svodka.settings import Person

if TYPE_CHECKING:
    from svodka.delivery.guard_plan import Situation

ROLES = {
    "mcu_head": "руководитель МЦУ", "secretary": "секретарь МЦУ", "curator": "куратор МЦУ", "engineer": "инженер",
    "cur_head": "руководитель ЦУР",
}  # fmt: skip
# Why the report is not out, by the kind of the step; {} is its detail.
WHY = {
    "no_data": "нет ни одной выгрузки, показатели не из чего посчитать",
    "gap": "нет выгрузок: {}",
    "held_gap": "нет выгрузок: {}, и никто не отпустил этот пробел",
    "unsigned": "руководитель МЦУ его ещё не подписал",
    "rejected": "руководитель МЦУ отклонил редакцию, причина: {}",
    "found": "в его файлах найдено то, что может быть персональными данными",
    "retry": "почтовый сервер ещё не принял письмо ({})",
    "refused": "почтовый сервер отказался принять письмо ({})",
    "hand": "письмо не передано через СЭД: исх. № не введён",
    "nobody": "некому отправить: руководителя ЦУР нет в таблице ответственных лиц",
    "deliver": "редакция выпущена, но не отправлена",
}
# What a role is asked to do, by the kind of the step; where there is nothing here, the step's own message is said.
ASK = {
    ("gap", "secretary"): "Положите в inbox недостающие выгрузки: {detail}. Они будут учтены, если придут до {cutoff}.",
    ("held_gap", "secretary"): (
        "Положите в inbox недостающие выгрузки: {detail}. Если их не будет, попросите руководителя отпустить пробел: "
        "без этого отчёт не уйдёт."
    ),
    ("held_gap", "mcu_head"): (
        "Нет выгрузок: {detail}. Если их не дождаться, отпустите пробел: Airflow → «Необходимые действия» → отметьте "
        "каналы, впишите причину и нажмите «Утвердить». Без этого отчёт не уйдёт."
    ),
    ("unsigned", "mcu_head"): "Подпишите отчёт: Airflow → «Необходимые действия» → «Утвердить» или «Отклонить». {fate}",
    ("rejected", "secretary"): (
        "Руководитель МЦУ отклонил редакцию, причина: {detail}. Загрузите исправленные данные и запустите «Квартальный "
        "отчёт»: подпись спросят о новой редакции."
    ),
    ("hand", "secretary"): (
        "Передайте письмо через СЭД ({names}) и введите исх. №: svodka register {quarter} --number … --date …."
    ),
    ("changed", "mcu_head"): (
        "Отчёт отправлен, но показатели с тех пор изменились. Решите, отправлять ли исправленный: запустите "
        "«Квартальный отчёт», вопрос появится в «Необходимых действиях». Сам исправленный отчёт не уйдёт."
    ),
}  # fmt: skip


def spell(moment: datetime, situation: Situation) -> str:
    return f"{moment.astimezone(situation.now.tzinfo):%d.%m.%Y %H:%M}"


def fate(situation: Situation) -> str:
    """Whether the report goes out by itself, as a sentence."""
    if situation.goes_at is None:
        return "Сам отчёт не уйдёт."
    return f"Без этого {by_itself(situation)}."


def by_itself(situation: Situation) -> str:
    """What happens when nobody does anything: what only a person can pass on is issued, and no more."""
    assert situation.goes_at is not None
    is_next = situation.goes_at <= situation.now
    when = "при следующей попытке" if is_next else spell(situation.goes_at, situation)
    if any(step.kind == "hand_ahead" for step in situation.steps):
        return f"редакция выйдет сама {when}, но передать её через СЭД должен секретарь"
    return f"он уйдёт сам {when}"


def ask(situation: Situation, step: Step, role: str) -> str:
    """What a role is asked to do about a step."""
    text = ASK.get((step.kind, role))
    if text is None:
        return step.message
    return text.format(
        detail=step.detail,
        cutoff=spell(situation.cutoff, situation) if situation.cutoff else "—",
        fate=fate(situation),
        names=", ".join(situation.by_hand) or "получатель с передачей через СЭД",
        quarter=situation.quarter,
    )


def mend(error: str) -> str:
    return f"Отчёт не удалось продвинуть: {error}"


def receipt(situation: Situation) -> str:
    """The report is out and the other side is silent."""
    assert situation.sent_at is not None
    return (
        f"Отчёт отправлен {spell(situation.sent_at, situation)}, но получение не подтверждено: спросите в ЦУР, дошёл "
        f"ли он, и отметьте ответ: svodka receipts {situation.quarter} --confirm cur_head --by …."
    )


def reminder_subject(situation: Situation) -> str:
    return f"Отчёт за {period_title(situation.quarter)}: нужно ваше действие"


def reminder(situation: Situation, person: Person, texts: Iterable[str]) -> str:
    """The letter of one person: all that waits for him, and until when the report must be out."""
    lines = [f"{person.name} ({ROLES[person.role]}),", "", *(f"- {text}" for text in texts), "", term(situation)]
    return "\n".join(lines) + "\n"


def term(situation: Situation) -> str:
    if situation.is_out:
        return f"Отчёт за {period_title(situation.quarter)} отправлен."
    return f"Срок отчёта за {period_title(situation.quarter)}: {spell(situation.deadline, situation)}."


def escalation_subject(situation: Situation) -> str:
    ending = by_itself(situation) if situation.goes_at else "сам не уйдёт, нужен человек"
    return f"Отчёт за {period_title(situation.quarter)} не отправлен: {ending}"


def escalation(situation: Situation, holders: Mapping[str, Sequence[Person]]) -> str:
    """One sentence: not out, why, whether it goes out by itself and when; else who must act."""
    if situation.goes_at is None:
        ending = f"сам он не уйдёт; должен действовать {actors(situation, holders)}"
    else:
        ending = f"если никто не вмешается, {by_itself(situation)}"
    return (
        f"Отчёт за {period_title(situation.quarter)} ещё не отправлен (срок {spell(situation.deadline, situation)}): "
        f"{why(situation)}; {ending}.\n"
    )


def why(situation: Situation) -> str:
    """What keeps the report, as a part of a sentence."""
    reasons = [situation.error.rstrip(".")] if situation.error else []
    unsaid = {"hand_ahead", "no_data"} if situation.error else {"hand_ahead"}
    steps = [step for step in situation.steps if step.kind not in unsaid]
    reasons += [WHY.get(step.kind, step.message.rstrip(".")).format(step.detail or "ответа нет") for step in steps]
    return "; ".join(reasons)


def actors(situation: Situation, holders: Mapping[str, Sequence[Person]]) -> str:
    """Who can end what keeps it: roles with the names of those who hold them today."""
    stuck = [step for step in situation.steps if step.goes_at is None]
    roles = dict.fromkeys(step.who[0] for step in stuck if step.who)
    if situation.error and not situation.is_refused:
        roles = {"engineer": None, **roles}
    said = []
    for role in roles:
        names = ", ".join(person.name for person in holders.get(role, ()))
        said.append(f"{ROLES[role]} ({names or 'не назначен'})")
    return ", ".join(said) or "инженер"


def all_clear_subject(situation: Situation) -> str:
    return f"Отчёт за {period_title(situation.quarter)} отправлен"


def all_clear(situation: Situation) -> str:
    """What was said before is over."""
    when = f" {spell(situation.sent_at, situation)}" if situation.sent_at else ""
    return f"Отчёт за {period_title(situation.quarter)} отправлен{when}. Прежнее предупреждение снято.\n"
