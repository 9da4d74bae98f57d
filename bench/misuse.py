"""Plant misuses by staff among ordinary days of work, let the hub's rules look, and count what they find and ask."""

from typing import Any

from tests.harness.scratch import scratch

from bench.measuring import Measured, Target, at_most

SCALES = {"short": {"looks": 20_000, "misuses": 16}, "whole": {"looks": 100_000, "misuses": 40}}
RECALL, A_DAY = 0.9, 5.0
SEEDS = {"short": (1,), "whole": (11, 12, 13)}


def run(scale: str) -> Measured:
    """Invent a month of work in a hub of its own, three times over at the whole scale, and watch it day by day."""
    rows: list[dict[str, Any]] = []
    size: dict[str, Any] = SCALES[scale]
    for rng in SEEDS[scale]:
        with scratch() as hub:
            rows.append({"rng": rng, **hub.play("bench.inside", do="misuse", rng=rng, **size)})
    found = sum(row["found"] for row in rows) / sum(row["planted"] for row in rows)
    wires = sum(row["tripwires_found"] for row in rows) / sum(row["tripwires"] for row in rows)
    return Measured(
        rows,
        [
            Target(f"misuses found (at least {RECALL:g})", round(found, 3), found >= RECALL),
            Target("opened tripwires found (all)", round(wires, 3), wires == 1),
            at_most("questions a day", max(row["questions_a_day"] for row in rows), A_DAY),
        ],
    )
