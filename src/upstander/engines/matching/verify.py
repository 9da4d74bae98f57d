"""Compare two texts closely: which runs of letters they share, how rare those are, and how strongly that joins them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import log, log1p, log2

from rapidfuzz.distance import LCSseq

from upstander.engines.matching.fingerprints import GRAM, SURE, fingerprints
from upstander.engines.matching.keys import SHORTEST_LEXICAL
from upstander.engines.matching.skeleton import Skeleton, skeleton
from upstander.engines.matching.wording import without_wording

DocumentFrequency = Mapping[int, int] | Callable[[int], int]
"""How many held items have a fingerprint: a mapping, or a function."""

SHORTEST_RUN = 5
"""Letters of a matched block that counts; shorter ones are everywhere."""
LONGEST_ALIGNED = 6_000
"""Letters of a skeleton that are aligned; of a longer text, only the stretch that holds what the two share."""
SMALLEST_INDEX = 10_000
"""A young hub cannot know yet how rare a run is: rarity is counted as if at least so many items were held."""

INTERCEPT, PER_COVERAGE, PER_LOG_BITS, PER_CONTAINMENT = -17.04, 6.77, 2.48, -0.72
"""Weights of the log-odds, fitted on edited copies of real posts; to be fitted again on the hub's own decisions."""
THRESHOLD = 0.0
"""TO BE SET."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of letters in both texts: `[start, end)` in each original, its letters, and how rare it is.

    `held_by` is the most items that can hold the run and `bits` log2(items held / held_by); both are None for a run too
    short to be counted (under nine letters).
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

    run_coverage: the share of the shorter skeleton that lies in shared runs. bits: the rarity of all shared
    fingerprints together. containment: those bits against all bits of the poorer text. score: log-odds that one was made from the
    other. weight: the same in bits. None of these is a probability to show.
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


def verify(query: str | Side, candidate: str | Side, df: DocumentFrequency, total: int) -> Verification:
    """Compare two texts. `df` counts the held items that have a fingerprint (none counts as one) of `total` held."""
    one = side(query) if isinstance(query, str) else query
    two = side(candidate) if isinstance(candidate, str) else candidate
    count = df if callable(df) else lambda number: df.get(number, 0)
    held = max(total, SMALLEST_INDEX)

    def rarity(number: int) -> float:
        return max(0.0, log2(held / max(1, count(number))))

    bits = sum(map(rarity, one.fingerprints & two.fingerprints))
    poorer = min(sum(map(rarity, one.fingerprints)), sum(map(rarity, two.fingerprints)))
    containment = bits / poorer if poorer else 0.0
    blocks = _blocks(one.skeleton.text, two.skeleton.text)
    shorter = min(len(one.skeleton), len(two.skeleton))
    coverage = sum(size for _, _, size in blocks) / shorter if shorter >= SHORTEST_LEXICAL else 0.0
    score = INTERCEPT + PER_COVERAGE * coverage + PER_LOG_BITS * log1p(bits) + PER_CONTAINMENT * containment
    runs = tuple(_run(one.skeleton, two.skeleton, block, count, held) for block in blocks)
    return Verification(coverage, runs, bits, containment, score, score / log(2), total)


def _run(one: Skeleton, two: Skeleton, block: tuple[int, int, int], count: Callable[[int], int], held: int) -> Run:
    at, there, size = block
    letters = one.text[at : at + size]
    # An item that holds the run holds every one of these fingerprints, so the rarest of them bounds their number.
    sure = fingerprints(letters) if len(letters.encode()) >= SURE else []
    held_by = max(1, min(map(count, sure))) if sure else None
    bits = max(0.0, log2(held / held_by)) if held_by else None
    return Run(*one.source_span(at, at + size), *two.source_span(there, there + size), size, held_by, bits)


def _blocks(one: str, two: str) -> list[tuple[int, int, int]]:
    """Matched blocks (start in one, start in two, letters) of a longest-common-subsequence alignment."""
    (start, one), (there, two) = _near(one, two), _near(two, one)
    return [
        (start + op.src_start, there + op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(one, two)
        if op.tag == "equal" and op.src_end - op.src_start >= SHORTEST_RUN
    ]


def _near(text: str, other: str) -> tuple[int, str]:
    """Where a long text begins to share letters with another, and the stretch from there that can be aligned."""
    if len(text) <= LONGEST_ALIGNED:
        return 0, text
    grams = {other[at : at + GRAM] for at in range(len(other) - GRAM + 1)}
    shared = (at for at in range(len(text) - GRAM + 1) if text[at : at + GRAM] in grams)
    start = next(shared, 0)
    return start, text[start : start + LONGEST_ALIGNED]
