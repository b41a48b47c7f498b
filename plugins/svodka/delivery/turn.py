"""One at a time: whoever drives a quarter, or a day's mail, waits for the one who does so already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from svodka.warehouse.engine import Warehouse, run


@contextmanager
def turn(warehouse: Warehouse, municipality: str, subject: str) -> Iterator[None]:
    """Holds the subject's lock for the block.

    The lock lives in a transaction of its own that writes nothing: the steps inside the block commit one by one in
    other transactions, and when the process dies the lock is gone with its connection. So whoever holds the turn
    knows that a mail left in `sending` has no sender any more.
    """
    with warehouse.begin() as conn:
        run(conn, "delivery/take_turn.sql", municipality=municipality, subject=subject)
        yield
