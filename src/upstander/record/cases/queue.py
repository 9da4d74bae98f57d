"""Keep the queue's columns of a case true: lane, turn, next clock, count, listings; `upstander check` rechecks them.

The order is (lane, turn_at, id), never a score: one index gives it, and one sentence says why a case stands where it
stands. What nobody has read yet goes first, danger before wording before the rest, the oldest first. What somebody has
read goes by its band, and within the band by the clock that ends first; so a clock that is over stands first in its
band, and nothing sinks. A case that nobody has answered for never stands below Standard.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from upstander.record.cases.editions import count_up
from upstander.record.cases.models import Case, Clock, Listing, Membership, Report

HIGH, MEDIUM, STANDARD = 0, 1, 2
"""The bands as a case keeps them."""
DANGER, URGENT, UNREAD = 0, 1, 2
"""Unread: someone may be in danger; threat wording was found or the answers say High; the rest."""
WORKED_HIGH, WORKED_MEDIUM, WORKED_WORDING, WORKED, WORKED_STANDARD = 10, 11, 12, 13, 14
"""Read, by band. `WORKED` is what nobody has answered for yet; before it, what also has threat wording in it."""
ELSEWHERE, OUT = 20, 90
"""With a force; closed or without a report."""
BEHIND = 95
"""Unread, and behind a campaign that stands in the queue for it. Above OUT: no list of the queue reaches so far."""
PASTED = "pasted"
"""Mark: its report says nothing that is not pasted by many; set and taken off by duties.campaigns."""
_LOOKED_AT = {"held", "added to"}
"""Marks with which a case stands singly, whatever its report says."""
UNREAD_LANES = (DANGER, URGENT, UNREAD)
WORKED_LANES = (WORKED_HIGH, WORKED_MEDIUM, WORKED_WORDING, WORKED, WORKED_STANDARD)
LANES = (*UNREAD_LANES, *WORKED_LANES, ELSEWHERE)
"""The lanes of cases that are not out of the queue, in their order."""
LASTING_CLOCKS = ("held_quarantine", "held_awaiting_sender", "withheld_referral")
"""Clocks of held reports and withheld files: what each waits for ends it, the end of its case ends none."""
_WITH_A_FORCE = (Case.State.OFFERED, Case.State.ACCEPTED)
_LASTING = Q(until_at=None) & ~Q(report__standing=Report.Standing.WITHDRAWN)
"""What a case counts: its reports at work and those held; what was withdrawn counts for nothing."""
_BY_BAND = {HIGH: WORKED_HIGH, MEDIUM: WORKED_MEDIUM, STANDARD: WORKED_STANDARD}


def pointed_at(case: Case) -> str:
    """Return the wording that brings a case forward; a mark made before outlives the switch, and is nothing by then."""
    return case.wording if settings.TRIAGE else ""


def lane_of(case: Case) -> int:
    """Return the lane of the queue in which a case stands."""
    if case.report_count == 0 or case.state == Case.State.CLOSED:
        return OUT
    if stands_behind(case):
        return BEHIND
    if case.state in (Case.State.NEW, Case.State.REOPENED):
        if case.danger:
            return DANGER
        if case.band == HIGH or (pointed_at(case) and case.band is None):
            return URGENT
        if case.band is None:
            return UNREAD
    if case.state in _WITH_A_FORCE and case.route == Case.Route.HUB:
        return ELSEWHERE
    if case.band is None:
        return WORKED_WORDING if pointed_at(case) else WORKED
    return _BY_BAND[case.band]


def stands_behind(case: Case) -> bool:
    """Whether a campaign stands in the queue for this case: nothing was done to it and nobody has set it above others.

    What lifts a case lifts it by itself: a claim, a band, danger, a second report, an addition, a hold.
    """
    untouched = case.state == Case.State.NEW and case.owner_id is None and case.band is None and not case.danger
    plain = case.route == Case.Route.HUB and case.report_count == 1
    return PASTED in case.marks and untouched and plain and not _LOOKED_AT & {*case.marks}


def turn_of(case: Case) -> datetime:
    """Return where a case stands in its lane: unread by age, else by its first clock; without one it waits for none."""
    return case.opened_at if case.lane in (*UNREAD_LANES, BEHIND) else case.next_clock_at or case.opened_at


def settle(case: Case) -> None:
    """Bring the queue's columns in line with state, reports and clocks, count the change, and save the case."""
    case.report_count = case.memberships.filter(_LASTING).count()
    first = case.clocks.filter(ended_at=None).order_by("due_at").first()
    case.next_clock, case.next_clock_at = (first.name, first.due_at) if first else ("", None)
    case.lane = lane_of(case)
    case.turn_at = turn_of(case)
    count_up(case)
    case.save()
    _list(case)


def follow_switch() -> int:
    """Put the cases that have a mark of wording where they stand since it was switched, and return how many moved.

    Whoever has such a case on screen is not told of a change: nothing of it has changed but its place.
    """
    stood_in = (UNREAD, WORKED) if settings.TRIAGE else (URGENT, WORKED_WORDING)
    marked = Case.objects.filter(lane__in=stood_in, band=None).exclude(wording="").values_list("pk", flat=True)
    for pk in list(marked):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            case.lane = lane_of(case)
            case.turn_at = turn_of(case)
            case.save(update_fields=["lane", "turn_at"])
            _list(case)
    return len(marked)


def listed(case: Case) -> set[tuple[str, str]]:
    """Return what a case is listed under: each of its strands, platforms and marks."""
    columns = ((Listing.Under.STRAND, case.strands), (Listing.Under.PLATFORM, case.platforms))
    return {(under.value, str(code)) for under, codes in (*columns, (Listing.Under.MARK, case.marks)) for code in codes}


def _list(case: Case) -> None:
    """Bring the listings of a case in line with its columns."""
    wanted, held = listed(case), {(row.under, row.code): row for row in Listing.objects.filter(case=case)}
    place = {"lane": case.lane, "turn_at": case.turn_at}
    if gone := [row.pk for what, row in held.items() if what not in wanted]:
        Listing.objects.filter(pk__in=gone).delete()
    if any((row.lane, row.turn_at) != (case.lane, case.turn_at) for row in held.values()):
        Listing.objects.filter(case=case).update(**place)
    fresh = [Listing(case=case, under=under, code=code, **place) for under, code in sorted(wanted - held.keys())]
    if fresh:
        Listing.objects.bulk_create(fresh)


def start_clock(case: Case, name: str, *, due_at: datetime, at: datetime) -> None:
    """Start a clock, or move the end of one that runs already to the earlier time. `settle` must follow."""
    running = case.clocks.filter(name=name, ended_at=None).first()
    if running is None:
        Clock.objects.create(case=case, name=name, started_at=at, due_at=due_at)
    elif due_at < running.due_at:
        running.due_at = due_at
        running.save(update_fields=["due_at"])


def end_clocks(case: Case, *names: str, at: datetime) -> None:
    """End the named clocks, or when none is named all but those that last. `settle` must follow."""
    running = case.clocks.filter(ended_at=None)
    (running.filter(name__in=names) if names else running.exclude(name__in=LASTING_CLOCKS)).update(ended_at=at)


def faults() -> Iterator[str]:
    """Yield the cases whose queue columns do not agree with their reports, clocks, state and each other."""
    withdrawn = Q(memberships__report__standing=Report.Standing.WITHDRAWN)
    lasting = Count("memberships", filter=Q(memberships__until_at=None) & ~withdrawn, distinct=True)
    for case in Case.objects.annotate(lasting=lasting).order_by("pk").iterator(1000):
        if case.lasting != case.report_count:
            yield f"case {case.reference}: counts {case.report_count} reports and holds {case.lasting}"
        if lane_of(case) != case.lane:
            yield f"case {case.reference}: stands in lane {case.lane} and belongs in {lane_of(case)}"
        if turn_of(case) != case.turn_at:
            yield f"case {case.reference}: its turn is {case.turn_at} and should be {turn_of(case)}"
        if (case.lane < ELSEWHERE or case.lane == BEHIND) and not case.next_clock:
            yield f"case {case.reference}: is open at the hub and no clock runs"
    yield from _faults_of_clocks()
    yield from _faults_of_listings()
    doubles = Membership.objects.filter(until_at=None).values("report").annotate(times=Count("pk")).filter(times__gt=1)
    yield from (f"report {row['report']}: counts under {row['times']} cases" for row in doubles)


def _faults_of_clocks() -> Iterator[str]:
    firsts: dict[int, datetime] = {}
    for case_id, due_at in Clock.objects.filter(ended_at=None).order_by("-due_at").values_list("case", "due_at"):
        firsts[case_id] = due_at
    for pk, reference, next_at in Case.objects.values_list("pk", "reference", "next_clock_at").iterator(2000):
        if firsts.get(pk) != next_at:
            yield f"case {reference}: its next clock is not the earliest that runs"


def _faults_of_listings() -> Iterator[str]:
    """Go through cases and listings side by side, in the order of cases."""
    rows = iter(Listing.objects.order_by("case").iterator(2000))
    row = next(rows, None)
    for case in Case.objects.order_by("pk").iterator(1000):
        held: list[Listing] = []
        while row is not None and row.case_id <= case.pk:
            held.append(row)
            row = next(rows, None)
        if {(each.under, each.code) for each in held} != listed(case) or _out_of_place(case, held):
            yield f"case {case.reference}: is not listed as its strands, platforms, marks and place in the queue say"


def _out_of_place(case: Case, held: Iterable[Listing]) -> bool:
    return any((row.lane, row.turn_at) != (case.lane, case.turn_at) for row in held)
