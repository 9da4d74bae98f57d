"""Read what is in trouble: letters in doubt, work that is stuck, cases whose clock has run out."""

from dataclasses import dataclass

from django.utils import timezone

from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import OUT
from upstander.record.outbox.models import Message
from upstander.record.outbox.settling import OPEN
from upstander.record.people.actors import Actor, require_role
from upstander.record.work.models import Item

MOST = 100
LONGEST_OVERDUE = 25


@dataclass(frozen=True)
class Trouble:
    """What a supervisor has to settle; each list is cut, oldest first."""

    messages: tuple[Message, ...]
    stuck: tuple[Item, ...]
    overdue: tuple[Case, ...]
    held: tuple[Report, ...]
    """Reports in quarantine or waiting for their sender: they count under no case that is being worked."""


def trouble(viewer: Actor) -> Trouble:
    """Return what is in trouble now. Raises NotAllowed."""
    require_role(viewer, Act.SETTLE_TROUBLE)
    late = visible_to(viewer).filter(lane__lt=OUT, next_clock_at__lt=timezone.now()).select_related("owner")
    counts = {"memberships__case__in": visible_to(viewer), "memberships__until_at": None}
    held = Report.objects.filter(standing=Report.Standing.HELD, **counts)
    return Trouble(
        messages=tuple(Message.objects.filter(state__in=OPEN).order_by("queued_at", "pk")[:MOST]),
        stuck=tuple(Item.objects.filter(state=Item.State.STUCK).order_by("asked_at", "pk")[:MOST]),
        overdue=tuple(late.order_by("next_clock_at", "pk")[:LONGEST_OVERDUE]),
        held=tuple(held.order_by("received_at", "pk")[:MOST]),
    )
