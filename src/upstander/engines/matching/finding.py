"""Find what is held that may be the same as one report, over any index: the one call of the hub and of the command.

`find` looks and compares; `best` makes one ranked list of what it found.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Protocol

from upstander.engines.matching import incidents
from upstander.engines.matching.explain import Reason, explain_exact, explain_words_of
from upstander.engines.matching.fingerprints import fingerprints, from_blob
from upstander.engines.matching.glancing import GLANCES, Glanced, best_first
from upstander.engines.matching.keys import ExactKey, Item, Keys, keys_of, skeleton_of
from upstander.engines.matching.people import comparing
from upstander.engines.matching.people.described import Described
from upstander.engines.matching.people.explaining import explain_pair
from upstander.engines.matching.people.model import shipped
from upstander.engines.matching.ranking import CAP, DEEPEST, SMALLEST_INDEX, Ranked, rank
from upstander.engines.matching.skeleton import Skeleton
from upstander.engines.matching.verify import Side, Verification, near_enough, side, verify
from upstander.engines.matching.witnesses import Witness, perhaps, witnesses

TIERS = ("post", "account", "file", "video", "picture", "text", "lexical", "incident", "person")
"""Strongest first, as a suggestion names them. A person comes last: who may have done both makes no duplicate."""
CLOSE_LOOKS = 10
"""Candidates of the lexical tier that are verified, where nobody asks for more."""
CLOSE_PEOPLE = 20
"""Candidates of which it is weighed whether whoever posted may be one person."""
EVERYTHING = 2**62
"""A number above that of any item."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What an index keeps of an item for verifying it: the text of its skeleton, and its lexical keys.

    `packed` are these keys as `fingerprints.to_blob` packs them, None where the skeleton gives them.
    """

    item: int
    skeleton: str
    packed: bytes | None

    @property
    def fingerprints(self) -> frozenset[int]:
        """The lexical keys: made anew each time, for hardly any candidate needs them."""
        return frozenset(fingerprints(self.skeleton) if self.packed is None else from_blob(self.packed))


class Index(Protocol):
    """What is held. Items have rising numbers; nothing here may cost more because more is held."""

    def holders(self, keys: Iterable[int], *, most: int, before: int) -> Mapping[int, list[int]]:
        """The items below number `before` under each key, at most `most` each, newest first; no entry for none."""
        ...

    def total(self) -> int:
        """About how many items are held."""
        ...

    def skeletons(self, items: Sequence[int]) -> Iterable[tuple[int, str]]:
        """The letters of the skeletons of these items, in one read."""
        ...

    def stored(self, items: Sequence[int]) -> Iterable[Stored]:
        """What is kept of these items."""
        ...

    def item(self, number: int) -> Item:
        """The whole item, asked only after `stored`, and only where it will be explained."""
        ...

    def alike(self, item: Item, *, own: int | None) -> Iterable[tuple[int, Reason]]:
        """The items with a picture that looks like one of this item (held as number `own`) and why, nearest first."""
        ...

    def people(self, items: Sequence[int]) -> Iterable[tuple[int, Sequence[Described]]]:
        """What these items say of whoever posted, in one read."""
        ...


@dataclass(frozen=True, slots=True)
class Shared:
    """One exact key of the report and the items that hold it too, newest first; `hot` where more than CAP do."""

    key: ExactKey
    items: tuple[int, ...]
    holders: int
    hot: bool

    @property
    def tells(self) -> bool:
        """Whether it points at anybody: an account, file or text that too many hold does not, the very post does."""
        return self.key.tier == "post" or not self.hot


@dataclass(frozen=True, slots=True)
class Alike:
    """An item whose words were compared with the report's to the end, and the reason that this gives."""

    item: int
    found: Verification
    reason: Reason


@dataclass(frozen=True, slots=True)
class Seen:
    """An item with a picture, or with somebody described, that may be one of the report's, and the reason for it."""

    item: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Match:
    """What one look brought. `campaign`: so many hold the same that it is passed on in masses.

    `candidates`: the items ranked highest by their words, of which `alike` are those that pass (or all, if asked for).
    `persons`: items whose poster may be the same, the highest weight first. `witnesses`: items that may tell of the
    same incident in other words, of those that nothing else of these points to.
    """

    keys: Keys
    shared: tuple[Shared, ...]
    seen: tuple[Seen, ...]
    candidates: tuple[int, ...]
    alike: tuple[Alike, ...]
    campaign: bool
    persons: tuple[Seen, ...] = ()
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One item that may be the same: its strongest tier, how strongly that joins them in bits, and every reason.

    `linked`: whether it would be proposed to an officer. The weight is the largest of: the rarity of the rarest exact
    key shared, the same of a picture that looks alike, and of words the log-odds that one text was made from the other.
    It is no probability. Where only a person may be the same it is the weight of that pair.
    """

    item: int
    tier: str
    weight: float
    linked: bool
    reasons: tuple[Reason, ...]


def _everyone(items: Collection[int]) -> Collection[int]:
    return items


def find(
    item: Item,
    index: Index,
    *,
    before: int = EVERYTHING,
    own: int | None = None,
    among: Callable[[Collection[int]], Collection[int]] = _everyone,
    close_looks: int = CLOSE_LOOKS,
    explain_all: bool = False,
) -> Match:
    """Look up the keys of `item`, rank and verify the likely items, and explain those whose words pass.

    `before` leaves out items from a number on, but none for its pictures: which picture is read first is chance.
    `own` leaves out one more. `among` is asked once which of all the items count that a key, the ranking or a picture
    points to. `explain_all` also explains candidates that do not pass.
    The cost does not grow with what is held: lists are cut at CAP or DEEPEST, the skeletons of GLANCES items are read
    and `close_looks` texts compared.
    """
    keys = keys_of(item)
    told = incidents.keys_to_ask(keys.telling, keys.days)
    held = {**index.holders({*keys.all, *told}.difference(keys.lexical), most=CAP + 1, before=before)}
    held |= index.holders(keys.lexical, most=DEEPEST + 1, before=before)
    if own is not None:
        held = {key: [number for number in items if number != own] for key, items in held.items()}
    total = index.total()
    passed_on, ranked = _ranked(keys, held, total)
    seen = [Seen(number, reason) for number, reason in index.alike(item, own=own)]
    # A name that more than CAP reports hold says nothing, and is no campaign either: only what was posted can be one.
    named = rank({key: held[key] for key in keys.people if key in held}, total, CAP, 3 * CLOSE_PEOPLE).candidates
    asked = {number for key in keys.exact for number in held.get(key.k, [])} | {one.item for one in ranked.candidates}
    near = perhaps(told, held, index)
    counts = set(among(asked | {one.item for one in seen} | {one.item for one in named} | {*near.items}))
    shared = tuple(_shared(key, held.get(key.k, []), counts) for key in keys.exact)
    may_be_shown = [one for one in ranked.candidates if one.item in counts]
    likely = best_first(keys.skeleton.text, may_be_shown, index.skeletons)[:close_looks]
    # Only telling fingerprints are weighed: what too many hold says nothing of any one of them.
    rare = set(keys.lexical) - set(ranked.overflow_keys)
    alike = tuple(_compared(item, keys, rare, held, index, likely, explain_all=explain_all)) if likely else ()
    hot = passed_on or any(one.hot for one in shared)
    looks_like = tuple(one for one in seen if one.item in counts)
    persons = _persons(item, index, [one.item for one in named if one.item in counts][:CLOSE_PEOPLE])
    known = {number for one in shared if one.tells for number in one.items}
    known |= {one.item for one in looks_like} | {one.item for one in alike if one.found.passes}
    others = tuple(witnesses(item, keys, near, index, counts=counts, known=known))
    candidates = tuple(one.item for one in likely)
    return Match(keys, shared, looks_like, candidates, alike, hot, persons, others)


def best(match: Match, index: Index, *, top: int) -> list[Candidate]:
    """Return the strongest candidates that have a reason: linked before not linked, then by tier, weight and newest."""
    total = max(index.total(), SMALLEST_INDEX)
    reasons: dict[int, list[Reason]] = {}
    weights: dict[int, float] = {}
    for shared in match.shared:
        if shared.tells:
            bits = max(0.0, log2(total / max(1, shared.holders)))
            for number in shared.items[: 3 * top]:
                reasons.setdefault(number, []).append(explain_exact(shared.key))
                weights[number] = max(weights.get(number, bits), bits)
    for one in match.seen:
        bits = log2(total / len(match.seen))
        reasons.setdefault(one.item, []).append(one.reason)
        weights[one.item] = max(weights.get(one.item, bits), bits)
    for one in match.persons:
        reasons.setdefault(one.item, []).append(one.reason)
        weights.setdefault(one.item, float(one.reason.evidence["bits"]))
    for witness in match.witnesses:
        reasons.setdefault(witness.item, []).append(witness.reason)
        weights[witness.item] = max(weights.get(witness.item, 0.0), witness.told.bits)
    exact = frozenset(reasons)
    passed = {alike.item for alike in match.alike if alike.found.passes}
    for alike in match.alike:
        reasons.setdefault(alike.item, []).append(alike.reason)
        weights[alike.item] = max(weights.get(alike.item, alike.found.weight), alike.found.weight)
    found = [
        Candidate(
            item=number,
            # Words that did not pass are a reason that is told, and name no tier where something else joins the two.
            tier=min(
                (tier_of(each) for each in why if number not in exact - passed or tier_of(each) != "lexical"),
                key=TIERS.index,
            ),
            weight=weights[number],
            linked=number in exact or number in passed,
            reasons=tuple(sorted(why, key=lambda reason: TIERS.index(tier_of(reason)))),
        )
        for number, why in reasons.items()
    ]
    found.sort(key=lambda one: (not one.linked, TIERS.index(one.tier), -one.weight, -one.item))
    return found[:top]


def tier_of(reason: Reason) -> str:
    """Return the tier of a reason, as TIERS names it."""
    return "lexical" if reason.tier == "words" else reason.tier


def _ranked(keys: Keys, held: Mapping[int, Sequence[int]], total: int) -> tuple[bool, Ranked]:
    """Whether a text is passed on in masses, and the items that share its rarest runs of letters.

    One common run says nothing, but where most of a text's runs are held by too many, they point to nobody. Of any
    other text common runs may be all that is left of what it was copied from.
    """
    runs = {key: held[key] for key in keys.lexical if key in held}
    passed_on = 2 * sum(len(items) > CAP for items in runs.values()) > len(keys.lexical)
    return passed_on, rank(runs, total, cap=CAP if passed_on else DEEPEST, top=GLANCES)


def _shared(key: ExactKey, items: Sequence[int], counts: set[int]) -> Shared:
    return Shared(key, tuple(number for number in items if number in counts), len(items), len(items) > CAP)


def _persons(item: Item, index: Index, candidates: Sequence[int]) -> tuple[Seen, ...]:
    """Weigh what the candidates say of whoever posted: of each its likeliest pair, if that is to be asked about."""
    if not candidates:
        return ()
    ours, found = comparing.telling(item.people), []
    for number, said in index.people(candidates):
        if pair := comparing.likeliest(ours, comparing.telling(said)):
            found.append((pair.bits, number, explain_pair(pair, shipped())))
    found.sort(key=lambda one: (-one[0], -one[1]))
    return tuple(Seen(number, reason) for _, number, reason in found)


def _compared(
    item: Item,
    keys: Keys,
    telling: set[int],
    held: Mapping[int, Sequence[int]],
    index: Index,
    candidates: Sequence[Glanced],
    *,
    explain_all: bool,
) -> Iterable[Alike]:
    """Verify candidates on their stored skeletons, and read the texts only of those that will be explained."""
    one, total = side(item.text, shape=keys.skeleton, known=telling), index.total()
    df = {key: len(items) for key, items in held.items()}
    bits = {each.item: each.bits for each in candidates if explain_all or each.may_pass}
    for stored in index.stored([*bits]) if bits else ():
        letters = stored.skeleton
        if not explain_all and not near_enough(one, letters, bits[stored.item], df, total):
            continue
        # Where in a text these letters stand is not known yet, and not needed to tell whether they are shared.
        shape = Skeleton(letters, tuple(range(len(letters))), tuple(range(1, len(letters) + 1)))
        theirs = stored.fingerprints
        without_text = Side("", shape, theirs)
        if explain_all or verify(one, without_text, df, total, with_runs=False).passes:
            other = index.item(stored.item)
            two = side(other.text, shape=skeleton_of(other), known=theirs)
            found = verify(one, two, df, total)
            if found.passes or explain_all:
                yield Alike(stored.item, found, explain_words_of(found, item, other))
