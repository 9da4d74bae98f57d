"""Choose the few held items worth a closer look, from the lists of items under each of a report's keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

SMALLEST_INDEX = 10_000
"""A young hub cannot know yet how rare a run is: rarity is counted as if at least so many items were held."""
CAP = 400
"""Items under one key beyond which it says little of any one of them: that many copies are a campaign, not an edge."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A held item, how rare the keys that it shares are together in bits, and how many keys those are."""

    item: int
    score: float
    shared: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best candidates first, and the keys that were passed over because too many items hold them."""

    candidates: tuple[Candidate, ...]
    overflow_keys: tuple[int, ...]

    @property
    def is_campaign(self) -> bool:
        """Whether any key is held by so many items that it points to a campaign."""
        return bool(self.overflow_keys)


def rank(postings: Mapping[int, Sequence[int]], total: int, cap: int = CAP, top: int = 10) -> Ranked:
    """Rank the items found under each key of a query, of `total` held; the query itself must not be among them.

    A key weighs log2(total / items under it), as in `verify`: of edited copies that finds more than a weight that falls
    faster, by which one rare run outweighs all that two texts have in common (docs/developers/matching.md).
    Reading at most `cap` + 1 items a key is enough: a longer list is counted as overflow and adds no candidate. Ties go
    to the earlier (smaller) item.
    """
    scores: dict[int, float] = {}
    shared: dict[int, int] = {}
    overflow = []
    total = max(total, SMALLEST_INDEX)
    for key, items in postings.items():
        if len(items) > cap:
            overflow.append(key)
            continue
        weight = log2(total / len(items)) if items else 0.0
        for item in items:
            scores[item] = scores.get(item, 0.0) + weight
            shared[item] = shared.get(item, 0) + 1
    best = sorted(scores, key=lambda item: (-scores[item], item))[:top]
    return Ranked(tuple(Candidate(item, scores[item], shared[item]) for item in best), tuple(overflow))
