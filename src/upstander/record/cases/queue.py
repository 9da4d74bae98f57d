"""Keep the queue's columns of a case true: lane, next clock, count; `upstander check` rechecks them."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q

from upstander.record.cases.models import Case, Clock, Membership

DANGER, UNREAD, WORKED, ELSEWHERE, OUT = 0, 1, 2, 5, 9
"""Unread danger first, then unread, then what is being worked; with a force; closed or without a report."""
_WITH_A_FORCE = (Case.State.OFFERED, Case.State.ACCEPTED)


def lane_of(case: Case) -> int:
    """Return where a case stands in the queue."""
    if case.report_count == 0 or case.state == Case.State.CLOSED:
        return OUT
    if case.state in (Case.State.NEW, Case.State.REOPENED):
        return DANGER if case.danger else UNREAD
    return ELSEWHERE if case.state in _WITH_A_FORCE and case.route == Case.Route.HUB else WORKED


def settle(case: Case) -> None:
    """Bring the queue's columns in line with state, reports and clocks, and save the case."""
    case.report_count = case.memberships.filter(until_at=None).count()
    first = case.clocks.filter(ended_at=None).order_by("due_at").first()
    case.next_clock, case.next_clock_at = (first.name, first.due_at) if first else ("", None)
    case.lane = lane_of(case)
    case.save()


def start_clock(case: Case, name: str, *, due_at: datetime, at: datetime) -> None:
    """Start a clock, or move the end of one that runs already to the earlier time. `settle` must follow."""
    running = case.clocks.filter(name=name, ended_at=None).first()
    if running is None:
        Clock.objects.create(case=case, name=name, started_at=at, due_at=due_at)
    elif due_at < running.due_at:
        running.due_at = due_at
        running.save(update_fields=["due_at"])


def end_clocks(case: Case, *names: str, at: datetime) -> None:
    """End the named clocks, or all of them when none is named. `settle` must follow."""
    running = case.clocks.filter(ended_at=None)
    (running.filter(name__in=names) if names else running).update(ended_at=at)


def faults() -> Iterator[str]:
    """Yield the cases whose queue columns do not agree with their reports, clocks and state."""
    active = Count("memberships", filter=Q(memberships__until_at=None), distinct=True)
    for case in Case.objects.annotate(active=active).order_by("pk").iterator(1000):
        if case.active != case.report_count:
            yield f"case {case.reference}: counts {case.report_count} reports and holds {case.active}"
        if lane_of(case) != case.lane:
            yield f"case {case.reference}: stands in lane {case.lane} and belongs in {lane_of(case)}"
        if case.lane < ELSEWHERE and not case.next_clock:
            yield f"case {case.reference}: is open at the hub and no clock runs"
    firsts: dict[int, datetime] = {}
    for case_id, due_at in Clock.objects.filter(ended_at=None).order_by("-due_at").values_list("case", "due_at"):
        firsts[case_id] = due_at
    for pk, reference, next_at in Case.objects.values_list("pk", "reference", "next_clock_at").iterator(2000):
        if firsts.get(pk) != next_at:
            yield f"case {reference}: its next clock is not the earliest that runs"
    doubles = Membership.objects.filter(until_at=None).values("report").annotate(times=Count("pk")).filter(times__gt=1)
    yield from (f"report {row['report']}: counts under {row['times']} cases" for row in doubles)
