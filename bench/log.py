"""Append events to the journal, many at a time and one by one, and verify all of it beside hashing each row once."""

import time
from collections.abc import Iterator
from typing import Any

from tests.harness.scratch import scratch

from bench.measuring import Measured, at_most, middle

SCALES: dict[str, dict[str, Any]] = {
    "short": {"events": 20_000, "rounds": 3},
    "whole": {"events": 1_000_000, "rounds": 3},
}
BATCH, SINGLE = 1_000, 300
LOOKS = 4
"""Every fourth event is a look; the others touch two records each."""
APPEND_US, VERIFY_TIMES = 60.0, 6.0
EVERY = 100
"""Entries between two checkpoints at the most, as docs/adr/0002 has it."""


def run(scale: str) -> Measured:
    """Fill a hub of its own, then read its journal in turns with a bare digest of each row."""
    with scratch() as hub:
        seen = hub.play("bench.log", **SCALES[scale])
    per, base = seen["verify"], seen["sha256"]
    rows = [
        {"what": "append, a thousand a commit", "CPU us an event": seen["append"]},
        {"what": "append, one a commit", "CPU us an event": seen["single"]},
        {"what": "one sha256 a row, rows in memory", "CPU us an event": base, "times": 1.0},
        {"what": "read a row and one sha256", "CPU us an event": seen["read"], "times": seen["read"] / base},
        {"what": "verify chain, tree, columns, checkpoints", "CPU us an event": per, "times": per / base},
        {"what": "the same with timelines and looks", "CPU us an event": seen["all"], "times": seen["all"] / base},
    ]
    for row in rows:
        row.update({name: round(value, 2) for name, value in row.items() if isinstance(value, float)})
    rows.append(
        {
            "what": f"{seen['events']:,} events, {seen['checkpoints']:,} checkpoints, {seen['faults']} faults, "
            f"{seen['memory_mb']:.0f} MB more while verifying, {seen['disk_mb']:.0f} MB on disk"
        }
    )
    return Measured(
        rows,
        [
            at_most("append, CPU us an event, batched", seen["append"], APPEND_US),
            at_most("verify beside one sha256 a row", per / base, VERIFY_TIMES),
        ],
    )


def play(events: int, rounds: int) -> dict[str, Any]:
    """Append and verify in this process, under the real settings; CPU microseconds an event."""
    from pathlib import Path

    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from upstander.record.journal.checkpoints import checkpoint
    from upstander.record.journal.models import Checkpoint
    from upstander.record.journal.reading import size
    from upstander.record.journal.verbs import Verb
    from upstander.record.journal.verifying import Verification
    from upstander.record.journal.writing import record, record_many
    from upstander.record.people.actors import SYSTEM

    spent, at, first = 0.0, timezone.now(), size()
    for start in range(0, events, BATCH):
        deeds = list(_deeds(start, min(start + BATCH, events), at))
        began = time.process_time()
        with transaction.atomic():
            record_many(deeds)
        spent += time.process_time() - began
        if start % (EVERY * BATCH) == 0 or start // BATCH % 10 == 0:
            checkpoint()
    began = time.process_time()
    for number in range(SINGLE):
        with transaction.atomic():
            record(SYSTEM, Verb.CLAIMED, ("case", number), at=at, about=[("report", number)])
    single = (time.process_time() - began) / SINGLE
    checkpoint()
    entries = size()
    seen: dict[str, list[float]] = {"sha256": [], "read": [], "verify": [], "all": []}
    faults, before = 0, _memory_mb()
    for _ in range(rounds):
        hashed, read = _bare()
        seen["sha256"].append(hashed)
        seen["read"].append(read)
        for name, indexes in (("verify", False), ("all", True)):
            began = time.process_time()
            faults += len(list(Verification(indexes=indexes).faults()))
            seen[name].append((time.process_time() - began) / entries)
    return {
        "events": entries - first, "append": spent / events * 1e6, "single": single * 1e6, "faults": faults,
        "checkpoints": Checkpoint.objects.count(), "memory_mb": _memory_mb() - before,
        "disk_mb": sum(path.stat().st_size for path in Path(settings.HOME).glob("upstander.sqlite3*")) / 1e6,
        **{name: middle(values) * 1e6 for name, values in seen.items()},
    }  # fmt: skip


def _deeds(start: int, end: int, at: Any) -> Iterator[Any]:
    from upstander.record.journal.verbs import Verb
    from upstander.record.journal.writing import Deed
    from upstander.record.people.actors import SYSTEM

    for number in range(start + 1, end + 1):
        about = (("report", number),)
        if number % LOOKS:
            data = {"reason_given": True}
            yield Deed(SYSTEM, Verb.CLAIMED, ("case", number), at, about=about, data=data)
        else:
            yield Deed(SYSTEM, Verb.CONSULTED, ("page", 0), at, shows=about, data={"page": "desk/case"})


def _bare() -> tuple[float, float]:
    """Return the CPU seconds a row of one digest over rows that are in memory, and of reading and digesting each."""
    from hashlib import sha256

    from upstander.record.journal.models import Entry

    hashed = read = 0.0
    count = after = 0
    while True:
        began = time.process_time()
        found = Entry.objects.filter(seq__gt=after).order_by("seq").values_list("seq", "body")[:5000]
        rows = [(seq, body.encode()) for seq, body in found]
        middle_of = time.process_time()
        for _, body in rows:
            sha256(body).digest()
        ended = time.process_time()
        if not rows:
            return hashed / count, read / count
        after, count = rows[-1][0], count + len(rows)
        hashed, read = hashed + ended - middle_of, read + ended - began


def _memory_mb() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
