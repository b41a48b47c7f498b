"""What the gate says of a file: where something personal seems to stand and of what kind, never the thing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PHONE = "номер телефона"
EMAIL = "адрес электронной почты"
SNILS = "СНИЛС"
PASSPORT = "паспортные данные"
PROFILE = "адрес страницы или записи в соцсети"
NAME = "имя заявителя"
ADDRESS = "адрес с номером дома"
UNKNOWN = "неизвестное вложение"
UNREADABLE = "часть файла, которую не удалось проверить"

SHOWN = 5
ADVICE = (
    "Отчёт не подписывается и не отправляется. Уберите это там, откуда оно пришло (выгрузка, справочник исполнителей, "
    "шаблон формы, бланк письма, причина отпущенного пробела — её заменяет повторный svodka waive), и запустите "
    "«Квартальный отчёт» снова. Имя, телефон и почта должностного лица разрешены, когда оно внесено в таблицу "
    "ответственных лиц; если это не персональные данные, впишите слова, как они стоят в отчёте, в svodka.toml: "
    "[privacy] allowed."
)


@dataclass(frozen=True)
class Finding:
    """`file`: its name in the edition; `place`: «лист „Показатели“, ячейка C14»; `kind`: one of the words above."""

    file: str
    place: str
    kind: str


def sentence(findings: Sequence[Finding], shown: int = SHOWN) -> str:
    """What a person reads when the gate is shut: what was found, where (the first places), what to do; "" for none."""
    if not findings:
        return ""
    kinds = list(dict.fromkeys(one.kind for one in findings))
    told = "; ".join(f"{kind} — {_places([one for one in findings if one.kind == kind], shown)}" for kind in kinds)
    return f"В файлах отчёта найдено то, что может быть персональными данными: {told}. {ADVICE}"


def _places(findings: Sequence[Finding], shown: int) -> str:
    """The first places, file by file, and how many are left."""
    files: dict[str, list[str]] = {}
    for one in findings[:shown]:
        files.setdefault(one.file, []).append(one.place)
    told = "; ".join(f"{file}: {', '.join(places)}" for file, places in files.items())
    left = len(findings) - shown
    return f"{told} и ещё мест: {left}" if left > 0 else told
