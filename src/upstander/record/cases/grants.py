"""Give and end relations to a case, and decide from them what someone may see and do."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upstander.law.access import Act, Relation, judge, refusing, relations_for
from upstander.record.cases.models import Case, Grant, Membership, Report
from upstander.record.people.actors import Actor, NotAllowed
from upstander.record.people.models import Organisation, User

_read: ContextVar[dict[tuple[Actor, int], frozenset[str]] | None] = ContextVar("relations_read", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Within the block read what grants someone holds on a case once: for a page that only shows.

    A grant that is given or ended in it is seen at once.
    """
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def grant(
    case: Case, *, to: User | Organisation, relation: Relation, at: datetime, until: datetime | None = None
) -> bool:
    """Let `to` stand in `relation` to the case from now on, `until` an hour if one is given; say whether that is new.

    Asking twice changes nothing; asking again for longer moves the hour.
    """
    held = Grant.objects.filter(_running(), case=case, relation=relation, **_whom(to))
    if until is not None:
        held.filter(until_at__lt=until).update(until_at=until)
    if held.exists():
        return False
    Grant.objects.create(case=case, relation=relation, from_at=at, until_at=until, **_whom(to))
    _forget()
    return True


def end_grant(case: Case, *, to: User | Organisation, relation: Relation, at: datetime) -> None:
    """End a relation; the row stays, with its end."""
    Grant.objects.filter(_running(), case=case, relation=relation, **_whom(to)).update(until_at=at)
    _forget()


def relations(actor: Actor, case: Case) -> frozenset[Relation]:
    """Return every relation in which the actor stands to the case now, with what its state adds."""
    if actor.kind == "complainant":
        member = Membership.objects.filter(case=case, report=actor.id, until_at=None).exists()
        return frozenset({Relation.REPORTER} if member else ())
    if actor.kind == "partner":
        sent = Membership.objects.filter(case=case, report__sender=actor.organisation, until_at=None).exists()
        return frozenset({Relation.REPORTER} if sent else ())
    held = _held(actor, case)
    drawn = {Relation.CLOSED} if case.state == Case.State.CLOSED else set()
    return frozenset({Relation(name) for name in held} | drawn)


def holders(case: Case, relation: Relation) -> list[User]:
    """Return the people who stand in a relation to the case now by name, in the order in which they came to it."""
    held = Grant.objects.filter(_running(), case=case, relation=relation, user__isnull=False).select_related("user")
    return list(dict.fromkeys(row.user for row in held.order_by("from_at", "pk") if row.user))


def require(actor: Actor, act: Act, case: Case, *, reason: str = "") -> None:
    """Refuse what the access table does not allow. Raises NotAllowed with the sentence to show."""
    verdict = judge(actor.role, act, relations(actor, case), reason=reason)
    if not verdict.allowed:
        raise NotAllowed(verdict.sentence, needs_reason=verdict.needs_reason)


def visible_to(actor: Actor, *, act: Act = Act.SEE_CASE) -> QuerySet[Case]:
    """Return the cases that the actor may see: one EXISTS on the grants, and none that refuses whatever else is held.

    Both are derived from the same table as `require`.
    """
    allowed = relations_for(actor.role, act)
    if not allowed:
        return Case.objects.none()
    held = Grant.objects.filter(_running(), _held_by(actor), case=OuterRef("pk"), relation__in=[*allowed])
    seen = Case.objects.filter(Exists(held))
    return seen.exclude(pk__in=_refused(actor, act)) if actor.user else seen


def of_visible(actor: Actor, *, act: Act = Act.SEE_CASE) -> Exists:
    """Return the condition on rows that have a `case`: it is one that the actor may see.

    Asked of each row, so that a few rows in their own order never wait for a list of all cases.
    """
    return Exists(visible_to(actor, act=act).filter(pk=OuterRef("case_id")))


def visible_if_few(actor: Actor, *, most: int) -> list[int] | None:
    """Return the ids of all cases that the actor may see where grants open at most `most` to them, None for more.

    For queries that go faster from a handful of cases than through all of them to that handful.
    """
    held = Grant.objects.filter(_running(), _held_by(actor)).order_by().values_list("case", flat=True)
    cases = set(held[: most + 1])
    return None if len(cases) > most else list(visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True))


def refused_to(actor: Actor, case: Case, *, act: Act = Act.SEE_CASE) -> bool:
    """Whether the actor stands in a relation to the case that refuses the act whatever other relation is held.

    Not a second reader, who is kept out until they have answered and has done nothing that anybody should hear of.
    """
    return bool(relations(actor, case) & refusing(act) - {Relation.BLIND})


def reports_of(case: Case) -> QuerySet[Report]:
    """Return the reports that are under the case now, wherever each stands by itself, oldest first."""
    return Report.objects.filter(memberships__case=case, memberships__until_at=None).order_by("received_at", "pk")


def working_reports_of(case: Case) -> QuerySet[Report]:
    """Return the reports of the case that are at work, oldest first: those held or withdrawn say nothing for it."""
    return reports_of(case).filter(standing__in=Report.AT_WORK)


def lasting_reports_of(case: Case) -> QuerySet[Report]:
    """Return the reports that keep a case in the queue, at work or held, oldest first: all but the withdrawn."""
    return reports_of(case).exclude(standing=Report.Standing.WITHDRAWN)


def held_reports_of(case: Case) -> QuerySet[Report]:
    """Return the reports of the case that are held, oldest first."""
    return reports_of(case).filter(standing=Report.Standing.HELD)


def report_ids(case: Case) -> list[int]:
    """Return the ids of the reports at work in the case now, in order: what an act was about when it was done."""
    return sorted(working_reports_of(case).values_list("pk", flat=True))


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


def _held(actor: Actor, case: Case) -> frozenset[str]:
    """Return the relations that running grants give, from what this page has read already if it has."""
    read = _read.get()
    if read is not None and (actor, case.pk) in read:
        return read[actor, case.pk]
    held = frozenset(Grant.objects.filter(_running(), _held_by(actor), case=case).values_list("relation", flat=True))
    if read is not None:
        read[actor, case.pk] = held
    return held


def _forget() -> None:
    if (read := _read.get()) is not None:
        read.clear()


def _running() -> Q:
    return Q(until_at=None) | Q(until_at__gt=timezone.now())


def _refused(actor: Actor, act: Act) -> QuerySet[Grant, int]:
    """Return the cases that refuse the act to this person: few, read once for a whole list by an index of their own."""
    rows = Grant.objects.filter(_running(), user=actor.user, organisation=None, relation__in=[*refusing(act)])
    return rows.values_list("case", flat=True)


def _held_by(actor: Actor) -> Q:
    by_user = Q(user=actor.user) if actor.user else Q(pk__in=[])
    return by_user | Q(organisation=actor.organisation) if actor.organisation else by_user
