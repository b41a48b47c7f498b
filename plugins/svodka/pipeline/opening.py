"""The warehouse of the configuration: what every use-case opens first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svodka.settings import Settings

if TYPE_CHECKING:
    from svodka.warehouse.engine import Warehouse


def open_warehouse(settings: Settings) -> Warehouse:
    """The warehouse of the configuration; the embedded server is started when it is not up."""
    from svodka.warehouse import embedded
    from svodka.warehouse.engine import Warehouse

    url = settings.warehouse_url or embedded.ensure_running(settings.home)
    return Warehouse(url.replace("postgresql://", "postgresql+psycopg2://", 1))
