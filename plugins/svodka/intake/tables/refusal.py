"""Say why a file cannot be read, in words for the person who sent it."""

from svodka.errors import SvodkaError

ADVICE_RESAVE = "Откройте его в Excel и сохраните заново как «Книга Excel (*.xlsx)»."


class TableRefused(SvodkaError):
    """A file gives no rows.

    ``code`` is a short word for journals (``password``, ``corrupt``, ``empty``, ``too_large``, ``entities``,
    ``format``, ``encoding``, ``shape``, ``memory``, ``time``, ``crash``) or ``F01`` for missing headers;
    ``message`` is a Russian sentence: what, where, what was expected, what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


def corrupt(what: str) -> TableRefused:
    """The container or its parts are damaged; ``what`` names the damage."""
    return TableRefused(
        "corrupt", f"Файл повреждён: {what}. {ADVICE_RESAVE} Если он не открывается, выгрузите его ещё раз."
    )


def password() -> TableRefused:
    """The workbook is encrypted, with or without a password known to Excel itself."""
    return TableRefused(
        "password",
        "Файл защищён паролем. Снимите защиту в Excel (Файл → Сведения → Защитить книгу → Зашифровать с использованием "
        "пароля: сотрите пароль) и сохраните заново.",
    )


def empty(where: str = "Файл") -> TableRefused:
    """Nothing but emptiness in all visible sheets."""
    return TableRefused(
        "empty", f"{where} пуст: нет ни одной заполненной ячейки. Проверьте выгрузку и пришлите её заново."
    )


def too_large(what: str, limit: str) -> TableRefused:
    """The content would not fit into the limits."""
    return TableRefused(
        "too_large", f"Файл слишком велик: {what}, предел {limit}. Разделите выгрузку по датам и пришлите её частями."
    )


def entities(part: str) -> TableRefused:
    """XML with a document type: entities are how such files blow up."""
    return TableRefused(
        "entities", f"В части «{part}» файла есть запрещённые объявления XML (DOCTYPE). {ADVICE_RESAVE}"
    )


def wrong_format(what: str, advice: str = ADVICE_RESAVE) -> TableRefused:
    """The bytes are of a kind that is not read."""
    return TableRefused("format", f"{what}. Ожидается xlsx, xls, xlsb, ods, csv, json или zip с ними. {advice}")
