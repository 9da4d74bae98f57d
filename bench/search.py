"""Measure a search as a whole at 500,000 reports in 200,000 cases beside 1,000, on both databases."""

from typing import Any

from bench import large
from bench.measuring import Measured, Target, at_most, middle, p95

ROUNDS = {"short": (1, 5), "whole": (4, 15)}
"""How often the hubs take turns, and searches of each kind at each turn."""
LIMIT_MS = 300


def run(scale: str) -> Measured:
    """Search as an officer: what was typed is sent, and the page that it leads to is opened.

    The hubs are those of `desk_pages`; measured together, they are filled once.
    """
    return large.measured(lambda database: _one(scale, database))


def _one(scale: str, database: str) -> tuple[list[dict[str, Any]], list[Target]]:
    sizes, spent = large.in_turns(large.filed(scale, database), "searches", *ROUNDS[scale])
    few, many = spent
    rows = [
        {
            "database": database, "search": search, "reports": sizes[held]["reports"], "cases": sizes[held]["cases"],
            "searches": len(values), "results": round(middle([shown for _, shown in values]), 1),
            "cpu_median_ms": round(middle(_ms(values)), 1), "cpu_p95_ms": round(p95(_ms(values)), 1),
        }
        for search in spent[few]
        for held in spent
        for values in [spent[held][search]]
    ]  # fmt: skip
    says = "{}: {}, 95 of 100 searches, ms of CPU"
    return rows, [
        at_most(says.format(database, search), p95(_ms(values)), LIMIT_MS) for search, values in spent[many].items()
    ]


def _ms(values: list[list[float]]) -> list[float]:
    return [used for used, _ in values]
