"""Styles and scripts of the pages: the files of one folder, by name, kept by the browser while they are the same."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

router = APIRouter()


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Name → content and entity tag; what is not here is not served, whatever the address says."""
    files = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in TYPES:
            content = path.read_bytes()
            files[path.name] = (content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
    return files


@router.get("/static/{name}")
def static(name: str, request: Request) -> Response:
    if name not in _files():
        raise HTTPException(404)
    content, tag = _files()[name]
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=TYPES[Path(name).suffix], headers=headers)
