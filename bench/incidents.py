"""Measure what is found of one incident told by different witnesses, and how much of what is shown is right.

The accounts are invented (bench/telling.py): what is true of them is known, and they are kinder than life in that
people tell nothing there that did not happen, and harsher in that all speak of the same few hundred things.
"""

import statistics
import time
from collections import defaultdict
from contextlib import closing
from typing import Any

from bench.measuring import Measured, Target, at_most, middle, p95
from bench.telling import Account, accounts
from upstander.engines.matching import incidents
from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.keys import Item, keys_of
from upstander.engines.matching.ranking import CAP
from upstander.engines.matching.witnesses import Witness, perhaps, witnesses

SIZES = {"short": (("600 in 26 weeks", 100, 100, 250, 26),), "whole": (
    ("600 in 26 weeks", 100, 100, 250, 26),
    ("5,000 in 26 weeks", 300, 300, 4_000, 26),
    ("40,000 in 26 weeks", 300, 300, 39_000, 26),
)}  # fmt: skip
SEED = 7


def run(scale: str) -> Measured:
    """Let the accounts come in one by one, look for each before it is held, and count what is shown."""
    rows, targets = [], []
    for name, several, others, alone, weeks in SIZES[scale]:
        row = _row(name, accounts(incidents=several, others=others, alone=alone, weeks=weeks, seed=SEED))
        rows.append(row)
        targets.append(Target(f"{name}: of those shown right (at least 0.9)", row["right"], row["right"] >= 0.9))
        targets.append(at_most(f"{name}: suggestions shown for a report, median", row["shown, median"], 3))
    return Measured(rows, targets)


def _found(item: Item, index: Embedded) -> list[Witness]:
    """Return what this tier alone proposes: sentences that the inventor repeats would let others find the pair too."""
    keys = keys_of(item)
    asked = incidents.keys_to_ask(keys.telling, keys.days)
    near = perhaps(asked, index.holders(asked, most=CAP + 1), index)
    return list(witnesses(item, keys, near, index, counts=near.items, known=()))


def _row(name: str, told: list[Account]) -> dict[str, Any]:
    earlier: dict[int, list[int]] = defaultdict(list)
    shown = right = repeated = found = pairs = paired = 0
    each_shown, took = [], []
    with closing(Embedded()) as index:
        by_number: dict[int, int] = {}
        for place, account in enumerate(told):
            item = Item(texts=(("account", account.text),), times=(account.day,))
            began = time.process_time()
            candidates = _found(item, index)
            took.append(1000 * (time.process_time() - began))
            same = [one for one in candidates if by_number[one.item] == account.incident]
            shown, right = shown + len(candidates), right + len(same)
            each_shown.append(len(candidates))
            known = earlier[account.incident]
            repeated, found = repeated + bool(known), found + bool(same)
            pairs, paired = pairs + len(known), paired + len(same)
            number = index.add(str(place), item)
            by_number[number] = account.incident
            known.append(number)
    return {
        "accounts": name, "of told incidents": repeated, "found": round(found / repeated, 3),
        "pairs found": round(paired / pairs, 3), "shown": shown, "right": round(right / max(1, shown), 3),
        "shown, median": statistics.median(each_shown), "look p50 ms": round(middle(took), 2),
        "look p95 ms": round(p95(took), 2),
    }  # fmt: skip
