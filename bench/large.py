"""Two hubs, a small one and one of 500,000 reports in 200,000 cases, filled once for all that is measured in them."""

import atexit
import os
from contextlib import ExitStack
from functools import cache

from tests.harness.scratch import ScratchHub, scratch
from tests.postgres import server

HELD = {"short": (1_000, 5_000), "whole": (1_000, 500_000)}
DATABASES = ("sqlite", "postgresql")
_KEPT = ExitStack()
atexit.register(_KEPT.close)


def databases() -> list[str]:
    """Return the databases to measure on: both, or those that UPSTANDER_BENCH_DATABASES names."""
    return os.environ.get("UPSTANDER_BENCH_DATABASES", ",".join(DATABASES)).split(",")


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
