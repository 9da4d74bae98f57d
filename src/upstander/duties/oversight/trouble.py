"""Read what is in trouble: letters in doubt, work that is stuck, cases whose clock has run out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from upstander.duties.assessment.limit_marks import PASSED
from upstander.duties.oversight.asking import running_holds
from upstander.duties.oversight.models import Hold
from upstander.law.access import Act
from upstander.record.cases.grants import of_visible, visible_to
from upstander.record.cases.models import Case, Listing, Membership, Report, ReportedFile
from upstander.record.cases.queue import OUT
from upstander.record.outbox.models import Message
from upstander.record.outbox.settling import OPEN
from upstander.record.people.actors import Actor, require_role
from upstander.record.vault.models import File
from upstander.record.work.models import Item

MOST = 100
LONGEST_OVERDUE = 25


@dataclass(frozen=True)
class Trouble:
    """What a supervisor has to settle; each list is cut, oldest first."""

    messages: tuple[Message, ...]
    stuck: tuple[Item, ...]
    overdue: tuple[Case, ...]
    limits: tuple[Case, ...]
    """Crimes whose time limit has passed without a charge: somebody must say what becomes of them."""
    held: tuple["HeldLine", ...]
    """Reports in quarantine or waiting for their sender: their cases say nothing of them until they are released."""
    faulty: tuple["FaultyLine", ...]
    """Files of cases that the viewer may see which are not what came in: nobody may use them."""


@dataclass(frozen=True)
class FaultyLine:
    """A file that came with a report and is not what came in, and its case."""

    held: ReportedFile
    case: Case


@dataclass(frozen=True)
class HeldLine:
    """A report that is held, its case, who answers for it until when, and whether the viewer may release it."""

    report: Report
    case: Case
    hold: Hold
    may_release: bool


def trouble(viewer: Actor) -> Trouble:
    """Return what is in trouble now. Raises NotAllowed."""
    require_role(viewer, Act.SETTLE_TROUBLE)
    late = visible_to(viewer).filter(lane__lt=OUT, next_clock_at__lt=timezone.now()).select_related("owner")
    passed = Listing.objects.filter(under=Listing.Under.MARK, code=PASSED).values("case")
    lost = visible_to(viewer).filter(lane__lt=OUT, pk__in=passed).select_related("owner")
    return Trouble(
        messages=tuple(Message.objects.filter(state__in=OPEN).order_by("queued_at", "pk")[:MOST]),
        stuck=tuple(Item.objects.filter(state=Item.State.STUCK).order_by("asked_at", "pk")[:MOST]),
        overdue=tuple(late.order_by("next_clock_at", "pk")[:LONGEST_OVERDUE]),
        limits=tuple(lost.order_by("next_clock_at", "pk")[:MOST]),
        held=tuple(_held(viewer)),
        faulty=tuple(_faulty(viewer)),
    )


def _faulty(viewer: Actor) -> Iterator[FaultyLine]:
    """Yield the faulty files of cases that the viewer may see, the longest known first, in two queries."""
    seen = {"report__memberships__case__in": visible_to(viewer), "report__memberships__until_at": None}
    rows = ReportedFile.objects.filter(file__in=File.objects.exclude(fault=""), **seen)
    found = list(rows.select_related("file", "report").order_by("file__fault_at", "pk").distinct()[:MOST])
    reports = [held.report_id for held in found]
    under = Membership.objects.filter(of_visible(viewer), until_at=None, report__in=reports).select_related("case")
    cases = {row.report_id: row.case for row in under}
    yield from (FaultyLine(held, cases[held.report_id]) for held in found if held.report_id in cases)


def _held(viewer: Actor) -> Iterator[HeldLine]:
    """Yield the held reports of cases that the viewer may see, the oldest first, in three queries."""
    under = Membership.objects.filter(of_visible(viewer), until_at=None, report__standing=Report.Standing.HELD)
    rows = list(under.select_related("report", "case").order_by("report__received_at", "report")[:MOST])
    holds = running_holds(row.report_id for row in rows)
    releasable = visible_to(viewer, act=Act.HOLD).filter(pk__in=[row.case_id for row in rows])
    may = set(releasable.values_list("pk", flat=True))
    for row in rows:
        if row.report_id in holds:
            yield HeldLine(row.report, row.case, holds[row.report_id], row.case_id in may)
