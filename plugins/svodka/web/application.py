"""The FastAPI application: every route behind a role, every write behind a token, every answer with its headers."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from fastapi import Depends, FastAPI

from svodka.access.roles import Right
from svodka.pipeline.opening import hold_warehouses_open
from svodka.web import pages
from svodka.web.access import require
from svodka.web.body_limit import BodyLimit
from svodka.web.refusals import Breakdowns, add_refusals
from svodka.web.response_headers import ResponseHeaders
from svodka.web.static import router as static


def create_app() -> FastAPI:
    """A page is one module of `pages` with a `router`; what it asks beyond Right.READ it says itself."""
    hold_warehouses_open()
    guard = Depends(require(Right.READ, is_of_root=True))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[guard])
    app.include_router(static)
    for module in sorted(pkgutil.iter_modules(pages.__path__), key=lambda module: module.name):
        app.include_router(import_module(f"{pages.__name__}.{module.name}").router)
    add_refusals(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Breakdowns)
    app.add_middleware(ResponseHeaders)
    return app
