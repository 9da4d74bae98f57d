"""Say which closed cases an open one names again by a post or account, and when that is settled for a closed one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.queries import SuggestionLine
from upstander.record.cases.grants import report_ids, visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.people.actors import Actor

REPORTED_AGAIN = "reported again"
"""Mark on a closed case whose post or account was named by a new report."""
NAMING = ("post", "account")
"""Tiers of a suggestion that say that the very same thing is named, not only something like it."""
OPEN_TO = (Case.State.NEW, Case.State.CLAIMED, Case.State.REOPENED)
"""States in which somebody has still to look at what a case names."""
MOST = 3
"""Closed cases that are named of one open case, those closed last."""


@dataclass(frozen=True)
class Again:
    """A closed case of which an open one names a `post` or an `account`."""

    reference: str
    closed_at: datetime
    what: str


def named_again(viewer: Actor, cases: Sequence[Case]) -> dict[int, tuple[Again, ...]]:
    """Return, by case, the closed cases that it names again; only those that the viewer may see.

    Two queries however many the cases, the second only where something is named.
    """
    asked = [case.pk for case in cases if case.state in OPEN_TO]
    if not asked:
        return {}
    rows = Suggestion.objects.filter(
        state=Suggestion.State.OPEN, tier__in=NAMING,
        report__memberships__case__in=asked, report__memberships__until_at=None,
        earlier__memberships__case__state=Case.State.CLOSED, earlier__memberships__until_at=None,
    ).order_by()  # fmt: skip
    pairs = rows.values_list("report__memberships__case", "earlier__memberships__case", "tier").distinct()
    tiers: dict[int, dict[int, str]] = {}
    for case, closed, tier in pairs:
        known = tiers.setdefault(case, {}).get(closed, tier)
        tiers[case][closed] = min(known, tier, key=NAMING.index)
    if not tiers:
        return {}
    wanted = {closed for each in tiers.values() for closed in each}
    seen = {case.pk: case for case in visible_to(viewer).filter(pk__in=wanted)}
    found = {}
    for pk, named in tiers.items():
        cases_seen = ((seen[each], what) for each, what in named.items() if each in seen)
        lines = [Again(case.reference, case.closed_at, what) for case, what in cases_seen if case.closed_at]
        found[pk] = _latest(lines)
    return {pk: lines for pk, lines in found.items() if lines}


def named_in(case: Case, lines: Iterable[SuggestionLine]) -> tuple[Again, ...]:
    """Return the closed cases that `case` names again, from suggestions about it that were read for the viewer."""
    if case.state not in OPEN_TO:
        return ()
    found: dict[int, Again] = {}
    for line in lines:
        row = line.suggestion
        open_still, newer = row.state == Suggestion.State.OPEN, row.report_id == line.own.pk
        if open_still and newer and row.tier in NAMING and line.case.state == Case.State.CLOSED and line.case.closed_at:
            held = found.get(line.case.pk)
            what = min(row.tier, held.what, key=NAMING.index) if held else row.tier
            found[line.case.pk] = Again(line.case.reference, line.case.closed_at, what)
    return _latest(found.values())


def _latest(lines: Iterable[Again]) -> tuple[Again, ...]:
    return tuple(sorted(lines, key=lambda line: (line.closed_at, line.reference), reverse=True)[:MOST])


def take_off_where_settled(*cases: Case) -> None:
    """Take the mark off closed cases, locked already, of which no open suggestion says any more that they are named."""
    for case in cases:
        if case.state == Case.State.CLOSED and REPORTED_AGAIN in case.marks and not _is_named(case):
            case.marks = [mark for mark in case.marks if mark != REPORTED_AGAIN]
            settle(case)


def _is_named(case: Case) -> bool:
    own = report_ids(case)
    left = Suggestion.objects.filter(Q(report__in=own) | Q(earlier__in=own), state=Suggestion.State.OPEN)
    return left.filter(tier__in=NAMING).exists()
