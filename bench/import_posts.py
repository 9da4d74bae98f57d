"""Measure the import of real posts, one report each, with full matching, journal and durability, and that none is lost.

The posts are a file of the hate speech data set of Davidson and others (2017); its path is UPSTANDER_BENCH_DATA or
../shared/data/davidson_tweets.csv.gz beside the repository.
"""

import csv
import gzip
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from tests.harness.scratch import ROOT, ScratchHub, scratch
from tests.postgres import server

from bench.measuring import Measured, Target, children_cpu

COUNT = {"short": 1_500, "whole": 24_783}
AT_ONCE = 10_000
"""Pieces of work that `upstander work --once` does at most."""


class NoData(RuntimeError):
    """The posts are not there."""


def run(scale: str) -> Measured:
    """Import on the embedded database and on PostgreSQL, each in a fresh hub."""
    posts = data()
    rows = [_one(posts, COUNT[scale])]
    with postgres():
        rows.append(_one(posts, COUNT[scale]))
    lost = sum(row["lost"] for row in rows)
    faults = sum(row["faults"] for row in rows)
    return Measured(
        rows,
        [Target("lost reports (0)", lost, lost == 0), Target("faults found by the check (0)", faults, faults == 0)],
    )


def data() -> Path:
    """Return where the posts are. Raises NoData with what to do."""
    path = Path(os.environ.get("UPSTANDER_BENCH_DATA", ROOT.parent / "shared" / "data" / "davidson_tweets.csv.gz"))
    if not path.is_file():
        raise NoData(
            f"{path} is not there. Name the file of posts (csv.gz with a column `tweet`) in UPSTANDER_BENCH_DATA."
        )
    return path


@contextmanager
def postgres() -> Iterator[None]:
    """Let hubs made meanwhile use a PostgreSQL of their own that syncs as a real one does."""
    os.environ["UPSTANDER_PG_DURABLE"] = "1"
    try:
        with server() as url:
            os.environ["DATABASE_URL"] = url
            yield
    finally:
        os.environ.pop("DATABASE_URL", None)
        del os.environ["UPSTANDER_PG_DURABLE"]


def _one(posts: Path, count: int) -> dict[str, Any]:
    with scratch() as hub:
        file = hub.home.parent / "posts.csv"
        _write(posts, file, count)
        sender = ("--from", "bench", "--make-sender", "Bench")
        took, cpu = _measured(lambda: hub.command("import", str(file), *sender))
        rounds = range(-(-2 * count // AT_ONCE) + 1)
        work_took, work_cpu = _measured(lambda: [hub.command("work", "--once") for _ in rounds])
        held = hub.play("bench.inside", do="held")
        faults: list[str] = []
        check_took, check_cpu = _measured(lambda: faults.extend(hub.faults()))
        return {
            "database": held["database"],
            "reports": held["reports"],
            "lost": count - held["reports"],
            "intake_per_s": round(count / took, 1),
            "intake_s": round(took, 1),
            "intake_cpu_s": round(cpu, 1),
            "matching_s": round(work_took, 1),
            "matching_cpu_s": round(work_cpu, 1),
            "reports_per_s": round(count / (took + work_took), 1),
            "cpu_ms_per_report": round((cpu + work_cpu) / count * 1000, 1),
            "suggestions": held["suggestions"],
            "journal_entries": held["entries"],
            "work_left": held["stuck"],
            "check_s": round(check_took, 1),
            "check_cpu_s": round(check_cpu, 1),
            "faults": len(faults),
            "on_disk_mb": round(_size(hub) / 1e6),
        }


def _write(posts: Path, file: Path, count: int) -> None:
    """Write the posts as a partner's file: one report each, in the columns of the template."""
    csv.field_size_limit(sys.maxsize)
    with gzip.open(posts, "rt", encoding="utf-8", newline="") as source, file.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["sender_ref", "platform", "text", "told_as"])
        for number, row in enumerate(islice(csv.DictReader(source), count), 1):
            writer.writerow([f"post-{number}", "x", row["tweet"], "organisation"])


def _measured(run: Any) -> tuple[float, float]:
    """Return the seconds and the CPU seconds that the started processes took."""
    began = time.monotonic()
    cpu = children_cpu(run)
    return time.monotonic() - began, cpu


def _size(hub: ScratchHub) -> int:
    return sum(path.stat().st_size for path in hub.home.rglob("*") if path.is_file())
