"""Whose certificates are believed: those of the system and, where the settings name a file, those in it."""

from __future__ import annotations

import ssl
from pathlib import Path

from svodka.errors import SvodkaError


def trusting(ca_file: Path | None) -> ssl.SSLContext:
    """A context that checks certificate and name of the server. Raises SvodkaError for a file that is none."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise SvodkaError(f"файл сертификатов ca_file {ca_file} не читается: {error}") from None
    return context
