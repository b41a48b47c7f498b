"""Imports Great Expectations once in the process that tasks are forked from (config/ is on that process's path alone).

The import costs 6 s; a task forked from a scheduler that has done it pays nothing.
"""

import os

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

import great_expectations  # noqa: F401
