"""The plugin as Airflow takes it: loaded without an error, mounted at /svodka, its menu item leads to a page."""

import os
import subprocess
import sys
from typing import Any

import pytest

from svodka.settings import PROJECT

# What a task and the scheduler import with the plugin: nothing of the library, nothing of the web.
WHAT_IT_BRINGS = """
import sys
from airflow import plugins_manager
before = set(sys.modules)
import svodka_plugin
print(*sorted(set(sys.modules) - before))
"""


@pytest.fixture
def plugin() -> Any:
    from airflow import plugins_manager

    (found,) = [one for one in plugins_manager.get_plugin_info() if one["name"] == "svodka"]
    return found


def test_it_loads_without_an_error(plugin: Any) -> None:
    from airflow import plugins_manager

    assert plugins_manager.get_import_errors() == {}
    apps, _ = plugins_manager.get_fastapi_plugins()
    assert [app["url_prefix"] for app in apps if app["name"] == "Сводка"] == ["/svodka"]


def test_the_user_interface_gets_its_menu_item(plugin: Any) -> None:
    """What does not fit the model of the answer is left out there without a word."""
    from airflow.api_fastapi.core_api.datamodels.plugins import PluginResponse

    (view,) = PluginResponse.model_validate(plugin).external_views
    assert (view.name, view.destination, view.url_route) == ("Сводка", "nav", "svodka")


def test_its_menu_item_leads_to_a_page(plugin: Any) -> None:
    from starlette.routing import Match

    from svodka.web import app

    (view,) = plugin["external_views"]
    asked = {"type": "http", "method": "GET", "path": view["href"].removeprefix("/svodka"), "root_path": ""}
    assert any(route.matches(asked)[0] == Match.FULL for route in app.routes)


def test_tasks_and_the_scheduler_pay_nothing_for_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WHAT_IT_BRINGS],
        env=os.environ | {"PYTHONPATH": str(PROJECT / "plugins"), "AIRFLOW_HOME": _airflow_home()},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    brought = done.stdout.split()
    assert "svodka_plugin" in brought
    dear = ("svodka", "fastapi", "starlette", "sqlalchemy", "pandas", "great_expectations")
    assert [name for name in brought if name.partition(".")[0] in dear] == []


def _airflow_home() -> str:
    from airflow.configuration import AIRFLOW_HOME

    return AIRFLOW_HOME
