"""The plugin of Airflow: the pages of Svodka under /svodka, «Сводка» in its menu, a note on every finished run."""

from __future__ import annotations

from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

from svodka_dags import run_notes


async def pages(scope: Any, receive: Any, send: Any) -> None:
    """Brings the application in with the first request: tasks and the scheduler load plugins too and need no pages."""
    from svodka.web import app

    await app(scope, receive, send)


class SvodkaPlugin(AirflowPlugin):
    name = "svodka"
    listeners: ClassVar[list[Any]] = [run_notes]
    fastapi_apps: ClassVar[list[Any]] = [{"app": pages, "url_prefix": "/svodka", "name": "Сводка"}]
    external_views: ClassVar[list[Any]] = [
        {"name": "Сводка", "href": "/svodka/today", "destination": "nav", "url_route": "svodka"}
    ]
