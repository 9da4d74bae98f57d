"""Intake by several threads of a process that is killed: what was acknowledged is there, and nothing is there twice."""

import os
import random
import threading
import time
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from tests.harness.doomed import Place, forked, outcome
from tests.harness.saying import receive_one

PLACES = (
    Place("django.db.backends.base.base:BaseDatabaseWrapper.commit", 12),
    Place("upstander.duties.intake.actions.receive:keep_keys", 6),
    Place("upstander.duties.intake.actions.receive:record", 6),
    Place("upstander.record.vault.keeping:_settle", 6),
    Place("os:fsync", 20),
)
THREADS, SENT = 3, 4


def play(kills: int, seed: int, broken: str = "") -> dict[str, Any]:
    """Return how many reports were acknowledged, and which are lost or doubled.

    Every other child dies at a chosen place, the others at any moment.
    """
    from upstander.config.commands.check import faults
    from upstander.duties.intake.models import Receipt
    from upstander.record.cases.models import Report

    rng, numbers = random.Random(seed), count(1)
    acks = Path(os.environ["UPSTANDER_HOME"]).parent / "acks"
    open_keys: set[int] = set()
    died = retried = 0
    while died < kills:
        retried += len(open_keys)
        while len(open_keys) < THREADS * SENT:
            open_keys.add(next(numbers))
        sent = sorted(open_keys)
        doom = rng.choice(PLACES).draw(rng) if died % 2 else None
        pid = forked(partial(_send, sent, acks, broken), doom=doom)
        if doom is None:
            time.sleep(rng.uniform(0.02, 0.25))
            os.kill(pid, 9)
        died += outcome(pid) == 9
        open_keys -= {int(line.split()[0]) for line in _lines(acks)}
    if not broken:
        assert outcome(forked(lambda: _send(sorted(open_keys), acks, ""))) == 0
    held = {
        key: (report, reference)
        for key, report, reference in Receipt.objects.filter(scope="harness").values_list(
            "key", "report", "report__reference"
        )
    }
    acked = [line.split() for line in _lines(acks)]
    return {
        "kills": died,
        "acked": len(acked),
        "acked_after_a_retry": retried,
        "lost": [number for number, reference in acked if held.get(f"key-{number}", (0, ""))[1] != reference],
        "double": Report.objects.count() - len(held),
        "faults": list(faults()),
    }


def _send(numbers: list[int], acks: Path, broken: str) -> None:
    """Send these reports from several threads, and write each acknowledgement where a kill cannot take it back."""
    file = os.open(acks, os.O_CREAT | os.O_APPEND | os.O_WRONLY)

    def send(mine: list[int]) -> None:
        from django.db import connection

        for number in mine:
            if broken == "acknowledged first":
                os.write(file, f"{number} unknown\n".encode())
            received = receive_one(number)
            if broken != "acknowledged first":
                os.write(file, f"{number} {received.report.reference}\n".encode())
        connection.close()

    threads = [threading.Thread(target=send, args=(numbers[at::THREADS],)) for at in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if len(line.split()) == 2] if path.exists() else []
