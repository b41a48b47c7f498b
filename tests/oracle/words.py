"""Headers and words of the exports, copied by hand out of domain §16.B: channel → header → field, word → value."""

from __future__ import annotations

from tests.oracle.terms import plain

OURS = {"городской округ рефтинский", "го рефтинский", "рефтинский го", "рефтинский"}
YEARLY = ("reception", "sed", "journals", "appeals")
TERMS = {"due_at", "control_at", "extended_due_at"}
MARKS = {
    "Спам": "is_spam", "Тестовое": "is_test", "Удалено": "is_deleted", "Дубликат": "duplicate_of",
    "Дубль": "duplicate_of",
}  # fmt: skip
INCIDENT = {
    "Номер инцидента": "number", "№ инцидента": "number", "Дата создания": "registered_at",
    "Дата создания инцидента": "registered_at", "Дата назначения": "assigned_at",
    "Дата передачи исполнителю": "assigned_at", "Срок ответа": "due_at", "Ответить до": "due_at",
    "Дата ответа": "answered_at", "Дата первого ответа": "answered_at", "Время первого ответа": "duration",
    "Время ответа": "duration", "Дата промежуточного ответа": "interim_answer_at", "Дата закрытия": "closed_at",
    "Дата окончания": "closed_at", "Дата перенаправления": "transferred_at", "Дата переадресации": "transferred_at",
    "Группа тем": "topic_l1", "Тема": "topic_l2", "Статус": "status", "Статус инцидента": "status",
    "Итог": "outcome", "Итог работы": "outcome", "Тип инцидента": "source_type", "Приоритет": "priority",
    "Важность": "priority", "Отдел": "executor", "Подразделение": "executor", "Исполнитель": "person",
    "Муниципалитет": "municipality", "Муниципальное образование": "municipality",
    "Населённый пункт": "settlement", "Повторный": "is_repeat", "Повторное": "is_repeat",
}  # fmt: skip
POS = {
    "Номер сообщения": "number", "Номер": "number", "ID": "number", "Тип": "legal_regime",
    "Дата поступления": "received_at", "Дата регистрации": "registered_at", "Дата создания": "registered_at",
    "Дата передачи исполнителю": "assigned_at", "Срок исполнения": "due_at", "Срок ответа": "due_at",
    "Регламентный срок подготовки ответа": "due_at", "Срок продлён до": "extended_due_at",
    "Дата продления": "extension_decided_at", "Дата решения о продлении": "extension_decided_at",
    "Дата промежуточного ответа": "interim_answer_at", "Дата ответа": "answered_at",
    "Дата публикации ответа": "answered_at", "Дата закрытия": "closed_at", "Дата перенаправления": "transferred_at",
    "Дата переадресации": "transferred_at", "Дата возврата заявителем": "returned_by_applicant_at",
    "Дата повторного рассмотрения": "returned_by_applicant_at", "Категория": "topic_l1", "Подкатегория": "topic_l2",
    "Факт": "topic_l3", "Статус": "status", "Результат": "outcome", "Организация": "executor",
    "Муниципальное образование": "municipality", "Повторное": "is_repeat", "Ускоренное": "is_fast_track",
    "Fast track": "is_fast_track", "Оценка": "rating", "Дата оценки": "rated_at", "Просрочено": "is_overdue",
    "Время ответа": "duration",
}  # fmt: skip
REGISTER = {
    "Рег. №": "number", "Регистрационный номер": "number", "Номер": "number", "Дата поступления": "received_at",
    "Дата регистрации": "registered_at", "Дата обращения": "applied_at", "Дата приёма": "registered_at",
    "Дата резолюции": "assigned_at", "Контрольный срок": "control_at", "Срок исполнения": "control_at",
    "Продлённый контрольный срок": "extended_due_at", "Срок продлён до": "extended_due_at",
    "Дата решения о продлении": "extension_decided_at", "Дата продления": "extension_decided_at",
    "Дата промежуточного ответа": "interim_answer_at", "Дата ответа": "answered_at", "Дата закрытия": "closed_at",
    "Дата прекращения рассмотрения": "closed_at", "Дата переадресации": "transferred_at",
    "Дата направления по компетенции": "transferred_at", "Тематика": "topic_l1", "Раздел": "topic_l1",
    "Код вопроса": "classifier_code", "Статус": "status", "Результат рассмотрения": "outcome",
    "Результаты рассмотрения": "outcome", "Принятое решение": "outcome", "Вид обращения": "appeal_kind",
    "Форма поступления": "delivery", "Ответственное подразделение": "executor", "Отдел": "executor",
    "Подразделение": "executor", "Исполнитель": "person", "Муниципальное образование": "municipality",
    "Характеристики обращения": "traits", "Номер в источнике": "linked_number",
}  # fmt: skip
PAGES = {
    "Неделя": "week", "Наименование подведомственной организации": "organisation", "ОГРН": "number",
    "Муниципальное образование": "municipality", "Официальная страница не ведется на основании": "legal_ground",
    "Статус": "status", "ID госпаблика": "page_id",
    "Подключение к компоненту «Госпаблики» (да/нет)": "is_connected", "Госметка (да/нет)": "has_gos_badge",
    "Оформление (%)": "design_percent", "Виджеты (0/1/2)": "widgets", "Количество публикаций за неделю": "posts",
    "Публикаций за неделю": "posts", "Количество подписчиков": "subscribers",
    "Общий охват аудитории за неделю": "reach_week",
}  # fmt: skip
_REGISTERS = dict.fromkeys(YEARLY, REGISTER)
HEADERS = {
    channel: {plain(header): field for header, field in (table | (MARKS if table is not PAGES else {})).items()}
    for channel, table in ({"incident": INCIDENT, "pos": POS, "pages": PAGES} | _REGISTERS).items()
}


def _words(text: str) -> dict[str, str]:
    """«Слово, Слово VALUE; …» → the word as compared, its value."""
    table = {}
    for group in text.replace("\n", " ").split(";"):
        words, _, value = group.strip().rpartition(" ")
        table |= {plain(word): value for word in words.split(",")}
    return table


STATUSES = {
    "incident": _words(
        """Новый NEW; Назначен, В работе IN_PROGRESS; На согласовании ON_APPROVAL; Отложенный INTERIM_ANSWERED;
        Опубликован ответ ANSWERED; Закрыт CLOSED; Направлено по компетенции TRANSFERRED; Отклонён REJECTED;
        Повторный RETURNED"""
    ),
    "pos": _words(
        """Новое, Зарегистрировано NEW; На модерации MODERATION; На координации, На распределении COORDINATION;
        На исполнении, В работе IN_PROGRESS; На согласовании, На утверждении ON_APPROVAL;
        Дан промежуточный ответ INTERIM_ANSWERED; Повторное рассмотрение, На доработке RETURNED;
        Ответ направлен, Рассмотрено, Решено ANSWERED; Отклонено REJECTED;
        Перенаправлено, Передано по компетенции TRANSFERRED; Оставлено без ответа LEFT_WITHOUT_ANSWER;
        Отозвано заявителем WITHDRAWN"""
    ),
    "pages": _words("ведётся KEPT; не ведётся NOT_KEPT"),
} | dict.fromkeys(
    YEARLY,
    _words(
        """Зарегистрировано NEW; На рассмотрении, В работе, На исполнении, Продлено IN_PROGRESS;
        На согласовании ON_APPROVAL; Дан промежуточный ответ INTERIM_ANSWERED;
        Рассмотрено, Дан ответ, Исполнено ANSWERED; Снято с контроля CLOSED;
        Направлено по компетенции, Переадресовано TRANSFERRED; Оставлено без ответа LEFT_WITHOUT_ANSWER;
        Отозвано, Отозвано заявителем WITHDRAWN; Отклонено REJECTED; Повторное рассмотрение RETURNED"""
    ),
)
OUTCOMES = _words(
    """Решено RESOLVED; Не решено NOT_RESOLVED; Отложено DEFERRED; Разъяснено, Рассмотрено. Разъяснено EXPLAINED;
    Поддержано, Рассмотрено. Поддержано SUPPORTED; Меры приняты SUPPORTED_MEASURES;
    Не поддержано, Рассмотрено. Не поддержано NOT_SUPPORTED; Дан ответ, Дан ответ автору ANSWERED"""
) | {plain("Поддержано, меры приняты"): "SUPPORTED_MEASURES"}
PRIORITIES = _words("Обычный, Обычная NORMAL; Высокий, Высокая, Повышенная HIGH")
REGIMES = _words("Обращение, Обращение (59-ФЗ) FZ59; Сообщение POS_MESSAGE")
YES_NO: dict[str, bool] = dict.fromkeys(("да", "1", "+", "true", "yes"), True) | dict.fromkeys(
    ("нет", "0", "-", "false", "no"), False
)
REPEATS: dict[str, bool] = dict.fromkeys(("повторное", "неоднократное"), True) | dict.fromkeys(
    ("первичное", "типовое", "аналогичное"), False
)
QUESTIONS = {
    "Explained": "EXPLAINED",
    "Supported": "SUPPORTED",
    "NotSupported": "NOT_SUPPORTED",
    "Answered": "ANSWERED",
}
