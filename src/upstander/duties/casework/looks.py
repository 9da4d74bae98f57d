"""Count what officers asked to be shown of distressing content: their own for them, totals for who looks after them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from upstander.duties.casework.models import Exposure, Lift
from upstander.law.access import Act
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import HubProfile, User

WEEK = 7


@dataclass(frozen=True)
class Standing:
    """How often somebody asked today, out of how much; whether more was agreed to, or asked for."""

    count: int
    limit: int
    lifted: bool = False
    asked: bool = False

    @property
    def reached(self) -> bool:
        """Whether a pause is due before the next look."""
        return self.count >= self.limit and not self.lifted

    def allows(self, more: int) -> bool:
        """Whether so many more looks stay within today's limit."""
        return self.lifted or self.count + more <= self.limit

    @property
    def left(self) -> int:
        """How many looks there are still before the pause, where nobody has lifted the limit."""
        return max(self.limit - self.count, 0)


@dataclass(frozen=True)
class Total:
    """For whoever looks after an officer: how much on one day and in the seven days to it, and nothing about which."""

    user: User
    today: int
    week: int
    limit: int
    lift: Lift | None = None


def standing(actor: Actor, at: datetime) -> Standing:
    """Return how the actor stands today, London time."""
    on = timezone.localdate(at)
    limit = HubProfile.objects.values_list("daily_looks", flat=True).first() or 0
    count = Exposure.objects.filter(by=actor.user, day=on).count()
    lift = Lift.objects.filter(of=actor.user, day=on).first()
    return Standing(count, limit, lifted=bool(lift and lift.at), asked=bool(lift and not lift.at))


def asked_today(actor: Actor, case: Case, at: datetime) -> frozenset[tuple[str, int]]:
    """Return what the actor asked to be shown of the case today, as kind and id: a page shows that again, no more."""
    rows = Exposure.objects.filter(by=actor.user, day=timezone.localdate(at), case=case)
    return frozenset(rows.values_list("kind", "record"))


def totals(viewer: Actor, on: date) -> list[Total]:
    """Return every officer of the viewer's hub who asked for anything in the week to `on`, by name. Raises NotAllowed.

    By name and not by number: it is no league table.
    """
    require_role(viewer, Act.LIFT_LIMIT)
    limit = HubProfile.objects.values_list("daily_looks", flat=True).first() or 0
    rows = Exposure.objects.filter(day__gt=on - timedelta(days=WEEK), day__lte=on, by__organisation=viewer.organisation)
    counted: dict[int, dict[date, int]] = {}
    for user, day, count in rows.values_list("by", "day").annotate(count=Count("pk")).values_list("by", "day", "count"):
        counted.setdefault(user, {})[day] = count
    lifts = {row.of_id: row for row in Lift.objects.filter(day=on).select_related("by", "of")}
    people = User.objects.filter(pk__in={*counted, *lifts}, organisation=viewer.organisation).order_by("name", "pk")
    return [
        Total(
            user, counted.get(user.pk, {}).get(on, 0), sum(counted.get(user.pk, {}).values()), limit, lifts.get(user.pk)
        )
        for user in people
    ]


def lifts_waiting(viewer: Actor, on: date) -> list[Lift]:
    """Return who has asked for more today and has no answer, the first to ask first. Raises NotAllowed."""
    return list(_waiting(viewer, on).select_related("of").order_by("asked_at", "pk"))


def lifts_waiting_count(viewer: Actor, on: date) -> int:
    """Return how many have asked for more today and have no answer. Raises NotAllowed."""
    return _waiting(viewer, on).count()


def _waiting(viewer: Actor, on: date) -> QuerySet[Lift]:
    require_role(viewer, Act.LIFT_LIMIT)
    return Lift.objects.filter(day=on, at=None, of__organisation=viewer.organisation).exclude(of=viewer.user)
