"""The warehouse of the configuration: what every use-case opens first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from svodka.settings import Settings

if TYPE_CHECKING:
    from svodka.warehouse.engine import Warehouse


class _Held:
    """The warehouses of this process that stay open, by URL."""

    is_on = False
    by_url: ClassVar[dict[str, Warehouse]] = {}


def hold_warehouses_open() -> None:
    """From now on this process keeps its connections: for one that answers people all day. Never for a process that
    forks, whose children would share them."""
    _Held.is_on = True


def open_warehouse(settings: Settings) -> Warehouse:
    """The warehouse of the configuration; the embedded server is started when it is not up."""
    from svodka.warehouse import embedded
    from svodka.warehouse.engine import Warehouse

    url = settings.warehouse_url or embedded.ensure_running(settings.home)
    url = url.replace("postgresql://", "postgresql+psycopg2://", 1)
    if not _Held.is_on:
        return Warehouse(url)
    if url not in _Held.by_url:
        _Held.by_url[url] = Warehouse(url, keeps_connections=True)
    return _Held.by_url[url]
