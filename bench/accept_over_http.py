"""Measure accepting one report over HTTP at 100,000 held reports beside 1,000: the real server, asked in turns."""

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.harness.scratch import scratch
from tests.harness.served import Server, send, served, token

from bench.measuring import Measured, at_most, group_cpu, middle, p95

HELD = {"short": (1_000, 4_000), "whole": (1_000, 100_000)}
REQUESTS = {"short": 60, "whole": 400}
WARM = 20
RATIO, CPU_MS = 1.5, 50.0


def run(scale: str) -> Measured:
    """Fill two hubs, serve both, and send reports to each in turn: what the machine does beside falls on both."""
    few, many = HELD[scale]
    with _hub(few) as small, _hub(many) as large:
        hubs = {few: small, many: large}
        wall: dict[int, list[float]] = {few: [], many: []}
        cpu: dict[int, list[float]] = {few: [], many: []}
        for number in range(1, WARM + REQUESTS[scale] + 1):
            for held, (server, bearer) in hubs.items():
                took, used = _send(server, bearer, number)
                if number > WARM:
                    wall[held].append(took)
                    cpu[held].append(used)
    rows = [_row(held, wall[held], cpu[held]) for held in hubs]
    return Measured(
        rows,
        [
            at_most("median CPU of a request, many to few", middle(cpu[many]) / middle(cpu[few]), RATIO),
            at_most("median wall time, many to few", middle(wall[many]) / middle(wall[few]), RATIO),
            at_most("median CPU of a request at many, in ms", middle(cpu[many]) * 1000, CPU_MS),
        ],
    )


@contextmanager
def _hub(held: int) -> Iterator[tuple[Server, str]]:
    with scratch() as hub:
        hub.play("bench.inside", do="seed", total=held)
        bearer = token(hub)
        with served(hub) as server:
            yield server, bearer


def _send(server: Server, bearer: str, number: int) -> tuple[float, float]:
    """Send one report and return the seconds until the answer and the CPU seconds of the server."""
    from bench.words import answers

    assert server.process is not None
    said = answers(random.Random(-number), 10**8 + number)
    before, began = group_cpu(server.process.pid), time.perf_counter()
    reply = send(server.port, bearer, number, said)
    took = time.perf_counter() - began
    # The answer is on its way before the server has put its things away.
    time.sleep(0.01)
    used = group_cpu(server.process.pid) - before
    assert reply.status == 201, f"{reply.status}: {reply.body[:300]!r}"
    assert json.loads(reply.body)["reference"]
    return took, used


def _row(held: int, wall: list[float], cpu: list[float]) -> dict[str, Any]:
    said = {"median": middle, "p95": p95}
    return {"held": held, "requests": len(wall)} | {
        f"{what}_{name}_ms": round(of(values) * 1000, 1)
        for what, values in (("cpu", cpu), ("wall", wall))
        for name, of in said.items()
    }
