"""Measure matching of words and of links: what is found of edited copies, what is linked wrongly, CPU, and bytes.

Real posts are held (bench/texts.py; where they are too few, more are made of their words), copies of some are edited in
ten ways from a seed, and posts that are not held are looked for as well. The peers stand on the same skeletons, in the
same run, and the same verifier scores their candidates. UPSTANDER_BENCH_ITEMS sets how many are held, and
UPSTANDER_BENCH_ROOM a folder that keeps the index: what was stopped goes on there, and what is held already can grow.
"""

import gc
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.drawing import bars
from bench.links import links
from bench.matching_peers import Peer, installed
from bench.measuring import Measured, Target, at_most, middle, p95
from bench.texts import made_of, posts
from upstander.engines.matching.embedded import Embedded
from upstander.engines.matching.finding import best, find
from upstander.engines.matching.glancing import GLANCES
from upstander.engines.matching.keys import Item, keys_of
from upstander.engines.matching.ranking import DEEPEST, rank
from upstander.engines.matching.skeleton import skeleton
from upstander.engines.matching.tests.edits import EDITS
from upstander.engines.matching.verify import THRESHOLD, side, verify
from upstander.engines.matching.wording import without_wording

HELD = {"short": 10_000, "whole": 100_000}
EACH = {"short": 20, "whole": 200}
"""Copies of each kind of edit."""
TIMED = {"short": 20, "whole": 60}
"""Of these as many as are timed together with the unseen: three of four looks are then for a post that is not held."""
UNSEEN = {"short": 300, "whole": 2_000}
ONE_BY_ONE = 2_000_000
"""Held items up to which each is put in its place as it comes; more are put in the order of their keys at the end."""
DURABLE = 300
"""Held items that are added each in a durable transaction of its own."""
NEAR = 0.6
"""A post that is not held and shares so much of its letters with one that is: a copy that nobody marked."""
PROPOSED = 30
"""Held ones that the hub would propose for one report at most."""
NOTHING = -1e9
OUT = Path(__file__).resolve().parents[1] / "build" / "bench"


@dataclass
class Asked:
    """One text to look for: the number of the held item that it was made from, 0 for one that is not held."""

    text: str
    edit: str
    source: int


@dataclass
class Answers:
    """What one engine made of all that was asked."""

    found: dict[str, list[bool]] = field(default_factory=dict)
    best: list[tuple[Asked, int, float]] = field(default_factory=list)
    spent: dict[str, list[float]] = field(default_factory=dict)
    """Milliseconds of CPU of each look, by edit."""
    shown: list[tuple[int, int]] = field(default_factory=list)
    """For each text: how many held ones would be proposed, and how many of those are right."""

    def add(self, asked: Asked, candidates: Sequence[int], best: tuple[int, float]) -> None:
        if asked.source:
            self.found.setdefault(asked.edit, []).append(asked.source in candidates)
        self.best.append((asked, *best))

    def took(self, ms: float, asked: Asked) -> None:
        self.spent.setdefault(asked.edit, []).append(ms)

    def looks(self, each: int) -> list[float]:
        """Milliseconds of all unseen ones and of so many copies of each edit."""
        return [ms for edit, spent in self.spent.items() for ms in (spent[:each] if edit else spent)]

    def recall(self, *edits: str) -> float:
        hits = [hit for edit in edits or self.found for hit in self.found[edit]]
        return round(sum(hits) / len(hits), 3)

    def linked_at(self, threshold: float) -> float:
        right = [number == asked.source and score >= threshold for asked, number, score in self.best if asked.source]
        return round(sum(right) / len(right), 3)

    def false_at(self, threshold: float) -> float:
        wrong = [score >= threshold for asked, _, score in self.best if not asked.source]
        return round(sum(wrong) / len(wrong), 4)

    def threshold(self, share: float) -> float:
        """The score that this share of what is not held reaches."""
        scores = sorted((score for asked, _, score in self.best if not asked.source), reverse=True)
        return max(scores[int(share * len(scores))], NOTHING + 1) + 1e-9


def run(scale: str) -> Measured:
    """Build each engine, ask all the same, and put the figures side by side."""
    size = int(os.environ.get("UPSTANDER_BENCH_ITEMS", HELD[scale]))
    real = posts(seed=7)
    unseen, rest = real[: UNSEEN[scale]], real[UNSEEN[scale] :]
    held = [*rest[:size], *made_of(rest, max(0, size - len(rest)), seed=8)]
    dice = random.Random(9)
    asked = [
        Asked(edit(held[at], dice), name, at + 1)
        for name, edit in EDITS.items()
        for at in dice.sample(range(min(size, len(rest))), EACH[scale])
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(os.environ.get("UPSTANDER_BENCH_ROOM", folder)) / "index"
        with closing(Embedded(path, synchronous="FULL")) as index:
            built, durable = _build(index, held)
        size_on_disk = _in_use(path)
        with closing(Embedded(path)) as index:
            strangers = _strangers(index, unseen)
            everything = [*asked, *strangers]
            ours = _ask(index, held, everything, len(rest))
            looked = _look_ups(index, everything)
            peers = [_peer(make, held, everything, index, TIMED[scale]) for make in installed()]
    texts = sum(len(json.dumps([["post", text]])) for text in held)
    row = _row("Upstander", size, ours, built, TIMED[scale])
    looks, copies = ours.looks(TIMED[scale]), [ms for edit, spent in ours.spent.items() if edit for ms in spent]
    row |= {
        "insert_p50_ms": round(middle(durable), 2), "insert_p95_ms": round(p95(durable), 2),
        "bytes_an_item": round((size_on_disk - texts) / size),
    }  # fmt: skip
    rows = [row, *(peer for peer, _ in peers)]
    rows += [
        {"engine": f"Upstander, {what} alone", "query_p50_ms": round(middle(ms), 2), "query_p95_ms": round(p95(ms), 2)}
        for what, ms in (("copies", copies), ("unseen posts", ours.spent[""]))
    ]
    rows.append(
        {
            "engine": "Upstander, look-up and ranking alone", "items": size, "query_p50_ms": round(middle(looked), 2),
            "query_p95_ms": round(p95(looked), 2),
        }
    )  # fmt: skip
    every = {"Upstander": ours} | {str(peer["engine"]): answers for peer, answers in peers}
    rows += [
        {"engine": f"recall@10: {edit}"} | {name: one.recall(edit) for name, one in every.items()} for edit in EDITS
    ]
    rows.append(
        {
            "engine": f"at the threshold of the hub ({THRESHOLD})", "linked_right": ours.linked_at(THRESHOLD),
            "linked_wrong": ours.false_at(THRESHOLD), "real_posts_held": min(size, len(rest)),
            "near_copies_left_out": len(unseen) - len(strangers),
        }
    )  # fmt: skip
    shown = [many for many, _ in ours.shown]
    right = round(sum(hits for _, hits in ours.shown) / max(1, sum(shown)), 3)
    rows.append({"engine": "proposed for a report", "proposed_median": middle(shown), "right_of_proposed": right})
    of_links, joined, mixed_up = links()
    OUT.mkdir(parents=True, exist_ok=True)
    drawn = {name: {edit: one.recall(edit) for edit in EDITS} for name, one in every.items()}
    (OUT / "matching.svg").write_text(bars(f"Edited copies found among ten candidates, {size:,} held", drawn))
    one_percent = ours.linked_at(ours.threshold(0.01))
    return Measured(
        rows + of_links,
        [
            _at_least("recall@10 on ten kinds of edit", ours.recall(), 0.99),
            _at_least("recall@10 of a post inside a narrative", ours.recall("narrated"), 0.95),
            _at_least("recall at 1 % false links", one_percent, 0.92),
            at_most("a look with its explanation, ms of CPU, median", middle(looks), 2),
            at_most("95 of 100 looks, ms of CPU", p95(looks), 6),
            at_most("adding one in its own durable transaction, ms of CPU, median", middle(durable), 1),
            at_most("bytes an item beside its text", row["bytes_an_item"], 500),
            at_most("proposed for a report, median", middle(shown), 3),
            _at_least("of those proposed, right", right, 0.9),
            _at_least("links: same pairs joined", joined, 1),
            at_most("links: different pairs joined", mixed_up, 0),
        ],
    )


def _at_least(says: str, value: float, limit: float) -> Target:
    return Target(f"{says} (at least {limit:g})", round(value, 3), value >= limit)


def _item(text: str) -> Item:
    return Item(texts=(("post", text),))


def _letters(text: str) -> str:
    return without_wording(skeleton(text)).text


def _build(index: Embedded, held: list[str]) -> tuple[float, list[float]]:
    """Add all items; return the CPU ms of one of many together, and of each that had a transaction of its own."""
    first, last, durable = index.total(), len(held) - DURABLE, []
    if first > last:
        raise SystemExit(f"{first} items are held there already: name another UPSTANDER_BENCH_ROOM.")
    began = time.process_time()
    for place in range(first, last):
        index.add(str(place), _item(held[place]), later=last > ONE_BY_ONE)
        if place % 1_000 == 999:
            index.commit()
        if place % 250_000 == 249_999:
            print(f"{place + 1:,} of {len(held):,} added", file=sys.stderr, flush=True)
    index.commit()
    index.settle()
    together = (time.process_time() - began) * 1000 / max(1, last - first)
    for place, text in enumerate(held[-DURABLE:], last):
        began = time.process_time()
        index.add(str(place), _item(text))
        index.commit()
        durable.append((time.process_time() - began) * 1000)
    return together, durable


def _strangers(index: Embedded, unseen: list[str]) -> list[Asked]:
    """Of the posts that are not held, those without a near copy among the held."""
    found = []
    for text in unseen:
        match = find(_item(text), index)
        near = any(alike.found.run_coverage >= NEAR for alike in match.alike)
        if not near and not any(one.items for one in match.shared if one.key.tier == "text"):
            found.append(Asked(text, "", 0))
    return found


def _ask(index: Embedded, held: list[str], everything: list[Asked], real: int) -> Answers:
    answers = Answers()
    for asked, item in ((asked, _item(asked.text)) for asked in everything):
        began = time.process_time()
        match = find(item, index)
        answers.took((time.process_time() - began) * 1000, asked)
        answers.add(asked, match.candidates, _best(asked, match.candidates, held, index))
        # What was made of the words of posts shares passages with several: to propose it is neither right nor wrong.
        proposed = [one.item for one in best(match, index, top=PROPOSED) if one.linked and one.item <= real]
        answers.shown.append((len(proposed), sum(_right(asked, number, held) for number in proposed)))
    return answers


def _right(asked: Asked, number: int, held: list[str]) -> bool:
    """Whether a held one is what a text was made from, or a near copy of that, such as the same post passed on."""
    source = asked.source
    return source > 0 and (number == source or verify(held[source - 1], held[number - 1], {}, 0).run_coverage >= NEAR)


def _best(asked: Asked, candidates: Sequence[int], held: list[str], index: Embedded) -> tuple[int, float]:
    """The candidate that the verifier scores highest, and its score: it is the judge of every engine."""
    one = side(asked.text)
    df = {key: len(items) for key, items in index.holders(one.fingerprints, most=DEEPEST + 1).items()}
    scored = [(number, verify(one, held[number - 1], df, len(held)).score) for number in candidates]
    return max(scored, key=lambda each: each[1], default=(0, NOTHING))


def _look_ups(index: Embedded, everything: list[Asked]) -> list[float]:
    spent = []
    for asked in everything:
        began = time.process_time()
        keys = keys_of(_item(asked.text))
        rank(index.holders(keys.lexical, most=DEEPEST + 1), index.total(), cap=DEEPEST, top=GLANCES)
        spent.append((time.process_time() - began) * 1000)
    return spent


def _peer(
    make: Callable[[], Peer], held: list[str], everything: list[Asked], index: Embedded, timed: int
) -> tuple[dict[str, Any], Answers]:
    """Build a peer and ask it; its candidates are scored by the verifier that scores ours."""
    letters = [_letters(text) for text in held]
    gc.collect()
    before, peer = _resident(), make()
    began = time.process_time() + peer.elsewhere()
    for number, each in enumerate(letters, 1):
        peer.add(number, each)
    peer.done()
    built = (time.process_time() + peer.elsewhere() - began) * 1000 / len(held)
    gc.collect()
    taken = _resident() - before if peer.in_memory else peer.bytes_on_disk()
    answers = Answers()
    for asked in everything:
        shape = _letters(asked.text)
        began = time.process_time() + peer.elsewhere()
        candidates = peer.query(shape)
        answers.took((time.process_time() + peer.elsewhere() - began) * 1000, asked)
        answers.add(asked, candidates, _best(asked, candidates, held, index))
    row = _row(peer.name, len(held), answers, built, timed)
    return row | {"bytes_an_item": round(taken / len(held)), "in_memory": peer.in_memory}, answers


def _row(name: str, size: int, answers: Answers, built: float, each: int) -> dict[str, Any]:
    looks = answers.looks(each)
    return {
        "engine": name, "items": size, "recall@10": answers.recall(), "narrated": answers.recall("narrated"),
        "recall_at_1%_false": answers.linked_at(answers.threshold(0.01)),
        "query_p50_ms": round(middle(looks), 2), "query_p95_ms": round(p95(looks), 2),
        "build_ms": round(built, 3),
    }  # fmt: skip


def _in_use(path: Path) -> int:
    """Bytes of the file without the pages that are free again, which what comes next will fill."""
    with closing(sqlite3.connect(path)) as file:
        pages, free, size = (
            file.execute(f"PRAGMA {what}").fetchone()[0] for what in ("page_count", "freelist_count", "page_size")
        )
    return int((pages - free) * size)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
