"""Measure the comparison of suspects and accounts: CPU a pair beside Splink's call, and errors by origin of names.

Everything is invented from a seed. Splink is measured where it is installed (`requirements/train.txt`).
"""

import importlib.util
import random
import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from bench.measuring import Measured, Target, at_most, middle, p95
from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.finding import find
from upstander.engines.matching.keys import Item
from upstander.engines.matching.people import inventing
from upstander.engines.matching.people.described import Described
from upstander.engines.matching.people.evaluating import evaluate, gap
from upstander.engines.matching.people.keys import keys_of
from upstander.engines.matching.people.model import Model, shipped, weigh
from upstander.engines.matching.people.prepared import Prepared, prepare

SEED = 20_261
LOOKS = 1_000
SCALES = {"short": (400, 2_000, 400), "whole": (2_500, 20_000, 3_000)}
"""People of each origin, pairs that are timed, pairs that Splink weighs as well."""
Pair = tuple[Prepared, Prepared]


def run(scale: str) -> Measured:
    """Return the rates by origin, then CPU a pair, then how our walk agrees with Splink's own weight."""
    model = shipped()
    people, timed, weighed = SCALES[scale]
    rates = evaluate(model, seed=SEED, people=people)
    rows: list[dict[str, Any]] = [
        {
            "what": name, "strangers compared": one.strangers, "suggested": round(one.false_rate, 4),
            "with the same name": one.namesakes, "suggested of them": round(one.namesake_rate, 4),
            "pairs of one person": one.same, "found": round(one.recall, 3),
            "found of those with two kinds of evidence": round(one.found / one.telling, 3),
            "share a key": round(one.reached / one.same, 3),
        }
        for name, one in rates.items()
    ]  # fmt: skip
    said = _said(timed)
    pairs, ours = _timed(said, model)
    rows += [*ours, *_looked(said)]
    middle_us = next(row["CPU us, median"] for row in ours if row["what"] == "a pair walked")
    namesakes = [one.namesake_rate for one in rates.values()]
    worst = max(one.false_rate for one in rates.values())
    targets = [
        at_most("CPU us a pair, median", middle_us, 20),
        Target("gap of false suggestions between origins (at most 0.02)", round(gap(rates), 4), gap(rates) <= 0.02),
        Target("the highest of them (at most 0.02)", round(worst, 4), worst <= 0.02),
    ]
    if scale == "whole":  # of fewer there are too few namesakes to tell a gap from chance
        apart = max(namesakes) - min(namesakes)
        says = "the gap among strangers with the same name (at most 0.02)"
        targets.append(Target(says, round(apart, 4), apart <= 0.02))
    if importlib.util.find_spec("splink"):
        rows += _beside_splink(pairs[:weighed], model)
    return Measured(rows, targets)


def _said(many: int) -> list[tuple[Described, Described]]:
    """Half of them two reports of one person, half of two strangers of one origin."""
    pick = random.Random(SEED + 1)
    origins, pairs = inventing.origins(), []
    for at in range(many):
        origin = origins[at % len(origins)]
        a, b = inventing.two_reports(pick, inventing.person(pick, origin))
        if at // len(origins) % 2:
            b = inventing.two_reports(pick, inventing.person(pick, origin))[1]
        pairs.append((a, b))
    return pairs


def _timed(said: Sequence[tuple[Described, Described]], model: Model) -> tuple[list[Pair], list[dict[str, Any]]]:
    began = time.process_time_ns()
    pairs = [(prepare(a, model.terms), prepare(b, model.terms)) for a, b in said]
    prepared = (time.process_time_ns() - began) / 1000 / (2 * len(pairs))
    began = time.process_time_ns()
    keys = sum(len(keys_of(a)) for a, _ in pairs)
    keyed = (time.process_time_ns() - began) / 1000 / len(pairs)
    spent = []
    for a, b in pairs:  # each pair by itself, the quickest of three: the clock of the process has fine steps
        rounds = []
        for _ in range(3):
            began = time.process_time_ns()
            weigh(a, b, model)
            rounds.append((time.process_time_ns() - began) / 1000)
        spent.append(min(rounds))
    began = time.process_time_ns()
    for a, b in pairs:
        weigh(a, b, model)
    mean = (time.process_time_ns() - began) / 1000 / len(pairs)
    walked = {"CPU us, median": round(middle(spent), 1), "p95": round(p95(spent), 1), "mean": round(mean, 1)}
    return pairs, [
        {"what": "a description prepared", "mean": round(prepared, 1)},
        {"what": "its keys", "mean": round(keyed, 1), "keys": round(keys / len(pairs), 1)},
        {"what": "a pair walked", **walked},
    ]


def _looked(said: Sequence[tuple[Described, Described]]) -> list[dict[str, Any]]:
    """Ask for the second report of each pair among all the first ones: keys, look-up, reading, weighing, explaining."""
    with closing(Embedded()) as index:
        for place, (held, _) in enumerate(said):
            index.add(str(place), Item(people=(held,)))
        costs: dict[bool, list[float]] = {True: [], False: []}
        for _, asked in said[:LOOKS]:
            began = time.process_time_ns()
            found = find(Item(people=(asked,)), index)
            costs[bool(found.keys.people)].append((time.process_time_ns() - began) / 1000)
    return [
        {
            "what": f"a look among {len(said):,}: {'filed' if filed else 'too little said to be filed'}",
            "CPU us, median": round(middle(spent), 1), "p95": round(p95(spent), 1), "looks": len(spent),
        }
        for filed, spent in costs.items() if spent
    ]  # fmt: skip


def _beside_splink(pairs: Sequence[Pair], model: Model) -> list[dict[str, Any]]:
    """Let Splink weigh the same pairs with the same weights: how far apart are the two, and what does its call cost?"""
    from upstander.engines.matching.people.rechecking import linker_of, weighed_by_splink

    theirs = weighed_by_splink(pairs, model)
    ours = [weigh(a, b, model) for a, b in pairs]
    both = list(zip(ours, theirs, strict=True))
    same = sum({step.comparison: step.level for step in one.steps} == other.levels for one, other in both)
    gaps = [abs(one.bits - other.bits) for one, other in both]
    linker, calls = linker_of(pairs[:200], model), []
    for a, b in pairs[:10]:
        one, other = ({"unique_id": at, "pair": 0, **each.columns()} for at, each in enumerate((a, b)))
        began = time.process_time()
        linker.inference.score_pair(one, other).as_record_list()
        calls.append((time.process_time() - began) * 1e6)
    return [
        {"what": "Splink's score_pair (peer)", "CPU us, median": round(middle(calls)), "p95": round(max(calls))},
        {
            "what": "our walk beside Splink's weight", "pairs weighed by both": len(both),
            "same levels": round(same / len(both), 4),
            "correlation": round(_correlation([one.bits for one in ours], [other.bits for other in theirs]), 5),
            "median gap, bits": round(middle(gaps), 5), "largest gap": round(max(gaps), 5),
        },
    ]  # fmt: skip


def _correlation(one: Sequence[float], other: Sequence[float]) -> float:
    a, b = sum(one) / len(one), sum(other) / len(other)
    top = sum((x - a) * (y - b) for x, y in zip(one, other, strict=True))
    return float(top / (sum((x - a) ** 2 for x in one) * sum((y - b) ** 2 for y in other)) ** 0.5)
