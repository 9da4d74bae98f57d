"""Letters to complainants, written and sent by workers that are killed: each letter exactly once."""

import random
import time
from itertools import count
from typing import Any

from tests.harness.doomed import AFTER, BEFORE, Place
from tests.harness.saying import receive_one
from tests.harness.workers import ANY_WORK, under_fire

PLACES = (
    *ANY_WORK,
    Place("upstander.record.outbox.transport:Folder.deliver", 2),
    Place("upstander.record.outbox.transport:Folder.taken", 1),
    Place("pathlib:Path.rename", 2),
    Place("os:fsync", 2),
    Place("upstander.duties.care.due:post", 2, (BEFORE, AFTER)),
)
BATCH = 4


def play(kills: int, seed: int, broken: str = "", real: int = 0) -> dict[str, Any]:
    """Return how many letters were owed, and which are lost, doubled or in doubt.

    Beside the `kills` at chosen places, `real` workers started as `upstander work` are killed at any moment.
    """
    from django.conf import settings

    from upstander.record.cases.models import Report
    from upstander.record.outbox.models import Message

    numbers = count(1)
    folder = settings.MAIL_FOLDER

    def more() -> None:
        for _ in range(BATCH):
            receive_one(next(numbers))

    fire = under_fire(PLACES[3:4] if broken else PLACES, kills=kills, seed=seed, more=more, broken=broken)
    rng = random.Random(seed)
    for _ in range(real):
        for _ in range(8):
            more()
        _kill_a_real_worker(folder, rng)
    if real:
        fire["kills"] += real
        _finish()
    sent: dict[int, list[int]] = {}
    for row in Message.objects.all():
        path = folder / f"{row.uid}.eml"
        times = path.read_bytes().count(b"Message-ID: ") if path.exists() else 0
        sent.setdefault(row.about_id, []).append(times)
    reports = list(Report.objects.values_list("pk", flat=True))
    states = set(Message.objects.values_list("state", flat=True))
    return fire | {
        "owed": len(reports),
        "lost": [pk for pk in reports if not sum(sent.get(pk, []))],
        "double": [pk for pk in reports if sum(sent.get(pk, [])) > 1],
        "states": sorted(states),
    }


def _kill_a_real_worker(folder: Any, rng: random.Random) -> None:
    """Start `upstander work`, wait for its first letter and kill it a moment later."""
    import subprocess
    import sys

    from django.db import connections

    from upstander.record.work.worker import reclaim_all

    connections.close_all()
    before = len(list(folder.glob("*.eml")))
    worker = subprocess.Popen([sys.executable, "-m", "upstander.config.command", "work"])
    end = time.monotonic() + 60
    while len(list(folder.glob("*.eml"))) == before and time.monotonic() < end:
        time.sleep(0.01)
    time.sleep(rng.uniform(0, 0.15))
    assert worker.poll() is None, "the worker ended by itself"
    worker.kill()
    worker.wait()
    reclaim_all()


def _finish() -> None:
    from tests.harness.doomed import forked, outcome
    from tests.harness.workers import work

    assert outcome(forked(work)) == 0
