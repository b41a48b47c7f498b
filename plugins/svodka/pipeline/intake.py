"""Use-cases of the intake: databases, extract, validate, load, the quarantine, everything anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from svodka.errors import UsageError
from svodka.pipeline.opening import open_warehouse
from svodka.settings import Settings, load_settings

Interval = tuple[date, date]


def init() -> list[str]:
    """Databases, migrations, seeds, inboxes, the first table of responsible persons where the settings name one; safe
    to repeat. Returns the migrations applied now.

    Raises IndicatorError, with nothing changed but migrations, when a file of sql/indicators is wrong; TableRefused
    likewise when that table is.
    """
    from svodka.figures import marts, seeds
    from svodka.figures.catalogue_check import check_against_tables
    from svodka.figures.indicators import catalogue
    from svodka.intake.contracts import channel_names
    from svodka.intake.run import newest_landing
    from svodka.pipeline.responsible import accept_named
    from svodka.warehouse.engine import use_marts
    from svodka.warehouse.migrations import migrate

    settings = load_settings()
    definitions = catalogue()
    warehouse = open_warehouse(settings)  # first: it makes the home with the rights that the server needs
    for channel in channel_names():
        settings.inbox(channel).mkdir(parents=True, exist_ok=True)
    applied = migrate(warehouse)
    with warehouse.begin() as connection:
        marts.take_turn(connection)  # before the seeds: whoever makes facts now must not meet new rules halfway
        if seeds.load(connection) or applied:  # a migration may have given the facts columns that wait to be filled
            use_marts(connection)
            marts.rebuild(connection, settings, newest_landing(connection, settings))
        use_marts(connection)
        check_against_tables(connection, settings, definitions)
        accept_named(connection, settings, datetime.now(UTC))
    return applied


def rule_warnings() -> list[str]:
    """Sentences about norms that fit nothing yet: their topic stands neither in the map nor in a message."""
    from svodka.figures.rule_names import unknown_topics
    from svodka.warehouse.engine import use_marts

    with open_warehouse(load_settings()).begin() as connection:
        use_marts(connection)
        return unknown_topics(connection)


def extract(
    channel: str, interval: Interval | None = None, run_id: str | None = None, now: datetime | None = None
) -> int | None:
    """First task of a channel's DAG: lands the inbox; the load_id, or None when there is nothing to load.

    interval: the business days of a backfill run, both included; other runs take all that is new.
    """
    from svodka.intake import run

    settings = load_settings()
    load_id, has_files = run.extract(
        open_warehouse(settings), settings, channel, now or datetime.now(UTC), interval, interval is not None, run_id
    )
    return load_id if has_files else None


def validate(load_id: int) -> dict[str, Any]:
    """Second task: stages and judges the files of the load; rows a broken rule."""
    from svodka.intake import run

    settings = load_settings()
    return run.validate(open_warehouse(settings), settings, load_id)


def load(load_id: int, now: datetime | None = None) -> list[dict[str, Any]]:
    """Third task: core, quarantine and marts in one transaction; one object a file."""
    from svodka.intake import run

    settings = load_settings()
    return run.load(open_warehouse(settings), settings, load_id, now or datetime.now(UTC))


def ingest(
    channels: Sequence[str] = (), interval: Interval | None = None, refetch: bool = False
) -> list[dict[str, Any]]:
    """All three steps for the channels (all by default): all that is new, and with an interval also the landed files
    of these business days. refetch asks a remote source again; inboxes have none. One object an arrived file."""
    from svodka.intake import run
    from svodka.intake.load_register import results

    settings = load_settings()
    warehouse = open_warehouse(settings)
    found: list[dict[str, Any]] = []
    for channel in _chosen(settings, channels):
        now = datetime.now(UTC)
        load_id, has_files = run.extract(warehouse, settings, channel, now, interval)
        if has_files and load_id is not None:
            run.validate(warehouse, settings, load_id)
            run.load(warehouse, settings, load_id, datetime.now(UTC))
        if load_id is not None:
            with warehouse.begin() as connection:
                found += results(connection, [load_id])
    return found


def _chosen(settings: Settings, channels: Sequence[str]) -> list[str]:
    from svodka.intake.contracts import channel_names
    from svodka.intake.coverage import enabled_channels

    unknown = [name for name in channels if name not in channel_names()]
    if unknown:
        raise UsageError(f"Нет канала {', '.join(unknown)}. Есть: {', '.join(channel_names())}.")
    return list(channels) or enabled_channels(settings)


def settled_channels(now: datetime) -> list[str]:
    """The channels in whose inboxes a file lies that nobody has written to for a while (policy.settle_seconds), and
    those with a file that somebody wants judged again."""
    from svodka.intake.coverage import enabled_channels
    from svodka.intake.quarantine.again import channels_to_judge
    from svodka.sources.files import arrived, is_settled

    settings = load_settings()
    seconds = settings.policy.settle_seconds
    with open_warehouse(settings).begin() as connection:
        asked = channels_to_judge(connection, settings)
    return [
        channel
        for channel in enabled_channels(settings)
        if channel in asked or any(is_settled(file, now, seconds) for file in arrived(settings, channel))
    ]


def rejected(channel: str | None = None) -> list[dict[str, Any]]:
    """The open rows of the quarantine: file, sheet, row, column, code, reason."""
    from svodka.warehouse.engine import run

    settings = load_settings()
    channels = _chosen(settings, [channel] if channel else [])
    with open_warehouse(settings).begin() as connection:
        rows = run(
            connection, "loading/open_rejections.sql", municipality=settings.municipality.oktmo, channels=channels
        )
        return [dict(row) for row in rows.mappings()]


def rebuild() -> list[dict[str, Any]]:
    """Makes staging, core, pii and marts anew from landing; one object a file, as ingest."""
    from svodka.intake.rebuild import rebuild_all

    settings = load_settings()
    return rebuild_all(open_warehouse(settings), settings, datetime.now(UTC))


def housekeeping(now: datetime) -> dict[str, Any]:
    """Drops staging tables that no load is using any more, and uploads that nobody has landed."""
    from svodka.intake.housekeeping import drop_orphans
    from svodka.intake.upload.drafts import drop_old

    settings = load_settings()
    return {
        "staging_tables_dropped": drop_orphans(open_warehouse(settings), now),
        "drafts_dropped": drop_old(settings, now),
    }
