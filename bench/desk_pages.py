"""Measure the desk's pages at 500,000 reports in 200,000 cases beside 1,000, on both databases."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import Any

from tests.harness.scratch import scratch

from bench.import_posts import postgres
from bench.measuring import Measured, Target, at_most, middle, p95

HELD = {"short": (1_000, 5_000), "whole": (1_000, 500_000)}
ROUNDS = {"short": (2, 10), "whole": (4, 25)}
"""How often the hubs take turns, and pages opened at each turn."""
RATIO = 1.5
DATABASES = ("sqlite", "postgresql")


def run(scale: str) -> Measured:
    """Fill two hubs on each database, with bundles and cases in every state, and open pages in each in turn.

    UPSTANDER_BENCH_DATABASES names one of them to measure that alone.
    """
    rows: list[dict[str, Any]] = []
    targets: list[Target] = []
    for database in os.environ.get("UPSTANDER_BENCH_DATABASES", ",".join(DATABASES)).split(","):
        with _database(database):
            found, met = _one(scale, database)
        rows += found
        targets += met
    return Measured(rows, targets)


def _one(scale: str, database: str) -> tuple[list[dict[str, Any]], list[Target]]:
    few, many = HELD[scale]
    turns, rounds = ROUNDS[scale]
    spent: dict[int, dict[str, list[float]]] = {few: {}, many: {}}
    with ExitStack() as stack:
        hubs = {held: stack.enter_context(scratch()) for held in (few, many)}
        sizes = {}
        for held, hub in hubs.items():
            hub.play("bench.inside", do="seed", total=held, mixed=True, keys=False)
            sizes[held] = hub.play("bench.inside", do="counted")
        for turn in range(turns):
            for held, hub in hubs.items():
                for page, values in hub.play("bench.inside", do="pages", rounds=rounds, rng=turn).items():
                    spent[held].setdefault(page, []).extend(values)
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


@contextmanager
def _database(name: str) -> Iterator[None]:
    with postgres() if name == "postgresql" else nullcontext():
        yield
