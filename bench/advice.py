"""Measure the advice on offences: CPU a case over the worked cases, read and advised on as the command does it."""

import time

from bench.measuring import Measured, at_most, middle, p95
from upstander.law.advice import advise
from upstander.law.advice.tests.mutations import ON, WORKED
from upstander.law.facts import Document

ROUNDS = {"short": 5, "whole": 40}
LIMIT_MS = 20


def run(scale: str) -> Measured:
    """Read each case from its facts, advise, and make the JSON; the tables are loaded before the first is timed."""
    advise(Document.from_json(WORKED["cases"][0]["facts"], ON), ON).as_json()
    spent: list[float] = []
    counts = []
    for _ in range(ROUNDS[scale]):
        for case in WORKED["cases"]:
            began = time.process_time()
            made = advise(Document.from_json(case["facts"], ON), ON)
            made.as_json()
            spent.append((time.process_time() - began) * 1000)
            counts.append(len(made.offences))
    rows = [
        {
            "cases": len(WORKED["cases"]), "rounds": ROUNDS[scale], "cpu_median_ms": round(middle(spent), 2),
            "cpu_p95_ms": round(p95(spent), 2), "advised_median": middle(counts), "advised_most": max(counts),
        }
    ]  # fmt: skip
    return Measured(
        rows,
        [
            at_most("advice on a case, ms of CPU, median", middle(spent), LIMIT_MS),
            at_most("advice on 95 of 100 cases, ms of CPU", p95(spent), LIMIT_MS),
            at_most("offences advised on a case, median", middle([each for each in counts if each]), 4),
        ],
    )
