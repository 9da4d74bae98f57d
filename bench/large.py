"""Two hubs, a small one and one of 500,000 reports in 200,000 cases, filled once for all that is measured in them."""

import atexit
import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any

from tests.harness.scratch import ScratchHub, scratch
from tests.postgres import server

from bench.measuring import Measured, Target

HELD = {"short": (1_000, 5_000), "whole": (1_000, 500_000)}
DATABASES = ("sqlite", "postgresql")
_KEPT = ExitStack()
atexit.register(_KEPT.close)


def databases() -> list[str]:
    """Return the databases to measure on: both, or those that UPSTANDER_BENCH_DATABASES names."""
    return os.environ.get("UPSTANDER_BENCH_DATABASES", ",".join(DATABASES)).split(",")


def measured(one: Callable[[str], tuple[list[dict[str, Any]], list[Target]]]) -> Measured:
    """Measure one database after the other, and put their rows and targets together."""
    found = [one(database) for database in databases()]
    return Measured([row for rows, _ in found for row in rows], [each for _, targets in found for each in targets])


def in_turns(
    made: dict[int, ScratchHub], do: str, turns: int, rounds: int
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, list[Any]]]]:
    """Let the hubs do the same in turns; return what each holds, and by hub and kind what was measured."""
    sizes = {held: hub.play("bench.inside", do="counted") for held, hub in made.items()}
    spent: dict[int, dict[str, list[Any]]] = {held: {} for held in made}
    for turn in range(turns):
        for held, hub in made.items():
            for kind, values in hub.play("bench.inside", do=do, rounds=rounds, rng=turn).items():
                spent[held].setdefault(kind, []).extend(values)
    return sizes, spent


@cache
def hubs(scale: str, database: str) -> dict[int, ScratchHub]:
    """Return hubs by how many reports they hold, with bundles and cases in every state; they go with this process."""
    if database == "postgresql":
        os.environ["DATABASE_URL"] = _server()
    try:
        made = {held: _KEPT.enter_context(scratch()) for held in HELD[scale]}
    finally:
        os.environ.pop("DATABASE_URL", None)
    for held, hub in made.items():
        hub.play("bench.inside", do="seed", total=held, mixed=True, keys=False)
    return made


@cache
def filed(scale: str, database: str) -> dict[int, ScratchHub]:
    """Return the same hubs, everything in them filed for the search."""
    made = hubs(scale, database)
    for hub in made.values():
        hub.play("bench.inside", do="file_all")
    return made


def _server() -> str:
    """Start a PostgreSQL that syncs as a real one does, for as long as this process lives."""
    os.environ["UPSTANDER_PG_DURABLE"] = "1"
    try:
        return _KEPT.enter_context(server())
    finally:
        del os.environ["UPSTANDER_PG_DURABLE"]
