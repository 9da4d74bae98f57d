"""Read second readings: one's own to answer, and those that a supervisor settles; and what came of one's decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upstander.duties.assessment.models import Reading
from upstander.law.access import Act, Relation, Role
from upstander.record.cases.grants import of_visible
from upstander.record.cases.models import Case, Grant
from upstander.record.fence.viewer import unfenced
from upstander.record.people.actors import Actor, require_role

READERS = (Role.HUB_OFFICER, Role.SUPERVISOR, Role.SENIOR_INVESTIGATOR)
"""Who may decide whether something is a crime may read such a decision again."""
MOST, LATELY = 100, timedelta(days=30)
OPEN, DISPUTED = Reading.State.OPEN, Reading.State.DISPUTED


@dataclass(frozen=True)
class ToSettle:
    """A reading that waits for a supervisor; `refusal` says why the viewer may not settle it, or is empty."""

    reading: Reading
    case: Case
    refusal: str
    draws: bool
    """Another reader may be drawn."""


def to_read(viewer: Actor) -> list[Reading]:
    """Return the readings that wait for this reader, the first due first. Raises NotAllowed."""
    with unfenced():
        return list(_own(viewer).order_by("due_at", "pk")[:MOST])


def to_read_count(viewer: Actor) -> int:
    """Return how many readings wait for this reader. Raises NotAllowed."""
    with unfenced():
        return _own(viewer).count()


def open_to(viewer: Actor, number: int) -> Reading | None:
    """Return a reading that waits for this very reader, None for any other. Raises NotAllowed.

    The case is closed to the reader (`blind`): a page that shows what was reported in it reads that past the fence.
    """
    with unfenced():
        return _own(viewer).filter(pk=number).first()


def reading_of(viewer: Actor, reference: str) -> int | None:
    """Return the number of the reading that waits for this very reader in the case of this reference, if one does."""
    with unfenced():
        rows = Reading.objects.filter(reader=viewer.user, state=OPEN, case__reference=reference)
        return rows.values_list("pk", flat=True).first() if viewer.user else None


def to_settle(viewer: Actor) -> list[ToSettle]:
    """Return what waits for a supervisor: two who disagree, or a reading without a reader who answers.

    Raises NotAllowed.
    """
    at = timezone.now()
    rows = Reading.objects.filter(of_visible(viewer, act=Act.SIGN_OFF)).filter(_waits(at))
    rows = rows.select_related("case", "decision", "reader").order_by("due_at", "pk")[:MOST]
    return [ToSettle(row, row.case, refusal(viewer, row), may_draw_again(row, at=at)) for row in rows]


def reading_in(viewer: Actor, case: Case, number: int) -> ToSettle | None:
    """Return a reading of a case that the viewer may sign off in, None where there is none to settle."""
    at = timezone.now()
    row = Reading.objects.filter(pk=number, case=case).select_related("case", "decision__decided_by", "reader").first()
    if row is None or row.state not in (OPEN, DISPUTED):
        return None
    return ToSettle(row, case, refusal(viewer, row), may_draw_again(row, at=at))


def refusal(actor: Actor, reading: Reading) -> str:
    """Return why the actor may not settle the two readings, in a sentence to show; empty when they may."""
    if actor.user is None or actor.user.pk in (reading.decision.decided_by_id, reading.reader_id):
        return "Somebody other than the two who read it settles this."
    return ""


def may_draw_again(reading: Reading, *, at: datetime) -> bool:
    """Whether the system may draw another reader: there is none, they are overdue, gone, or have a connection."""
    if reading.state != OPEN:
        return False
    if reading.reader is None or reading.due_at < at or not reading.reader.is_active:
        return True
    held = Grant.objects.filter(case=reading.case_id, user=reading.reader, relation=Relation.CONFLICT, until_at=None)
    return held.exists()


def expression_of(reading: Reading) -> dict[str, Any]:
    """Return what the second reader answered on freedom of expression: {factor id: text}."""
    return dict(loads(reading.expression)) if reading.expression else {}


def settled_of_mine(viewer: Actor) -> list[Reading]:
    """Return what came lately of readings of the viewer's own decisions, for them to know. Raises NotAllowed."""
    require_role(viewer, Act.SEE_QUEUE)
    ended = [Reading.State.AGREED, Reading.State.STANDS, Reading.State.SET_ASIDE]
    rows = Reading.objects.filter(
        decision__decided_by=viewer.user, state__in=ended, read_at__gt=timezone.now() - LATELY
    )
    return list(rows.filter(of_visible(viewer)).select_related("case").order_by("-read_at", "-pk")[:MOST])


def _own(viewer: Actor) -> QuerySet[Reading]:
    require_role(viewer, Act.SEE_QUEUE)
    blocked = Grant.objects.filter(user=viewer.user, relation=Relation.CONFLICT, until_at=None).values("case")
    rows = Reading.objects.filter(reader=viewer.user, state=OPEN).exclude(case__in=blocked)
    return rows.select_related("case", "decision", "reader")


def _waits(at: datetime) -> Q:
    blocked = Grant.objects.filter(
        case=OuterRef("case"), user=OuterRef("reader"), relation=Relation.CONFLICT, until_at=None
    )
    nobody = Q(reader=None) | Q(due_at__lt=at) | Q(reader__is_active=False) | Q(Exists(blocked))
    return Q(state=DISPUTED) | (Q(state=OPEN) & nobody)
