"""Compare two texts closely: which runs of letters they share, how rare those are, and how strongly that joins them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log, log1p, log2

import numpy as np
from rapidfuzz.distance import LCSseq

from upstander.engines.matching.fingerprints import GRAM, SURE, fingerprints
from upstander.engines.matching.keys import SHORTEST_LEXICAL
from upstander.engines.matching.ranking import SMALLEST_INDEX
from upstander.engines.matching.skeleton import Skeleton, skeleton
from upstander.engines.matching.wording import without_wording

DocumentFrequency = Mapping[int, int] | Callable[[int], int]
"""How many held items have a fingerprint: a mapping, or a function."""

SHORTEST_RUN = 5
"""Letters of a matched block that counts; shorter ones are everywhere."""
LONGEST_ALIGNED = 6_000
"""Letters of a skeleton that are aligned; of a longer text, only the stretch that shares most with the other."""
INTERCEPT, PER_COVERAGE, PER_LOG_BITS, PER_CONTAINMENT = -17.04, 6.77, 2.48, -0.72
"""Weights of the log-odds, fitted on edited copies of real posts; to be fitted again on the hub's own decisions."""
THRESHOLD = -3.9
"""The score from which a pair is proposed.

Of 100,000 short posts held, a quarter of them real and the rest made of their words, 0.5 % of 1,900 unseen without a
near copy reached it, and 96 % of copies edited in ten ways. The price of false links rises with the number held: set it
again from the hub's own decisions.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of letters in both texts: `[start, end)` in each original, its letters, and how rare it is.

    `held_by` is the most items that can hold the run and `bits` log2(items held / held_by); both are None for a run too
    short to be counted (under fourteen letters).
    """

    query_start: int
    query_end: int
    candidate_start: int
    candidate_end: int
    letters: int
    held_by: int | None
    bits: float | None


@dataclass(frozen=True, slots=True)
class Verification:
    """How alike two texts are.

    run_coverage: the share of the shorter skeleton in shared runs. bits: the rarity of all fingerprints
    shared. containment: those bits against all bits of the poorer text. score: log-odds that one was made from the
    other. weight: the same in bits. total: the items held. None of these is a probability to show.
    """

    run_coverage: float
    runs: tuple[Run, ...]
    bits: float
    containment: float
    score: float
    weight: float
    total: int

    @property
    def passes(self) -> bool:
        """Whether the two should be proposed to an officer."""
        return self.score >= THRESHOLD


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts made ready, so that a query is prepared once for all its candidates."""

    text: str
    skeleton: Skeleton
    fingerprints: frozenset[int]


def side(text: str, *, shape: Skeleton | None = None, known: Iterable[int] | None = None) -> Side:
    """Make a text ready; pass the skeleton and the fingerprints where `keys_of` has made them already."""
    shape = without_wording(skeleton(text)) if shape is None else shape
    return Side(text, shape, frozenset(fingerprints(shape.text) if known is None else known))


def verify(
    query: str | Side, candidate: str | Side, df: DocumentFrequency, total: int, *, with_runs: bool = True
) -> Verification:
    """Compare two texts. `df` counts the held items that have a fingerprint (none counts as one) of `total` held.

    Without runs the figures are the same and nothing says which letters are shared: for whoever only asks if it passes.
    """
    one = side(query) if isinstance(query, str) else query
    two = side(candidate) if isinstance(candidate, str) else candidate
    count, held = _counting(df), max(total, SMALLEST_INDEX)
    bits = _bits_of(one.fingerprints & two.fingerprints, count, held)
    poorer = min(_bits_of(one.fingerprints, count, held), _bits_of(two.fingerprints, count, held))
    containment = bits / poorer if poorer else 0.0
    blocks, coverage = _covered(one.skeleton.text, two.skeleton.text)
    score = _score(coverage, bits, containment)
    shown = blocks if with_runs else []
    runs = tuple(_run(one.skeleton, two.skeleton, block, count, held) for block in shown)
    return Verification(coverage, runs, bits, containment, score, score / log(2), total)


def could_pass(bits: float) -> bool:
    """Whether `verify` could let two texts pass whose fingerprints in common are so rare: it costs next to nothing.

    It turns away nothing that would pass: no pair with these bits scores higher than one whose shorter text stands
    whole in the longer.
    """
    return highest(1.0, bits) >= THRESHOLD


def highest(share: float, bits: float) -> float:
    """Return the highest score of two texts that share so much of the shorter and so rare fingerprints."""
    return _score(share, bits, 0.0 if PER_CONTAINMENT < 0 else 1.0)


def near_enough(one: Side, letters: str, bits: float, df: DocumentFrequency, total: int) -> bool:
    """Whether `verify` could let a text whose skeleton has these letters pass, with fingerprints so rare in common.

    It too turns away nothing that would pass, and does without the other text's own fingerprints, which cost more than
    aligning the two: their containment is at least what it would be if the other were the richer.
    """
    count, held = _counting(df), max(total, SMALLEST_INDEX)
    own = _bits_of(one.fingerprints, count, held)
    least = bits / own if own and PER_CONTAINMENT < 0 else float(PER_CONTAINMENT > 0)
    return _score(_covered(one.skeleton.text, letters)[1], bits, least) >= THRESHOLD


def _covered(one: str, two: str) -> tuple[list[tuple[int, int, int]], float]:
    """Return the matched blocks, and the share of the shorter text that stands in them."""
    blocks, shorter = _blocks(one, two)
    return blocks, sum(size for _, _, size in blocks) / shorter if shorter >= SHORTEST_LEXICAL else 0.0


def _counting(df: DocumentFrequency) -> Callable[[int], int]:
    if callable(df):
        return df
    get = df.get
    return lambda number: get(number, 0)


def _bits_of(numbers: Iterable[int], count: Callable[[int], int], held: int) -> float:
    """How rare these fingerprints are together."""
    return sum(_rarity(held, count(number)) for number in numbers)


@lru_cache(maxsize=4096)
def _rarity(held: int, count: int) -> float:
    return max(0.0, log2(held / max(1, count)))


def _score(coverage: float, bits: float, containment: float) -> float:
    return INTERCEPT + PER_COVERAGE * coverage + PER_LOG_BITS * log1p(bits) + PER_CONTAINMENT * containment


def _run(one: Skeleton, two: Skeleton, block: tuple[int, int, int], count: Callable[[int], int], held: int) -> Run:
    at, there, size = block
    letters = one.text[at : at + size]
    # An item that holds the run holds every one of these fingerprints, so the rarest of them bounds their number.
    sure = fingerprints(letters) if len(letters.encode()) >= SURE else []
    held_by = max(1, min(map(count, sure))) if sure else None
    bits = max(0.0, log2(held / held_by)) if held_by else None
    return Run(*one.source_span(at, at + size), *two.source_span(there, there + size), size, held_by, bits)


def _blocks(one: str, two: str) -> tuple[list[tuple[int, int, int]], int]:
    """Matched blocks (start in one, start in two, letters) of an alignment, and the length of the shorter side."""
    start, one = _densest(one, two)
    there, two = _densest(two, one)
    aligned = [
        (op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(one, two)
        if op.tag == "equal" and op.src_end - op.src_start >= SHORTEST_RUN
    ]
    blocks = [(start + at, there + other, size) for at, other, size in _grown(one, two, aligned)]
    return blocks, min(len(one), len(two))


def _grown(one: str, two: str, blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Let each block take the equal letters on both sides that the alignment had matched, one by one, elsewhere."""
    grown: list[tuple[int, int, int]] = []
    floor_one = floor_two = 0
    for at, other, size in blocks:
        while at > floor_one and other > floor_two and one[at - 1] == two[other - 1]:
            at, other, size = at - 1, other - 1, size + 1
        grown.append((at, other, size))
        floor_one, floor_two = at + size, other + size
    for place, (at, other, size) in enumerate(grown):
        top_one, top_two, _ = grown[place + 1] if place + 1 < len(grown) else (len(one), len(two), 0)
        while at + size < top_one and other + size < top_two and one[at + size] == two[other + size]:
            size += 1
        grown[place] = (at, other, size)
    return grown


def _densest(text: str, other: str) -> tuple[int, str]:
    """Of a text too long to align, the stretch that shares most with the other, and where it starts."""
    if len(text) <= LONGEST_ALIGNED:
        return 0, text
    grams = {other[at : at + GRAM] for at in range(len(other) - GRAM + 1)}
    shared = np.array([text[at : at + GRAM] in grams for at in range(len(text) - GRAM + 1)])
    before = np.concatenate(([0], np.cumsum(shared)))
    width = min(LONGEST_ALIGNED - GRAM + 1, shared.size)
    start = int(np.argmax(before[width:] - before[:-width]))
    return start, text[start : start + LONGEST_ALIGNED]
