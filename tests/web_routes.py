"""Every route of the pages, taken from the application itself: a new one cannot be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator

PARAMETER = re.compile(r"\{\w+(?::(\w+))?\}")
SAMPLES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}


def routes() -> Iterator[tuple[str, str]]:
    """Each method and path, as Airflow mounts it, with something plausible for each parameter."""
    from fastapi.routing import APIRoute

    from svodka.web import app

    for route in app.routes:
        assert isinstance(route, APIRoute), f"{route} is no route of FastAPI: the guard of the root does not see it"
        path = PARAMETER.sub(lambda found: SAMPLES.get(found[1], "x"), route.path)
        for method in sorted(route.methods):
            yield method, f"/svodka{path}"
