"""Give and end relations to a case, and decide from them what someone may see and do."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upstander.law.access import Act, Relation, judge, relations_for
from upstander.record.cases.models import Case, Grant, Membership, Report
from upstander.record.people.actors import Actor, NotAllowed
from upstander.record.people.models import Organisation, User


def grant(case: Case, *, to: User | Organisation, relation: Relation, at: datetime) -> None:
    """Let `to` stand in `relation` to the case from now on; asking twice changes nothing."""
    held = {"case": case, "relation": relation, "until_at": None, **_whom(to)}
    if not Grant.objects.filter(**held).exists():
        Grant.objects.create(**held, from_at=at)


def end_grant(case: Case, *, to: User | Organisation, relation: Relation, at: datetime) -> None:
    """End a relation; the row stays, with its end."""
    Grant.objects.filter(case=case, relation=relation, until_at=None, **_whom(to)).update(until_at=at)


def relations(actor: Actor, case: Case) -> frozenset[Relation]:
    """Return every relation in which the actor stands to the case now."""
    if actor.kind == "complainant":
        member = Membership.objects.filter(case=case, report=actor.id, until_at=None).exists()
        return frozenset({Relation.REPORTER} if member else ())
    if actor.kind == "partner":
        sent = Membership.objects.filter(case=case, report__sender=actor.organisation, until_at=None).exists()
        return frozenset({Relation.REPORTER} if sent else ())
    held = Grant.objects.filter(_running(), _held_by(actor), case=case).values_list("relation", flat=True)
    return frozenset(Relation(name) for name in held)


def require(actor: Actor, act: Act, case: Case, *, reason: str = "") -> None:
    """Refuse what the access table does not allow. Raises NotAllowed with the sentence to show."""
    verdict = judge(actor.role, act, relations(actor, case), reason=reason)
    if not verdict.allowed:
        raise NotAllowed(verdict.sentence, needs_reason=verdict.needs_reason)


def visible_to(actor: Actor, *, act: Act = Act.SEE_CASE) -> QuerySet[Case]:
    """Return the cases that the actor may see: one EXISTS on the grants, derived from the same table as `require`."""
    allowed = relations_for(actor.role, act)
    if not allowed:
        return Case.objects.none()
    held = Grant.objects.filter(_running(), _held_by(actor), case=OuterRef("pk"), relation__in=[*allowed])
    return Case.objects.filter(Exists(held))


def reports_of(case: Case) -> QuerySet[Report]:
    """Return the reports that count under the case now, oldest first."""
    return Report.objects.filter(memberships__case=case, memberships__until_at=None).order_by("received_at", "pk")


def report_ids(case: Case) -> list[int]:
    """Return the ids of the reports that count under the case now, in order: what an act was about when it was done."""
    return sorted(reports_of(case).values_list("pk", flat=True))


def case_of(report: Report) -> Case:
    """Return the case that a report counts under now."""
    return Case.objects.get(memberships__report=report, memberships__until_at=None)


def locked_case_of(report: Report) -> Case:
    """Lock the case that a report counts under now; a move of the report that is under way is waited for."""
    while True:
        case = Case.objects.select_for_update().get(pk=case_of(report).pk)
        if case_of(report).pk == case.pk:
            return case


def _whom(to: User | Organisation) -> dict[str, object]:
    return {"user": to, "organisation": None} if isinstance(to, User) else {"user": None, "organisation": to}


def _running() -> Q:
    return Q(until_at=None) | Q(until_at__gt=timezone.now())


def _held_by(actor: Actor) -> Q:
    by_user = Q(user=actor.user) if actor.user else Q(pk__in=[])
    return by_user | Q(organisation=actor.organisation) if actor.organisation else by_user
