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
            "requests": len(values), "rows": _rows(values), "cpu_median_ms": round(middle(_ms(values)), 1),
            "cpu_p95_ms": round(p95(_ms(values)), 1),
        }
        for page in spent[few]
        for held in spent
        for values in [spent[held][page]]
    ]  # fmt: skip
    # A page that shows more rows costs more at any size; the growth of the hub shows where both show the same.
    alike = {page for page in spent[few] if _rows(spent[few][page]) == _rows(spent[many][page])}
    targets = [
        at_most(
            f"{database}: {page}, median CPU, many to few", middle(_ms(values)) / middle(_ms(spent[few][page])), RATIO
        )
        for page, values in spent[many].items()
        if page in alike
    ]
    return rows, targets


def _ms(values: list[list[float]]) -> list[float]:
    return [used for used, _ in values]


def _rows(values: list[list[float]]) -> float:
    """Return how many rows of a table the page showed."""
    return middle([rows for _, rows in values])
