"""What a measurement is made of: rows, targets, the machine it was made on, and how CPU time is read."""

import os
import platform
import resource
import sqlite3
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Target:
    """What was aimed at, in words, and what came of it."""

    says: str
    value: float
    met: bool


@dataclass(frozen=True)
class Measured:
    """One table: each row a dict of the same names. CPU is in seconds or milliseconds, as its name says."""

    rows: list[dict[str, Any]]
    targets: list[Target] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)


def at_most(says: str, value: float, limit: float) -> Target:
    """Return a target that is met by a value up to `limit`."""
    return Target(f"{says} (at most {limit:g})", round(value, 2), value <= limit)


def machine() -> dict[str, Any]:
    """Return what the figures depend on: nothing that names the machine or who runs it."""
    return {
        "cores": os.cpu_count(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load": os.getloadavg()[0],
    }


def children_cpu(run: Callable[[], Any]) -> float:
    """Return the CPU seconds of the processes that `run` starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def group_cpu(leader: int) -> float:
    """Return the CPU seconds that a running process and its descendants have used, to the nanosecond where possible."""
    return sum(cpu_of(process) for process in _with_descendants(leader))


def cpu_of(process: int) -> float:
    """Return the CPU seconds of one process: the run time of its threads; where none is counted, its clock ticks."""
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9
    except OSError:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 do not exceed."""
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]


def _with_descendants(leader: int) -> list[int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, fresh = [leader], {leader}
    while fresh:
        fresh = {process for process, parent in parents.items() if parent in fresh}
        found += fresh
    return found
