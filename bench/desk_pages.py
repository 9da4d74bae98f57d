"""Measure the desk's pages at 500,000 reports in 200,000 cases beside 1,000, on both databases."""

from typing import Any

from bench import large
from bench.measuring import Measured, Target, at_most, middle, p95

ROUNDS = {"short": (2, 10), "whole": (4, 25)}
"""How often the hubs take turns, and pages opened at each turn."""
RATIO = 1.5


def run(scale: str) -> Measured:
    """Fill two hubs on each database, with bundles and cases in every state, and open pages in each in turn."""
    return large.measured(lambda database: _one(scale, database))


def _one(scale: str, database: str) -> tuple[list[dict[str, Any]], list[Target]]:
    sizes, spent = large.in_turns(large.hubs(scale, database), "pages", *ROUNDS[scale])
    few, many = spent
    rows = [
        {
            "database": database, "page": page, "reports": sizes[held]["reports"], "cases": sizes[held]["cases"],
            "requests": len(pages[page]), "cpu_median_ms": round(middle(pages[page]), 1),
            "cpu_p95_ms": round(p95(pages[page]), 1),
        }
        for page in spent[few]
        for held, pages in spent.items()
    ]  # fmt: skip
    targets = [
        at_most(f"{database}: {page}, median CPU, many to few", middle(spent[many][page]) / middle(values), RATIO)
        for page, values in spent[few].items()
    ]
    return rows, targets
