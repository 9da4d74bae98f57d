"""Read, for several cases at once, what was decided and closed and by whom."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from upstander.duties.assessment.models import Decision, SignOff, Step
from upstander.record.cases.grants import of_visible, visible_to
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor


def findings(cases: Sequence[int]) -> dict[int, str]:
    """Return the finding of the decision that stands, for each of these cases that has one."""
    rows = Decision.objects.filter(case__in=cases, state=Decision.State.FINAL).order_by("decided_at", "pk")
    return dict(rows.values_list("case", "finding"))


def decided_since(viewer: Actor, since: datetime) -> QuerySet[Case]:
    """Return the cases that the viewer may see and that were decided since then, in no order."""
    rows = Decision.objects.filter(decided_at__gte=since, state__in=[Decision.State.FINAL, Decision.State.REPLACED])
    return visible_to(viewer).filter(pk__in=rows.values("case"))


def finished_between(viewer: Actor, since: datetime, until: datetime) -> set[int]:
    """Return the ids of the cases that were decided or closed in that time, of those that the viewer may see."""
    decided = Decision.objects.filter(
        of_visible(viewer), state=Decision.State.FINAL,
        decided_at__gte=since, decided_at__lt=until,
    )  # fmt: skip
    closed = visible_to(viewer).filter(closed_at__gte=since, closed_at__lt=until, state=Case.State.CLOSED)
    return {*decided.values_list("case", flat=True), *closed.values_list("pk", flat=True)}


def who_worked_on(case: Case) -> set[int]:
    """Return the ids of who owns the case, and of who decided, signed off, gave back, closed or reopened it."""
    decisions = Decision.objects.filter(case=case)
    found = set(decisions.values_list("decided_by", flat=True))
    found |= set(SignOff.objects.filter(Q(decision__in=decisions)).values_list("by", flat=True))
    found |= set(Step.objects.filter(case=case).values_list("by", flat=True))
    return found | ({case.owner_id} if case.owner_id else set())
