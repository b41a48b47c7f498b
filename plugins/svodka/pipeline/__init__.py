"""The use-cases that DAGs, command line and pages call. Cheap to import: each step brings its own tools.

The clock is read here at the latest: everything below is told the time.
"""

from svodka.pipeline.control import daily_control, status
from svodka.pipeline.figures import figures
from svodka.pipeline.intake import (
    Interval,
    extract,
    housekeeping,
    ingest,
    init,
    load,
    rebuild,
    rejected,
    settled_channels,
    validate,
)
from svodka.pipeline.opening import open_warehouse
from svodka.pipeline.quarter import advance_quarter, report

__all__ = [
    "Interval",
    "advance_quarter",
    "daily_control",
    "extract",
    "figures",
    "housekeeping",
    "ingest",
    "init",
    "load",
    "open_warehouse",
    "rebuild",
    "rejected",
    "report",
    "settled_channels",
    "status",
    "validate",
]
