"""The data that DAGs tell each other about: the inboxes of the channels and their rows in the warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from airflow.sdk import Asset, AssetAlias, AssetAny

GROUP = "svodka"

# What `intake` may emit. An alias, because a static outlet would be announced after every run, file or no file.
SETTLED = AssetAlias("settled-inboxes", group=GROUP)


def inbox(channel: str) -> Asset:
    """The folder where the exports of a channel are dropped; an event of it starts the channel's DAG."""
    return Asset(uri=f"svodka://inbox/{channel}", name=f"inbox-{channel}", group=GROUP)


def warehouse(channel: str) -> Asset:
    """The rows of a channel in core and marts; the extra of its events holds the row counts of the load."""
    return Asset(uri=f"svodka://warehouse/{channel}", name=f"warehouse-{channel}", group=GROUP)


def any_warehouse(channels: Iterable[str]) -> AssetAny:
    """The rows of any of the channels: a DAG scheduled by it waits for none of the others."""
    return AssetAny(*(warehouse(channel) for channel in channels))


def count(files: list[dict[str, Any]]) -> dict[str, int]:
    """The files of a load by state and the sums of their rows: what may stand in XCom and in an asset event.

    Names of files stay out: people put names of people into them.
    """
    sums: Counter[str] = Counter()
    for file in files:
        sums[f"files_{file['state']}"] += 1
        sums.update({key: value for key, value in file.items() if key.startswith("rows_")})
    return dict(sums)
