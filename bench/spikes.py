"""How often the spikes of the digest are false in quiet years, and how surely planted ones are found.

`python -m bench.spikes`: two tables in Markdown; the rule stands in docs/decisions/0024.
"""

from __future__ import annotations

import numpy as np
from rich.console import Console

from tests.quiet_years import TOWN, false_alarms, found_share

YEARS = 20
TRIES = 1000
TOWNS = {
    "a town: 40 series, means 0.05–15 a day": TOWN,
    "40 series, all of mean 0.5": np.full(40, 0.5),
    "40 series, all of mean 6": np.full(40, 6.0),
    "400 series, means 0.05–15 a day": np.geomspace(0.05, 15, 400),
}


def main() -> None:
    """Prints both tables."""
    say = Console(highlight=False, soft_wrap=True).print
    say("False alarms a quarter, in quiet years with weeks, holidays and a season\n")
    say("| town | Poisson | variance m + 0.1 m² | variance m + 0.2 m² |\n|---|---|---|---|")
    for name, means in TOWNS.items():
        rates = [sum(false_alarms(seed, means, d) for seed in range(YEARS)) / YEARS / 4 for d in (0.0, 0.1, 0.2)]
        say(f"| {name} | " + " | ".join(f"{rate:.2f}" for rate in rates) + " |")
    say("\nPlanted spikes found, among 40 series, Poisson counts\n")
    say("| usual a day | × 2, 3 days | × 3, 1 day | × 3, 3 days | × 4, 1 day | × 5, 1 day |\n|---|---|---|---|---|---|")
    for mean in (0.5, 1.0, 2.0, 4.0, 6.0, 10.0, 20.0):
        plans = ((2, 3), (3, 1), (3, 3), (4, 1), (5, 1))
        shares = [found_share(mean, times, n_days, TRIES, seed=1) for times, n_days in plans]
        say(f"| {mean:g} | " + " | ".join(f"{share:.0%}" for share in shares) + " |")


if __name__ == "__main__":
    main()
