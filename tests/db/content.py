"""What must be equal in two warehouses that hold the same files: everything but lineage (ids, load times)."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text

# Queries whose rows say the whole content; file ids are replaced by the files' own checksums.
CONTENT = {
    "message": "SELECT * FROM core.message ORDER BY message_key",
    "page_week": "SELECT * FROM core.page_week ORDER BY page_week_key",
    "message_state": "SELECT * FROM core.message_state ORDER BY message_key, state_hash",
    "message_question": "SELECT * FROM core.message_question ORDER BY message_key, state_hash, question_no",
    "sightings": """
        SELECT seen.message_key, seen.state_hash, file.sha256, seen.sheet_no, seen.row_no, seen.is_refused
        FROM core.message_seen AS seen INNER JOIN landing.file USING (file_id) ORDER BY 1, 3""",
    "page_sightings": """
        SELECT seen.page_week_key, seen.state_hash, file.sha256, seen.sheet_no, seen.row_no
        FROM core.page_week_seen AS seen INNER JOIN landing.file USING (file_id) ORDER BY 1, 3""",
    "versions": """
        SELECT message_key, version_no, state_hash, valid_from, seen_until, n_files
        FROM core.message_version ORDER BY 1, 2""",
    "files": "SELECT channel, registrar, sha256, exported_at, state, is_filtered FROM landing.file ORDER BY 1, 2, 3",
    "rejected": """
        SELECT file.sha256, entry.sheet_no, entry.row_no, entry.code, entry.column_name, entry.reason, entry.state
        FROM meta.rejected_row AS entry INNER JOIN landing.file USING (file_id) ORDER BY 1, 2, 3""",
    "fct_message": "SELECT * FROM marts.fct_message ORDER BY message_key",
    "fct_page_week": "SELECT * FROM marts.fct_page_week ORDER BY page_week_key",
}


def content(connection: Connection) -> dict[str, list[tuple]]:
    """The rows of every query of CONTENT."""
    return {name: [tuple(row) for row in connection.execute(text(query))] for name, query in CONTENT.items()}


def checksums(connection: Connection) -> dict[str, str]:
    """One checksum a query of CONTENT: small enough to print where two warehouses differ."""
    return {
        name: f"{len(rows)} rows {hashlib.sha256(repr(rows).encode()).hexdigest()[:12]}"
        for name, rows in content(connection).items()
    }
