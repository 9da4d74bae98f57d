"""Look for earlier reports that may be the same matter as one report, and say why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from upstander.duties.bundling.models import CannotLink, Suggestion
from upstander.engines.matching.explain import Reason, explain_exact, explain_words
from upstander.engines.matching.fingerprints import from_blob
from upstander.engines.matching.keys import Item as Words
from upstander.engines.matching.keys import Keys, keys_of
from upstander.engines.matching.ranking import CAP, rank
from upstander.engines.matching.skeleton import Skeleton
from upstander.engines.matching.verify import Side, side, verify
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.keys.keeping import holders, item_of, total
from upstander.record.keys.models import Item

TIERS = ("post", "account", "file", "text", "lexical")
"""Strongest first, as Suggestion.tier names them."""
NEWEST = 10
"""Cases that one exact key points to: the newest that hold it, each through one report."""
CLOSE_LOOKS = 10
"""Candidates of the lexical tier that are verified."""
MOST = 30
"""Suggestions of one report in all, the strongest first."""
_AFTER_ALL = 2**62
_CHUNK = 5_000


@dataclass(frozen=True)
class Place:
    """Where a held report counts now."""

    report: int
    case: int
    closed: bool


@dataclass(frozen=True)
class Likely:
    """A held report that may be the same matter: reasons as JSON holds them, strongest first."""

    report: int
    tier: str
    reasons: list[dict[str, Any]]
    bits: float


@dataclass(frozen=True)
class Found:
    """What a look brought: likely reports, whether so many hold the same that it is a campaign, and the closed cases
    whose post or account this report names again.
    """

    likely: tuple[Likely, ...]
    campaign: bool
    named_again: tuple[int, ...]


def look(report: Report, case: Case) -> Found:
    """Find what `report`, which counts under `case`, may belong with, among reports that count somewhere.

    Reads the lists of the report's keys, each cut at a cap, and verifies at most CLOSE_LOOKS texts: the cost does not
    grow with what the hub holds.
    """
    item = item_of(report)
    keys = keys_of(item)
    exact = [key.k for key in keys.exact]
    own = Item.objects.get(report=report)
    # What was added later is compared with everything; a report as received only with what came before it.
    before = _AFTER_ALL if report.additions.exists() else own.pk
    held = holders({*keys.lexical, *exact}, before=before)
    held = {key: [number for number in items if number != own.pk] for key, items in held.items()}
    ranked = rank({key: held[key] for key in keys.lexical if key in held}, cap=CAP, top=3 * CLOSE_LOOKS)
    asked = {number for key in exact for number in held.get(key, [])} | {one.item for one in ranked.candidates}
    kept_out = _kept_out(report, case)
    open_to = {number: place for number, place in _places(asked).items() if place.case not in kept_out}
    reasons, named_again = _exact_reasons(report, keys, held, open_to)
    candidates = [one.item for one in ranked.candidates if one.item in open_to][:CLOSE_LOOKS]
    bits: dict[int, float] = {}
    telling = set(keys.lexical) - set(ranked.overflow_keys)
    for number, reason in _lexical_reasons(item, keys, telling, held, candidates):
        reasons.setdefault(open_to[number].report, []).append(reason)
        bits[open_to[number].report] = float(reason.evidence["rarity_bits"])
    likely = [_likely(other, why, bits.get(other, 0.0)) for other, why in reasons.items()]
    likely.sort(key=lambda one: (TIERS.index(one.tier), -one.bits, -one.report))
    hot = any(len(held.get(key, [])) > CAP for key in exact)
    # One common run of letters says nothing; a text most of whose runs are held by too many is passed on in masses.
    hot = hot or 2 * len(ranked.overflow_keys) > len(keys.lexical)
    return Found(tuple(likely[:MOST]), hot, named_again)


def _exact_reasons(
    report: Report, keys: Keys, held: Mapping[int, Sequence[int]], places: Mapping[int, Place]
) -> tuple[dict[int, list[Reason]], tuple[int, ...]]:
    """Reasons by report, and the newest closed cases that hold a post or account of this report.

    An account, file or text that too many hold points to nobody; such a post still points to its newest cases.
    """
    known = {pk for pair in Suggestion.objects.filter(_pair(report)).values_list("report", "earlier") for pk in pair}
    reasons: dict[int, list[Reason]] = {}
    named_again: list[int] = []
    for key in keys.exact:
        items = [places[number] for number in held.get(key.k, []) if number in places]
        if key.tier in ("post", "account"):
            named_again += [*dict.fromkeys(place.case for place in items if place.closed)][:NEWEST]
        if len(held.get(key.k, [])) > CAP and key.tier != "post":
            continue
        items.sort(key=lambda place: place.report not in known)  # what is suggested already stands for its case
        one_a_case: dict[int, int] = {}
        for place in items:
            one_a_case.setdefault(place.case, place.report)
        for other in [*one_a_case.values()][:NEWEST]:
            reasons.setdefault(other, []).append(explain_exact(key))
    return reasons, tuple(dict.fromkeys(named_again))


def _lexical_reasons(
    item: Words, keys: Keys, telling: set[int], held: Mapping[int, Sequence[int]], candidates: Sequence[int]
) -> list[tuple[int, Reason]]:
    """Verify candidates on their stored skeletons, and read the texts only of those that pass.

    Only `telling` fingerprints count: what too many hold says nothing of any one of them.
    """
    if not candidates:
        return []
    one, count = side(item.text, shape=keys.skeleton, known=telling), total()
    df = {key: len(items) for key, items in held.items()}
    found = []
    for stored in Item.objects.filter(pk__in=candidates).select_related("report"):
        letters, numbers = stored.skeleton, frozenset(from_blob(bytes(stored.fingerprints)))
        shape = Skeleton(letters, tuple(range(len(letters))), tuple(range(1, len(letters) + 1)))
        if not verify(one, Side("", shape, numbers), df, count).passes:
            continue
        other = item_of(stored.report)
        verified = verify(one, side(other.text, shape=keys_of(other).skeleton, known=numbers), df, count)
        if verified.passes:
            found.append((stored.pk, explain_words(verified, item.text, other.text)))
    return found


def _likely(report: int, reasons: list[Reason], bits: float) -> Likely:
    each_once: dict[str, Reason] = {}
    for reason in reasons:
        each_once.setdefault(reason.sentence, reason)
    ordered = sorted(each_once.values(), key=lambda reason: TIERS.index(tier_of(reason)))
    return Likely(report, tier_of(ordered[0]), [asdict(reason) for reason in ordered], bits)


def tier_of(reason: Reason) -> str:
    """Return the tier of a reason in the words of Suggestion."""
    return "lexical" if reason.tier == "words" else reason.tier


def _places(items: Iterable[int]) -> dict[int, Place]:
    """Where the reports of these items count; those that are held, handed on, withdrawn or erased are left out."""
    numbers, places = sorted(items), {}
    for start in range(0, len(numbers), _CHUNK):
        # The standing is looked at here: asked of the database, it would walk through every active report instead.
        rows = Item.objects.filter(pk__in=numbers[start : start + _CHUNK])
        stands = rows.values_list("report", "pk", "report__standing")
        reports = {report: pk for report, pk, standing in stands if standing == Report.Standing.ACTIVE}
        cases = Membership.objects.filter(until_at=None, report__in=list(reports))
        for report, case, state in cases.values_list("report", "case", "case__state"):
            places[reports[report]] = Place(report, case, state == Case.State.CLOSED)
    return places


def _kept_out(report: Report, case: Case) -> Collection[int]:
    """The cases never to be suggested: the report's own, and those that hold a report that was left apart from it."""
    pairs = CannotLink.objects.filter(_pair(report), undone_at=None).values_list("report", "earlier")
    apart = {pk for pair in pairs for pk in pair} - {report.pk}
    return {case.pk, *Membership.objects.filter(report__in=apart, until_at=None).values_list("case", flat=True)}


def _pair(report: Report) -> Q:
    return Q(report=report) | Q(earlier=report)
