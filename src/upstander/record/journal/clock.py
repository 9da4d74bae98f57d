"""Read the machine's clocks for every entry, see when the wall clock was set back, and say which times are in doubt.

An entry keeps both clocks: the wall clock, which anybody with rights on the machine can set, and the clock that counts
since the machine was started, which nobody can. Where the first moved back against the second, or against the entry
before, the act is kept all the same, behind an entry of its own that says so.
"""

import re
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from upstander.record.journal.models import Entry
from upstander.record.journal.reading import Line, timeline

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
CLOCK = ("clock", 0)
"""What an entry about the clock is about: there is one."""
SINCE_START = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux counts sleep as well; elsewhere the clock that never goes back has to do."""
STEP = 5_000_000
"""Microseconds by which the two clocks may drift apart between entries: a time service slows a clock, no more."""
ACROSS = 1_000_000
"""Microseconds by which the clocks of two machines, or of one before and after a start, may differ unremarked."""
_KEPT = re.compile(r'"clock":"([0-9a-f]*):(\d+):(\d+)"')


@dataclass(frozen=True)
class Reading:
    """Both clocks at one moment: which start of the machine, microseconds since then, and since 1970."""

    boot: str
    up: int
    wall: int

    def __str__(self) -> str:
        return f"{self.boot}:{self.up}:{self.wall}"


@dataclass(frozen=True)
class SetBack:
    """The entry that says that the clock was set back: from when, and by how much."""

    seq: int
    was: datetime
    by: timedelta
    recorded_at: datetime


def read() -> Reading:
    """Return what both clocks say now."""
    return Reading(_boot(), time.clock_gettime_ns(SINCE_START) // 1000, time.time_ns() // 1000)


def in_body(body: str) -> Reading | None:
    """Return what the clocks said when an entry was written; None where an older hub did not keep it."""
    found = _KEPT.search(body)
    return Reading(found[1], int(found[2]), int(found[3])) if found else None


def set_back_by(before: Reading, now: Reading) -> int:
    """Return by how many microseconds the wall clock was set back between two readings; 0 where it was not."""
    back = before.wall - now.wall
    if before.boot and before.boot == now.boot:
        against_the_other = now.up - before.up + back
        return max(back, against_the_other) if back > 0 or against_the_other > STEP else 0
    return back if back > ACROSS else 0


def said(before: Reading, back: int, last: int) -> dict[str, str | int]:
    """Return what the entry says of it: from what time, by how many milliseconds, and the last entry before."""
    was = datetime.fromtimestamp(before.wall / 1_000_000, UTC)
    return {"was": was.isoformat(timespec="microseconds"), "by_ms": -(-back // 1000), "after": last}


def times_set_back(*, until: int | None = None, after: int = 0) -> list[SetBack]:
    """Return every time that the clock was set back, oldest first, among the entries up to `until`."""
    lines = reversed(timeline(*CLOCK, newest=None, after=after))
    return [_of(line) for line in lines if until is None or line.seq <= until]


def in_doubt(seqs: Collection[int], *, until: int | None = None) -> list[int]:
    """Return which of these entries carry a time that an earlier entry had already passed: the clock had been set back.

    Their order is certain, as it is of every entry; their time is not.
    """
    backs = times_set_back(until=until)
    if not backs:
        return []
    written = Entry.objects.filter(seq__in=list(seqs)).order_by("seq").values_list("seq", "recorded_at")
    return [
        seq
        for seq, recorded_at in written
        if any(back.seq <= seq and recorded_at <= back.was for back in backs)
    ]  # fmt: skip


def _of(line: Line) -> SetBack:
    was = datetime.fromisoformat(str(line.data["was"]))
    return SetBack(line.seq, was, timedelta(milliseconds=int(line.data["by_ms"])), line.at)


@cache
def _boot() -> str:
    """Return what tells one start of the machine from another; nothing where the machine does not say."""
    try:
        return BOOT_ID.read_text().strip().replace("-", "")[:8]
    except OSError:
        return ""
