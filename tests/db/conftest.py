"""The ring `db` has a real Postgres."""

from tests.warehouse_fixtures import *  # noqa: F403
