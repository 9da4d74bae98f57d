"""Find other witnesses' accounts of the incident that a report tells of: which of the items found to read, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from upstander.engines.matching import incidents
from upstander.engines.matching.explain import Reason, explain_incident
from upstander.engines.matching.incidents import Told
from upstander.engines.matching.keys import Item, Keys, telling_of

if TYPE_CHECKING:
    from upstander.engines.matching.finding import Index

PERHAPS = 30
"""Items of which it is asked whether they count; of those that do and that nothing else points to, LOOKS are read."""


@dataclass(frozen=True, slots=True)
class Witness:
    """An item that may be another witness's account of the incident that the report tells of, and the reason."""

    item: int
    told: Told
    reason: Reason


def perhaps(asked: Mapping[int, str], held: Mapping[int, Sequence[int]], index: "Index") -> incidents.Nearest:
    """Return the items that share the rarest words of these weeks with the report, at most PERHAPS."""
    if not any(held.get(key) for key in asked):
        return incidents.NOTHING
    near = incidents.nearest(asked, held, index.total())
    return incidents.Nearest(near.items[:PERHAPS], near.df, near.total)


def witnesses(
    item: Item, keys: Keys, near: incidents.Nearest, index: "Index", *, counts: Collection[int], known: Collection[int]
) -> Iterable[Witness]:
    """Read the items that count and that are not `known` for another reason, and return those to be proposed."""
    items = [number for number in near.items if number in counts and number not in known][: incidents.LOOKS]
    others = {stored.item: index.item(stored.item) for stored in index.stored(items)} if items else {}
    told: list[tuple[int, Told]] = []
    for number, other in others.items():
        words, days = telling_of(other)
        if found := incidents.compare(keys.telling, words, (keys.days, days), near):
            told.append((number, found))
    for number, one in incidents.shown(told):
        yield Witness(number, one, explain_incident(one, item.text, others[number].text))
