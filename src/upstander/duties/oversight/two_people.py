"""The acts that two people do: what each needs, who may ask and agree, and what is done once both have."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from upstander.duties.oversight import erasing, exporting, unsealing
from upstander.duties.oversight.models import AskedAct
from upstander.law.access import Act, Relation, judge, may_ever
from upstander.law.oversight import Alone, TwoPersonAct, alone
from upstander.law.oversight import act as law_act
from upstander.record.cases.grants import relations, require
from upstander.record.cases.models import Case, Report, ReportedFile
from upstander.record.people.actors import Actor, NotAllowed, acting, require_role
from upstander.record.people.models import User

About = Report | ReportedFile | None


@dataclass(frozen=True)
class Doing:
    """How an act of two people is done: the record that it is about, what is refused at once, what follows."""

    about: type[Report] | type[ReportedFile] | None
    check: Callable[[Any, dict[str, Any]], None]
    """Refuse at once what cannot be done; raises ValueError with a sentence."""
    when_approved: Callable[[AskedAct, Any, Actor, datetime], bool]
    """Do the act, or make it ready; returns whether it is done by that."""


DOINGS: dict[str, Doing] = {
    "export": Doing(None, exporting.check, exporting.when_approved),
    "unseal": Doing(ReportedFile, unsealing.check, unsealing.unseal),
    "end_withholding": Doing(ReportedFile, unsealing.check, unsealing.end_withholding),
    "erase": Doing(Report, erasing.check, erasing.when_approved),
}


def rules(code: str, at: datetime) -> TwoPersonAct:
    """Return the law of one act. Raises UnknownAct."""
    return law_act(code, timezone.localdate(at))


def about_of(asked: AskedAct) -> About:
    """Return the record that an act is about, None for one about a list."""
    model = DOINGS[asked.code].about
    return model.objects.get(pk=asked.about_id) if model else None


def cases_of(about: About) -> list[Case]:
    """Return the case that a record counts under, or where it counted last; none for an act about a list."""
    if about is None:
        return []
    report = about if isinstance(about, Report) else about.report
    member = report.memberships.select_related("case").order_by("-from_at", "-pk").first()
    return [member.case] if member else [report.own_case]


def require_act(actor: Actor, act: str, about: About) -> None:
    """Refuse whoever may not ask for, or agree to, an act about this record. Raises NotAllowed."""
    cases = cases_of(about)
    if not cases:
        require_role(actor, Act(act))
    for case in cases:
        require(actor, Act(act), case)


def who_could_agree(actor: Actor, law: TwoPersonAct, about: About) -> list[User]:
    """Return the other people with a running account in this hub who may agree to the act about this record."""
    cases, act = cases_of(about), Act(law.approves)
    others = User.objects.filter(is_active=True, organisation=actor.organisation).exclude(pk=actor.id)
    found = []
    for user in others.order_by("name", "pk"):
        someone = acting(user)
        if not may_ever(someone.role, act):
            continue
        held = [relations(someone, case) for case in cases] or [frozenset({Relation.ANY})]
        if all(judge(someone.role, act, each).allowed for each in held):
            found.append(user)
    return found


def may_act_alone(actor: Actor, law: TwoPersonAct, about: About, at: datetime) -> Alone:
    """Say whether the night rule lets this person act alone now. They must be someone who might have agreed."""
    try:
        require_act(actor, law.approves, about)
    except NotAllowed as refusal:
        return Alone(False, str(refusal))
    return alone(law, at, others=len(who_could_agree(actor, law, about)))


def expiry(hours: int, at: datetime) -> datetime:
    """Return when something lapses."""
    return at + timedelta(hours=hours)
