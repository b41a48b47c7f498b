"""Enters a decision of the head about a message: out of all figures, or back into them. The journal is never edited."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from svodka.errors import UsageError
from svodka.figures import marts
from svodka.figures.personal_data import personal_in
from svodka.intake.run import newest_landing
from svodka.settings import Settings
from svodka.warehouse.engine import run, use_marts

SHORTEST_REASON = 10
LONGEST_REASON = 500
EXAMPLE = "Например: «ошибочно заведено дважды, см. № 15»."
ALREADY = {
    "exclude": "Сообщение {place} уже исключено {when}: {by}, «{reason}». Вернуть его: svodka include.",
    "return": "Сообщение {place} не исключено, возвращать нечего. Что исключено: svodka exclusions.",
}
GONE = "Этого сообщения сейчас нет в хранилище: данные загружаются заново. Дождитесь конца svodka rebuild и повторите."


def decide(
    conn: Connection,
    settings: Settings,
    message_key: UUID,
    action: str,
    reason: str,
    decided_by: str,
    now: datetime,
) -> dict[str, Any]:
    """Enters a decision (`exclude` or `return`) about a message; the figures know it from `now` on.

    reason: 10–500 characters, without personal data (`personal_data`), because the report shows it. A decision counts
    after everything that has landed before it, also when the clock was set back, so that no earlier figure moves.
    Raises UsageError: no reason or one with personal data, nobody's name, a message that is excluded (or is not)
    already, one that is not there while `svodka rebuild` loads everything anew.
    """
    reason, decided_by = " ".join(reason.split()), " ".join(decided_by.split())
    _check(conn, reason, decided_by)
    town = settings.municipality.oktmo
    conn.execute(text("SELECT pg_advisory_xact_lock(hashtext('svodka.exclusion'), hashtext(:town))"), {"town": town})
    marts.take_turn(conn)
    moment = max(now, newest_landing(conn, settings) + timedelta(microseconds=1))
    standing = _standing(conn, settings, message_key, moment)
    if (standing is not None) == (action == "exclude"):
        raise UsageError(_already(conn, settings, action, message_key, standing))
    row = run(
        conn,
        "figures/exclusion_insert.sql",
        message_key=message_key,
        action=action,
        reason=reason,
        decided_by=decided_by,
        decided_at=moment,
    ).one_or_none()
    if row is None:
        raise UsageError(GONE)
    _learn_rules(conn, settings, moment)
    return {**row._mapping, "decided_at": moment.astimezone(settings.zone).isoformat()}


def _check(conn: Connection, reason: str, decided_by: str) -> None:
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        wrong = "короткая" if len(reason) < SHORTEST_REASON else "длинная"
        raise UsageError(
            f"Причина слишком {wrong} (знаков: {len(reason)}): ожидается от {SHORTEST_REASON} до {LONGEST_REASON}, "
            f"без имён и контактов граждан — она печатается в отчёте. {EXAMPLE}"
        )
    if personal := personal_in(conn, reason):
        raise UsageError(
            "Причина печатается в отчёте, поэтому персональных данных в ней быть не должно. Уберите из неё: "
            f"{'; '.join(personal)}. Сообщение назовите номером, кто решил — после --by. {EXAMPLE}"
        )
    if not decided_by:
        raise UsageError("Не указано, кто решил: фамилия и инициалы руководителя после --by.")


def _standing(conn: Connection, settings: Settings, message_key: UUID, moment: datetime) -> Any:
    """The decision that keeps the message out at a moment, or None."""
    found = run(conn, "figures/excluded.sql", municipality=settings.municipality.oktmo, as_of=moment)
    return next((row for row in found if str(row.message_key) == str(message_key)), None)


def _already(conn: Connection, settings: Settings, action: str, message_key: UUID, standing: Any) -> str:
    named = conn.execute(
        text("SELECT channel, source_number FROM core.message WHERE message_key = :key"), {"key": message_key}
    ).one()
    told = {"place": f"{named.channel} № {named.source_number}"}
    if standing is not None:
        when = f"{standing.decided_at.astimezone(settings.zone):%d.%m.%Y %H:%M}"
        told |= {"when": when, "by": standing.decided_by, "reason": standing.reason}
    return ALREADY[action].format(**told)


def _learn_rules(conn: Connection, settings: Settings, moment: datetime) -> None:
    """The figures are now of the decision's moment: norms that became known since the newest landing count too."""
    use_marts(conn)
    for table, key in (("touched", "message_key"), ("touched_page_week", "page_week_key")):
        conn.execute(text(f"CREATE TEMPORARY TABLE {table} ({key} uuid PRIMARY KEY) ON COMMIT DROP"))
    marts.refresh(conn, settings, moment)
    conn.execute(text("DROP TABLE touched, touched_page_week"))
