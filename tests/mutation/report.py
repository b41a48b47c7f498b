"""The outcomes of a mutation check as Markdown: a table by file, then the survivors."""

from __future__ import annotations

from collections import Counter, defaultdict

from tests.mutation.trials import Outcome

STATES = ("killed", "survived", "equivalent", "invalid")


def report(outcomes: list[Outcome], seconds: float, every: int) -> str:
    """`seconds`: how long it took; `every`: 1 when all mutants were tried."""
    by_file: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        by_file[one.mutant.file][one.state] += 1
    total = sum(by_file.values(), Counter())
    judged = total["killed"] + total["survived"]
    share = 100 * total["killed"] / judged if judged else 100
    which = "all mutants" if every == 1 else f"every {every}th mutant"
    lines = [
        "# Mutation check of sql/indicators and sql/marts",
        "",
        "Written by `make mutate`. Each comparison, condition, constant, default and join is changed once; each changed"
        " file is judged by the hand-made cases (tests/cases) and the oracle's figures and terms of three random data"
        " sets (tests/oracle), nothing else. Which changes are equivalent, and why: tests/mutation/equivalent.yml.",
        "",
        f"Killed {total['killed']} of {judged} ({share:.1f} %), {which}, in {seconds:.0f} s; "
        f"{total['equivalent']} equivalent by judgement, {total['invalid']} refused by the database or the catalogue.",
        "",
        "| file | " + " | ".join(STATES) + " |",
        "|---|" + "--:|" * len(STATES),
    ]
    lines += [
        f"| sql/{file} | " + " | ".join(str(count[state]) for state in STATES) + " |"
        for file, count in sorted(by_file.items())
    ]
    lines += ["", *(f"- survived: `{one.mutant}`" for one in outcomes if one.state == "survived")]
    return "\n".join(lines).rstrip()
