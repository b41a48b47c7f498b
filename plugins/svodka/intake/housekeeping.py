"""What is left over by loads that died: staging tables without a living load."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import text

from svodka.warehouse.engine import Warehouse, identifier

ORPHANS = """
SELECT 'staging.' || tablename AS name
FROM pg_tables
LEFT JOIN meta.load ON tablename IN ('load_' || load.load_id, 'load_' || load.load_id || '_raw')
WHERE schemaname = 'staging' AND (load.load_id IS NULL OR load.status = 'loaded' OR load.started_at < :before)
ORDER BY name
"""


def drop_orphans(warehouse: Warehouse, now: datetime) -> list[str]:
    """Drops staging tables of loads that are done, unknown, or were started more than two days before `now`."""
    with warehouse.begin() as connection:
        names = connection.execute(text(ORPHANS), {"before": now - timedelta(days=2)}).scalars().all()
        for name in names:
            connection.execute(text(f"DROP TABLE {identifier(name)}"))
    return list(names)
