"""Send a brigade of pasted texts in ten minutes with genuine reports among them, and count which of those stand out.

Everything goes the real way: the action that takes a report in, the worker that looks for others and counts it in. The
times of arrival are invented; how long each step takes is measured as CPU time, and the wait is that of one worker who
does one thing after the other. UPSTANDER_BENCH_FLOOD sets how many pasted reports there are.
"""

import os
from typing import Any

from tests.harness.scratch import scratch

from bench.measuring import Measured, Target, at_most

SCALES = {
    "short": {"pasted": 600, "genuine": 10, "most": 20},
    "whole": {"pasted": 10_000, "genuine": 60, "most": 400},
}
"""`most`: reports that hold the same, beyond which they are a campaign; the short flood has fewer copies of each."""
TEXTS, MINUTES = 12, 10


def run(scale: str) -> Measured:
    """Flood a hub of its own and say what an officer is left with."""
    size = {**SCALES[scale], "pasted": int(os.environ.get("UPSTANDER_BENCH_FLOOD", SCALES[scale]["pasted"]))}
    with scratch() as hub:
        found: dict[str, Any] = hub.play("bench.flooding", do="flood", texts=TEXTS, minutes=MINUTES, rng=3, **size)
    out, lines = found["genuine_singly"], found["lines_of_the_queue"]
    allowed = size["genuine"] + 4 * TEXTS
    rows = [{"what": name.replace("_", " "), "figure": value} for name, value in found.items()]
    return Measured(
        rows,
        [
            Target(f"genuine reports that stand singly (all {size['genuine']})", out, out == size["genuine"]),
            at_most("lines of the queue after the flood", lines, allowed),
            at_most("cases lost or out of place", found["faults"], 0),
        ],
    )
