"""Compare what two reports say of whoever posted: under which keys each is filed, and which pair of the two says most.

A report may describe several accounts and one suspect. What knows one kind of evidence alone could never be suggested
(`model.KINDS_NEEDED`), and so it gets no key at all: a name by itself is not even filed.
"""

from collections.abc import Iterable

from upstander.engines.matching.people.described import Described
from upstander.engines.matching.people.keys import keys_of
from upstander.engines.matching.people.levels import KINDS
from upstander.engines.matching.people.model import KINDS_NEEDED, Waterfall, shipped, weigh
from upstander.engines.matching.people.prepared import Prepared, prepare

MOST = 8
"""Descriptions of one report that are compared: the suspect first, then the accounts in their order."""
MOST_KEYS = 200
"""Keys of one report by what it says of people."""
_KNOWN = {
    "name": ("name_parts",), "handle": ("handle",), "display": ("display",), "birth": ("year_from",),
    "place": ("outcode", "town"), "picture": ("picture",), "bio": ("bio",), "contact": ("contacts", "links"),
}  # fmt: skip
"""By comparison, what must be known of a description for it to say anything."""


def telling(said: Iterable[Described]) -> tuple[Prepared, ...]:
    """Return those descriptions, made ready, of which enough is known to be compared; at most MOST."""
    terms = shipped().terms
    ready = (prepare(one, terms) for one in [*said][:MOST])
    return tuple(one for one in ready if _kinds(one) >= KINDS_NEEDED)


def keys(said: Iterable[Described]) -> tuple[int, ...]:
    """Return the keys of all that a report says of whoever posted; none where too little is known.

    They depend on the shipped model, which says what is a rare name: with another model the keys are made anew.
    """
    found = dict.fromkeys(key for one in telling(said) for key in keys_of(one))
    return tuple(found)[:MOST_KEYS]


def likeliest(ours: Iterable[Prepared], theirs: Iterable[Prepared]) -> Waterfall | None:
    """Return the pair of most weight that an officer should be asked about, or None.

    What two reports name exactly (an account by its handle or number) is the business of the tier `account`; here the
    weights alone count.
    """
    model = shipped()
    others = tuple(theirs)
    pairs = (weigh(one, other, model) for one in ours for other in others)
    return max((pair for pair in pairs if pair.by_weights), key=lambda pair: pair.bits, default=None)


def _kinds(one: Prepared) -> int:
    known = {KINDS[name] for name, fields in _KNOWN.items() if any(getattr(one, field) for field in fields)}
    return len(known)
