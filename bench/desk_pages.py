"""Measure the desk's queue page and case page at 100,000 held reports beside 1,000, as an officer opens them."""

from contextlib import ExitStack
from typing import Any

from tests.harness.scratch import scratch

from bench.measuring import Measured, at_most, middle, p95

HELD = {"short": (1_000, 4_000), "whole": (1_000, 100_000)}
ROUNDS = {"short": (3, 10), "whole": (5, 40)}
"""How often the hubs take turns, and pages opened at each turn."""
RATIO = 1.5


def run(scale: str) -> Measured:
    """Fill two hubs, in which every case is open, and open pages in each in turn."""
    few, many = HELD[scale]
    turns, rounds = ROUNDS[scale]
    spent: dict[int, dict[str, list[float]]] = {held: {"queue": [], "case": []} for held in (few, many)}
    with ExitStack() as stack:
        hubs = {held: stack.enter_context(scratch()) for held in (few, many)}
        for held, hub in hubs.items():
            hub.play("bench.inside", do="seed", total=held)
        for turn in range(turns):
            for held, hub in hubs.items():
                for page, values in hub.play("bench.inside", do="pages", rounds=rounds, rng=turn).items():
                    spent[held][page] += values
    rows: list[dict[str, Any]] = [
        {
            "page": page, "held": held, "requests": len(pages[page]), "cpu_median_ms": round(middle(pages[page]), 1),
            "cpu_p95_ms": round(p95(pages[page]), 1),
        }
        for page in ("queue", "case")
        for held, pages in spent.items()
    ]  # fmt: skip
    targets = [
        at_most(
            f"median CPU of the {page} page, many to few", middle(spent[many][page]) / middle(spent[few][page]), RATIO
        )
        for page in ("queue", "case")
    ]
    return Measured(rows, targets)
