"""Know a restricted case by its reference alone, and until when the glass in front of it is broken."""

from datetime import datetime

from django.utils import timezone

from upstander.law.access import Act, Relation, judge
from upstander.record.cases.grants import refused_to, relations, visible_to
from upstander.record.cases.models import Case, Grant
from upstander.record.fence.viewer import unfenced
from upstander.record.people.actors import Actor


def behind_glass(actor: Actor, reference: str) -> Case | None:
    """Return a restricted case that the actor may read only by breaking the glass; None for every other."""
    with unfenced():
        case = Case.objects.filter(reference=reference, restricted=True).first()
    if case is None or visible_to(actor).filter(pk=case.pk).exists():
        return None
    verdict = judge(actor.role, Act.BREAK_GLASS, relations(actor, case))
    return case if verdict.allowed or verdict.needs_reason else None


def refused_case(actor: Actor, reference: str) -> Case | None:
    """Return the case of this reference if it is closed to the actor whatever they hold; None for every other."""
    with unfenced():
        case = Case.objects.filter(reference=reference).first()
    return case if case is not None and refused_to(actor, case) else None


def refused_file(actor: Actor, held: int) -> Case | None:
    """Return the case of this reported file if it is closed to the actor whatever they hold; None for every other."""
    with unfenced():
        counts = {"memberships__until_at": None, "memberships__report__files": held}
        case = Case.objects.filter(**counts).first()
    return case if case is not None and refused_to(actor, case) else None


def glass_until(actor: Actor, case: Case) -> datetime | None:
    """Return when the glass closes through which alone the actor reads this case; None for whoever needs none."""
    if not case.restricted or actor.user is None:
        return None
    if relations(actor, case) & {Relation.OWNER, Relation.MEMBER}:
        return None
    running = Grant.objects.filter(case=case, user=actor.user, relation=Relation.GLASS, until_at__gt=timezone.now())
    return running.order_by("-until_at").values_list("until_at", flat=True).first()
