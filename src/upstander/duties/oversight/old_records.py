"""Which old records of no crime name a person whom the law wants looked at again, and what was decided about each.

A viewer is told of the records that the table of access opens to them for that act, and of no others. Every query asks
that itself; the two that go through thousands of rows put the second fence aside, which would ask it again of each row
of each table (a second instead of a quarter, of 6,000 records on PostgreSQL).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upstander.duties.assessment.counting import Counted
from upstander.duties.assessment.models import Decision
from upstander.duties.oversight.models import OldRecord
from upstander.duties.oversight.queries import hub
from upstander.law.access import Act
from upstander.law.disposition.reviewing import (
    BulkReview,
    Choice,
    coming,
    days_covered,
    due_for_review,
    made_under,
    running,
)
from upstander.record.cases.grants import of_visible
from upstander.record.cases.models import Case, Report, ReportedPost
from upstander.record.fence.viewer import unfenced
from upstander.record.people.actors import Actor

PAGE = 25
MOST = 10_000
_NOTED = ~Q(poster_note="") | ~Q(poster_name=b"") | ~Q(poster_age=b"") | ~Q(poster_place=b"")
"""Reports that say something of whoever posted in columns of its own; what is encrypted is empty or not."""
"""How far records are counted."""


@dataclass(frozen=True)
class Old:
    """One old record: a case that ended as no crime, and the decision by which it did. A `Kept` of the law."""

    case: Case
    decision: Decision
    made_on: date
    policy: str | None
    names_subject: bool = True
    by: date | None = None
    """The last day for it, once the review has begun."""
    overdue: bool = False


@dataclass(frozen=True)
class Standing:
    """How far a review has come, as far as this viewer may see the records."""

    left: Counted
    waiting: int
    decided: dict[str, int]
    """{choice: how many were decided so for good}."""

    @property
    def covered(self) -> Counted:
        """How many records the review covers in all."""
        return Counted(self.left.number + self.waiting + sum(self.decided.values()), self.left.more)


@dataclass(frozen=True)
class Listed:
    """One page of records, the oldest first; `after` names the last one where there are more."""

    rows: list[Old]
    after: int | None


@dataclass(frozen=True)
class Named:
    """How much a case keeps of its subject in fields of its own, which can be erased; and how much in running words."""

    handles: int
    links: int
    notes: int
    posts: int
    files: int


def review_on(on: date) -> tuple[BulkReview | None, bool]:
    """Return the review in force on the day `on` and True, or the next to come and False: it can only be looked at."""
    held = running(on)
    return (held, True) if held else (coming(on), False)


def choice_of(review: BulkReview, code: str) -> Choice | None:
    """Return what the review lets somebody decide, by its code."""
    return next((each for each in review.decisions if each.id == code), None)


def standing(viewer: Actor, review: BulkReview) -> Standing:
    """Return how far the review has come."""
    with unfenced():
        left = _left(viewer, review).order_by()[: MOST + 1].count()
    rows = _rows(viewer).filter(review=review.id).order_by()
    final = rows.filter(state=OldRecord.State.FINAL).values_list("choice").annotate(Count("case", distinct=True))
    waits = rows.filter(state=OldRecord.State.AWAITING).count()
    return Standing(Counted(min(left, MOST), left > MOST), waits, dict(final))


def left(viewer: Actor, review: BulkReview, on: date, *, after: int | None = None) -> Listed:
    """Return a page of the records that nobody has decided about, from behind the one called `after`.

    Before its first day, as they would be due then.
    """
    rows = _left(viewer, review).order_by("decided_at", "pk")
    last = Decision.objects.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(Q(decided_at__gt=last.decided_at) | Q(decided_at=last.decided_at, pk__gt=last.pk))
    with unfenced():
        found = list(rows.select_related("case")[: PAGE + 1])
    shown = found[:PAGE]
    return Listed(_with_days(shown, max(on, review.valid_from)), shown[-1].pk if len(found) > PAGE else None)


def waiting(viewer: Actor) -> list[OldRecord]:
    """Return what waits for a signature, the oldest first; at most a page of it."""
    rows = _rows(viewer).filter(state=OldRecord.State.AWAITING)
    return list(rows.select_related("case", "by").order_by("at", "pk")[:PAGE])


def one(viewer: Actor, review: BulkReview, case: Case, on: date) -> Old | None:
    """Return the record of a case where nobody has decided about it and the review covers it."""
    found = _left(viewer, review).filter(case=case).select_related("case").first()
    return _with_days([found], max(on, review.valid_from))[0] if found else None


def decided(viewer: Actor, case: Case) -> list[OldRecord]:
    """Return what was decided about a record, the newest first."""
    return list(_rows(viewer).filter(case=case).select_related("by", "signed_by").order_by("-at", "-pk"))


def named_in(case: Case) -> Named:
    """Return how much a case keeps of its subject; the caller asks whether the viewer may know."""
    counts = {"report__memberships__case": case, "report__memberships__until_at": None}
    posts = ReportedPost.objects.filter(**counts).aggregate(
        handles=Count("pk", filter=~Q(handle="") | Q(by__isnull=False)),
        links=Count("pk", filter=~Q(link="") | Q(post__isnull=False)),
        posts=Count("pk", filter=~Q(text="")),
    )
    reports = Report.objects.filter(memberships__case=case, memberships__until_at=None)
    return Named(**posts, notes=reports.filter(_NOTED).count(), files=reports.filter(files__isnull=False).count())


def _rows(viewer: Actor) -> QuerySet[OldRecord]:
    return OldRecord.objects.filter(of_visible(viewer, act=Act.REVIEW_OLD))


def _left(viewer: Actor, review: BulkReview) -> QuerySet[Decision]:
    """Return the decisions by which the records ended that are still to be looked at."""
    stay = [choice.id for choice in review.decisions if not choice.erases]
    settled = Q(state=OldRecord.State.AWAITING) | Q(state=OldRecord.State.FINAL, choice__in=stay)
    # Closed anew since, it is an old record of its own: what was decided about it before was about less.
    rows = OldRecord.objects.filter(settled, case=OuterRef("case_id"), at__gte=OuterRef("case__closed_at"))
    ended = Decision.objects.filter(
        state=Decision.State.FINAL, finding=Decision.Finding.NOT_CRIME, case__state=Case.State.CLOSED
    )
    ended = ended.filter(_on_days(days_covered(review, force=_force()))).filter(_names_somebody())
    return ended.filter(of_visible(viewer, act=Act.REVIEW_OLD)).exclude(Exists(rows))


def _names_somebody() -> Q:
    counts = {"memberships__case": OuterRef("case_id"), "memberships__until_at": None}
    noted = Report.objects.filter(_NOTED, **counts)
    leads = ~Q(handle="") | ~Q(link="") | Q(by__isnull=False) | Q(post__isnull=False)
    posted = ReportedPost.objects.filter(leads, **{f"report__{name}": value for name, value in counts.items()})
    return Q(Exists(posted)) | Q(Exists(noted))


def _on_days(spans: Iterable[tuple[date, date]]) -> Q:
    within = Q(pk__in=[])
    for first, last in spans:
        bounds: dict[str, object] = {"decided_at__isnull": False}
        if first != date.min:
            bounds["decided_at__gte"] = _midnight(first)
        if last != date.max:
            bounds["decided_at__lt"] = _midnight(last + timedelta(days=1))
        within |= Q(**bounds)
    return within


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _force() -> str | None:
    """Return the force whose own policy this hub follows, if it is the hub of one."""
    profile = hub()
    return (profile.force or None) if profile else None


def _with_days(rows: list[Decision], on: date) -> list[Old]:
    """Return the records with the last day for each, as the law gives it on the day `on`, in the order given."""
    force, found = _force(), []
    for row in rows:
        day = timezone.localdate(row.decided_at)
        found.append(Old(row.case, row, day, made_under(day, force=force)))
    due = {id(each.record): each for each in due_for_review(found, on)}
    return [replace(old, by=due[id(old)].by, overdue=due[id(old)].overdue) if id(old) in due else old for old in found]
