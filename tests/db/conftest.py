"""The ring `db` has a real Postgres."""

from tests.warehouse_fixtures import (
    home,
    new_warehouse,
    server_home,
    settings,
    shared_home,
    template,
    warehouse,
    warehouse_url,
)

__all__ = ["home", "new_warehouse", "server_home", "settings", "shared_home", "template", "warehouse", "warehouse_url"]
