"""What it takes, in one Russian sentence a target."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from svodka.figures.needed import Aim
from svodka.russian_plural import plural

RELATIONS = {"<=": "не больше", ">=": "не меньше"}


def sentence(aim: Aim) -> str:
    """E.g. «цель не больше 0 %: ответить на 2 сообщения из 2, иначе будет 66,7 % (2 из 3)»."""
    if aim.is_over:
        return f"{target_of(aim)}: квартал завершён, {outcome(aim)}"
    said = {
        "no_data": "считать пока не по чему",
        "on_target": f"будет достигнута и без новых ответов: {now(aim)}",
        "not_by_answers": f"сейчас {now(aim)}; ответами на сообщения этого не изменить",
        "needs_answers": f"{answer_task(aim)}, иначе будет {now(aim)}",
        "out_of_reach": f"уже недостижима; {answer_task(aim)}, тогда будет {best(aim)}, иначе {now(aim)}",
    }[aim.state]
    return f"{target_of(aim)}: {said}"


def target_of(aim: Aim) -> str:
    return f"цель {RELATIONS[aim.relation]} {number(aim.target)} {aim.indicator.unit}"


def outcome(aim: Aim) -> str:
    """How a quarter that is over has ended."""
    if aim.state == "no_data":
        return "данных нет"
    return f"{'достигнута' if aim.state == 'on_target' else 'не достигнута'}: {now(aim)}"


def answer_task(aim: Aim) -> str:
    choice = "" if aim.n_needed == len(aim.answers) else f" (любые из {len(aim.answers)})"
    return f"ответить в срок на {counted(aim.n_needed)}{choice}"


def now(aim: Aim) -> str:
    return share(aim.numerator, aim.denominator)


def best(aim: Aim) -> str:
    return share(aim.best_numerator, aim.best_denominator)


def share(numerator: int, denominator: int) -> str:
    if not denominator:
        return "нет данных"
    percent = (Decimal(100 * numerator) / denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number(percent)} % ({numerator} из {denominator})"


def number(value: Decimal) -> str:
    """As a Russian reader writes it: 8, 62,5."""
    return f"{value.normalize():f}".replace(".", ",")


def counted(n: int) -> str:
    """«1 сообщение», «2 сообщения», «5 сообщений», «11 сообщений»."""
    return f"{n} {plural(n, 'сообщение', 'сообщения', 'сообщений')}"
