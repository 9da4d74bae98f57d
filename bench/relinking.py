"""Weigh all pairs of many invented descriptions at once: by Splink on DuckDB, and on Spark with the same settings.

Needs `pip install --require-hashes -r requirements/train.txt`, and for Spark `pip install pyspark` and a Java 17.
UPSTANDER_BENCH_ITEMS sets how many descriptions there are.
"""

import importlib.util
import json
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measuring import Measured, Target, group_cpu
from upstander.engines.matching.people import inventing
from upstander.engines.matching.people.described import Described
from upstander.engines.matching.people.model import shipped
from upstander.engines.matching.people.relinking import how, lay_out, local_session, on_duckdb, on_spark

SCALES = {"short": 5_000, "whole": 1_000_000}
NEAR = 1e-6
"""Bits by which the two may differ: they add the same numbers in another order."""


def run(scale: str) -> Measured:
    """Lay the rows out once, let both weigh the pairs, and compare every pair."""
    many = int(os.environ.get("UPSTANDER_BENCH_ITEMS", SCALES[scale]))
    model = shipped()
    with tempfile.TemporaryDirectory(dir=os.environ.get("UPSTANDER_BENCH_ROOM")) as name:
        folder = Path(name) / "laid"
        began = time.process_time()
        lay_out(_described(many), model, folder)
        rows: list[dict[str, Any]] = [{"what": "prepared and laid out", "cpu_s": round(time.process_time() - began, 1)}]
        said = json.loads(json.dumps(how(model)))
        found = {}
        if importlib.util.find_spec("splink"):
            found["DuckDB"] = _measured(rows, "DuckDB", lambda: dict(_pairs(on_duckdb(folder, said, model.threshold))))
        if found and importlib.util.find_spec("pyspark") and shutil.which("java"):
            session = local_session(folder, cores=2)
            spark = _measured(rows, "Spark", lambda: dict(_pairs(on_spark(folder, said, model.threshold, session))))
            session.stop()
            found["Spark"] = spark
        rows = [{"descriptions": many, **row} for row in rows]
    return Measured(rows, _targets(found))


def _targets(found: dict[str, dict[tuple[int, int], float]]) -> list[Target]:
    if len(found) < 2:
        return []
    one, other = found.values()
    odd = len(one.keys() ^ other.keys())
    apart = max((abs(one[pair] - other[pair]) for pair in one.keys() & other.keys()), default=0.0)
    return [
        Target("pairs that only one of the two found (0)", odd, odd == 0),
        Target(f"bits between the two, at most ({NEAR})", apart, apart <= NEAR),
    ]


def _measured(rows: list[dict[str, Any]], engine: str, work: Any) -> dict[tuple[int, int], float]:
    began, wall = _cpu(), time.perf_counter()
    found: dict[tuple[int, int], float] = work()
    rows.append(
        {
            "what": engine, "pairs": len(found), "cpu_s": round(_cpu() - began, 1),
            "wall_s": round(time.perf_counter() - wall),
            "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
        }
    )  # fmt: skip
    return found


def _cpu() -> float:
    return group_cpu(os.getpid())


def _pairs(found: Iterator[tuple[int, int, float]]) -> Iterator[tuple[tuple[int, int], float]]:
    return (((min(one, other), max(one, other)), bits) for one, other, bits in found)


def _described(many: int) -> Iterator[Described]:
    """Two reports of each of half as many people, of every origin in turn, from a seed."""
    pick, origins = random.Random(21), inventing.origins()
    for at in range(0, many, 2):
        yield from inventing.two_reports(pick, inventing.person(pick, origins[at // 2 % len(origins)]))
