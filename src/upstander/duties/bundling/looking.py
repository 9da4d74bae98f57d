"""Look for earlier reports that may be the same matter as one report, and say why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Q

from upstander.duties.bundling.models import CannotLink, Suggestion
from upstander.engines.matching.explain import Reason, explain_exact
from upstander.engines.matching.finding import EVERYTHING, TIERS, Seen, Shared, find, tier_of
from upstander.engines.matching.keys import read_by_machine
from upstander.record.cases.models import Case, Membership, Report
from upstander.record.keys.index import Held
from upstander.record.keys.keeping import item_of
from upstander.record.keys.models import Item

NEWEST = 10
"""Cases that one exact key points to: the newest that hold it, each through one report."""
MOST = 30
"""Suggestions of one report in all, the strongest first."""
BESIDE = 3
"""Suggestions up to which those are added that rest on a person alone: they never crowd out what may be a duplicate."""
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
    person: dict[str, Any] | None = None
    """How whoever posted compares, where one person may have; it is no reason of the others."""


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

    The engine reads bounded lists and compares a few texts: the cost does not grow with what the hub holds.
    """
    own = Item.objects.get(report=report)
    kept_out = _kept_out(report, case)
    open_to: dict[int, Place] = {}

    def among(items: Collection[int]) -> Collection[int]:
        open_to.update({number: place for number, place in _places(items).items() if place.case not in kept_out})
        return open_to

    # What was added, or read on a picture, later is compared with everything; a report as received only with what came
    # before it.
    item = item_of(report)
    late = report.additions.exists() or any(read_by_machine(name) for name, _ in item.texts)
    before = EVERYTHING if late else own.pk
    match = find(item, Held(), before=before, own=own.pk, among=among)
    reasons, named_again = _exact_reasons(report, match.shared, open_to)
    bits: dict[int, float] = {}
    for alike in match.alike:
        other = open_to[alike.item].report
        reasons.setdefault(other, []).append(alike.reason)
        bits[other] = float(alike.reason.evidence["rarity_bits"])
    for other, reason in _one_a_case(match.seen, open_to):
        reasons.setdefault(other, []).append(reason)
    for witness in match.witnesses:
        other = open_to[witness.item].report
        reasons.setdefault(other, []).append(witness.reason)
        bits[other] = max(bits.get(other, 0.0), witness.told.bits)
    likely = [_likely(other, why, bits.get(other, 0.0)) for other, why in reasons.items()]
    likely.sort(key=lambda one: (TIERS.index(one.tier), -one.bits, -one.report))
    return Found(_with_persons(likely[:MOST], match.persons, open_to), match.campaign, named_again)


def _exact_reasons(
    report: Report, shared: Iterable[Shared], places: Mapping[int, Place]
) -> tuple[dict[int, list[Reason]], tuple[int, ...]]:
    """Reasons by report, and the newest closed cases that hold a post or account of this report."""
    known = {pk for pair in Suggestion.objects.filter(_pair(report)).values_list("report", "earlier") for pk in pair}
    reasons: dict[int, list[Reason]] = {}
    named_again: list[int] = []
    for one in shared:
        items = [places[number] for number in one.items]
        if one.key.tier in ("post", "account"):
            named_again += [*dict.fromkeys(place.case for place in items if place.closed)][:NEWEST]
        if not one.tells:
            continue
        items.sort(key=lambda place: place.report not in known)  # what is suggested already stands for its case
        one_a_case: dict[int, int] = {}
        for place in items:
            one_a_case.setdefault(place.case, place.report)
        for other in [*one_a_case.values()][:NEWEST]:
            reasons.setdefault(other, []).append(explain_exact(one.key))
    return reasons, tuple(dict.fromkeys(named_again))


def _one_a_case(seen: Iterable[Seen], places: Mapping[int, Place]) -> Iterator[tuple[int, Reason]]:
    """Of reports with pictures that look alike one for each case, the nearest, in NEWEST cases at most."""
    cases: set[int] = set()
    for one in seen:
        place = places[one.item]
        if place.case not in cases and len(cases) < NEWEST:
            cases.add(place.case)
            yield place.report, one.reason


def _with_persons(likely: list[Likely], persons: Iterable[Seen], places: Mapping[int, Place]) -> tuple[Likely, ...]:
    """Add what the reports say of whoever posted: to what is likely anyway, and a few that rest on it alone.

    One person may do many things: that makes no duplicate. So it ranks below everything else.
    """
    said = {places[one.item].report: one.reason.evidence for one in persons}
    found = [replace(one, person=said.pop(one.report, None)) for one in likely]
    cases = {place.case for place in places.values() if place.report in {one.report for one in likely}}
    for one in persons:
        place = places[one.item]
        if len(found) < BESIDE and place.report in said and place.case not in cases:
            cases.add(place.case)
            found.append(Likely(place.report, "person", [], 0.0, said[place.report]))
    return tuple(found)


def _likely(report: int, reasons: list[Reason], bits: float) -> Likely:
    each_once: dict[str, Reason] = {}
    for reason in reasons:
        each_once.setdefault(reason.sentence, reason)
    ordered = sorted(each_once.values(), key=lambda reason: TIERS.index(tier_of(reason)))
    return Likely(report, tier_of(ordered[0]), [asdict(reason) for reason in ordered], bits)


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
