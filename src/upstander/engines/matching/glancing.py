"""Glance at the letters of the items ranked highest, so that those which share most of them are verified first.

Where a million posts are held, what little is left of a copy may lie in dozens of others: the rarity of shared runs
alone ranks it too low to be among the few that are compared letter by letter. And of most of those few a glance tells
that they cannot pass.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from upstander.engines.matching.ranking import Candidate
from upstander.engines.matching.verify import LONGEST_ALIGNED, SHORTEST_RUN, THRESHOLD, could_pass, highest

GLANCES = 80
"""Items of which the skeletons are read for one look."""

_PRIME = np.uint64(0x9E3779B97F4A7C15)
_BITS = 16


@dataclass(frozen=True, slots=True)
class Glanced:
    """A held item, how rare the fingerprints that it shares are together, and the score that `verify` gives at most."""

    item: int
    bits: float
    most: float

    @property
    def may_pass(self) -> bool:
        """Whether it is worth aligning."""
        return self.most >= THRESHOLD


def best_first(
    letters: str, ranked: Sequence[Candidate], read: Callable[[Sequence[int]], Iterable[tuple[int, str]]]
) -> list[Glanced]:
    """Put those candidates first that share most of these letters, and last those too common to pass.

    `read` gives the skeletons of items, and is asked once.
    """
    able = [one.item for one in ranked if could_pass(one.score)]
    shares = shares_of_runs(letters, dict(read(able))) if able else {}
    found = [
        Glanced(one.item, one.score, highest(shares[one.item], one.score) if one.item in shares else -inf)
        for one in ranked
    ]
    return sorted(found, key=lambda one: -one.most)


def shares_of_runs(letters: str, others: Mapping[int, str]) -> dict[int, float]:
    """Return for each other skeleton how many of its letters stand in runs of SHORTEST_RUN that `letters` holds too.

    It is a share of the shorter of the two, or of LONGEST_ALIGNED letters (at most 1), and never less than that of the
    blocks which `verify` aligns, as those consist of such runs; it costs a twentieth.
    """
    ours = _runs(_points(letters))
    lengths = np.array([len(other) for other in others.values()])
    # Between two skeletons stand as many zeros as keep a run from lying in both.
    theirs = _points("".join(other + "\0" * SHORTEST_RUN for other in others.values()))
    if not ours.size or not lengths.size:
        return dict.fromkeys(others, 0.0)
    # One run in some hundreds is taken for another of ours: a share may come out a little higher, and never lower.
    known = np.zeros(1 << _BITS, dtype=bool)
    known[ours] = True
    begun = np.zeros(theirs.size, dtype=bool)
    begun[: theirs.size - SHORTEST_RUN + 1] = known[_runs(theirs)]
    covered = begun.copy()
    for step in range(1, SHORTEST_RUN):
        covered[step:] |= begun[:-step]
    starts = np.concatenate(([0], np.cumsum(lengths + SHORTEST_RUN)[:-1]))
    held = np.add.reduceat(covered.astype(np.int64), starts)
    shorter = np.clip(lengths, 1, min(len(letters), LONGEST_ALIGNED))
    return dict(zip(others, np.minimum(1.0, held / shorter).tolist(), strict=True))


def _points(letters: str) -> npt.NDArray[np.uint64]:
    return np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)


def _runs(points: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return each SHORTEST_RUN letters in a row as one number of _BITS."""
    count = max(0, points.size - SHORTEST_RUN + 1)
    numbers = np.zeros(count, dtype=np.uint64)
    for step in range(SHORTEST_RUN):
        numbers += points[step : step + count]
        numbers *= _PRIME
    return numbers >> np.uint64(64 - _BITS)
