"""Choose the few held items worth a closer look, from the lists of items under each of a report's keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

SMALLEST_INDEX = 30_000
"""A young hub cannot know yet how rare a run is: rarity is counted as if at least so many items were held."""
CAP = 400
"""Items under one key beyond which it says little of any one of them: that many copies are a campaign, not an edge."""
DEEPEST = 1_600
"""Items under a run of letters beyond which it is passed over. Where a million posts are held many runs have more than
CAP holders, and a copy of which little is left is found by several such runs together or not at all.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A held item, and how rare the keys that it shares are together, in bits."""

    item: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best candidates first, and the keys that were passed over because too many items hold them."""

    candidates: tuple[Candidate, ...]
    overflow_keys: tuple[int, ...]


def rank(postings: Mapping[int, Sequence[int]], total: int, cap: int = CAP, top: int = 10) -> Ranked:
    """Rank the items found under each key of a query, of `total` held; the query itself must not be among them.

    A key weighs log2(total / items under it), as in `verify`: of edited copies that finds more than a weight that falls
    faster, by which one rare run outweighs all that two texts have in common (docs/developers/matching.md).
    Reading at most `cap` + 1 items a key is enough: a longer list is counted as overflow and adds no candidate. Ties go
    to the earlier (smaller) item.
    """
    scores: dict[int, float] = {}
    overflow = []
    total = max(total, SMALLEST_INDEX)
    for key, items in postings.items():
        if len(items) > cap:
            overflow.append(key)
            continue
        weight = log2(total / len(items)) if items else 0.0
        for item in items:
            scores[item] = scores.get(item, 0.0) + weight
    items_found = np.fromiter(scores, np.int64, len(scores))
    values = np.fromiter(scores.values(), np.float64, len(scores))
    if len(scores) > top:
        # Thousands share something and few are wanted: the score that the last of those has is found without sorting.
        kept = values >= np.partition(values, -top)[-top]
        items_found, values = items_found[kept], values[kept]
    best = np.lexsort((items_found, -values))[:top]
    found = zip(items_found[best].tolist(), values[best].tolist(), strict=True)
    return Ranked(tuple(Candidate(item, score) for item, score in found), tuple(overflow))
