"""The pages of Svodka inside the Airflow UI: `svodka.web:app` is mounted there at /svodka."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

    app: FastAPI


def __getattr__(name: str) -> Any:
    """The application, made when it is first asked for: its parts are of use without Airflow."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from svodka.web.application import create_app

    globals()["app"] = made = create_app()
    return made
