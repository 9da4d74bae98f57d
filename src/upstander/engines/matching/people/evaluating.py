"""What the weights do to people with names of different origins: wrong suggestions and missed ones, by origin."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from upstander.engines.matching.people import inventing
from upstander.engines.matching.people.keys import keys_of
from upstander.engines.matching.people.model import KINDS_NEEDED, Model, Waterfall, weigh
from upstander.engines.matching.people.prepared import Prepared, prepare

MOST_UNDER_ONE_KEY = 400
"""Records under one key beyond which it is passed over, as in matching.ranking.CAP."""

SAME_NAME = frozenset({"exact_rare", "same_rare", "exact_common", "same_common"})
"""Levels of names that are the same, spelt alike or not."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Of one origin: strangers who share a key (these the hub compares), how many were suggested, and what was found.

    namesakes: those of the strangers whose names are the same, however spelt; namesakes_suggested: of these. same:
    pairs of two reports of one person; reached: those that share a key at all; telling: those of which two kinds
    of evidence are known on both sides, so that they could be suggested; found: those suggested.
    """

    strangers: int
    suggested: int
    namesakes: int
    namesakes_suggested: int
    same: int
    reached: int
    telling: int
    found: int

    @property
    def false_rate(self) -> float:
        """Share of the strangers compared who were suggested as one person."""
        return self.suggested / self.strangers if self.strangers else 0.0

    @property
    def namesake_rate(self) -> float:
        """Share of the strangers with the same name who were suggested as one person: the hardest case there is."""
        return self.namesakes_suggested / self.namesakes if self.namesakes else 0.0

    @property
    def recall(self) -> float:
        """Share of the pairs of one person that were suggested."""
        return self.found / self.same if self.same else 0.0


def evaluate(model: Model, *, seed: int, people: int, most: int = 20_000) -> dict[str, Rates]:
    """Invent `people` of each origin, two reports of each, and return the rates by origin.

    The strangers are of one origin, and only those who share a key: nobody else is ever compared, and their names are
    alike. At most `most` pairs of them are drawn. The same seed gives the same figures.
    """
    pick = random.Random(seed)  # noqa: S311
    rates = {}
    for origin in inventing.origins():
        pairs = []
        for _ in range(people):
            a, b = inventing.two_reports(pick, inventing.person(pick, origin))
            pairs.append((prepare(a, model.terms), prepare(b, model.terms)))
        weighed = [weigh(a, b, model) for a, b in pairs]
        found = sum(one.suggested for one in weighed)
        telling = sum(one.suggested or _tells(one) for one in weighed)
        reached = sum(not set(keys_of(a)).isdisjoint(keys_of(b)) for a, b in pairs)
        firsts = [a for a, _ in pairs]
        strangers = [(firsts[a], firsts[b]) for a, b in strangers_among(firsts)]
        strangers = pick.sample(strangers, most) if len(strangers) > most else strangers
        between = [weigh(a, b, model) for a, b in strangers]
        suggested = sum(one.suggested for one in between)
        namesakes = [one for one in between if one.steps[0].level in SAME_NAME]
        of_them = sum(one.suggested for one in namesakes)
        rates[origin.name] = Rates(
            len(strangers), suggested, len(namesakes), of_them, len(pairs), reached, telling, found
        )
    return rates


def _tells(one: Waterfall) -> bool:
    return len({step.kind for step in one.steps if step.level != "not_known"}) >= KINDS_NEEDED


def gap(rates: Mapping[str, Rates]) -> float:
    """Return the difference between the highest and the lowest share of strangers suggested."""
    shares = [one.false_rate for one in rates.values()]
    return max(shares) - min(shares)


def strangers_among(of: list[Prepared]) -> list[tuple[int, int]]:
    """Return every two of them that share a key, by their places."""
    held: defaultdict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(of):
        for key in keys_of(one):
            held[key].append(at)
    return sorted({
        pair for under in held.values() if len(under) <= MOST_UNDER_ONE_KEY for pair in combinations(under, 2)
    })  # fmt: skip
