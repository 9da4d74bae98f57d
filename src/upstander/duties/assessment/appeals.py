"""Read reviews that complainants ask for: whether one may be asked for, where it stands, what waits at the desk."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from upstander.duties.assessment.models import Appeal, Decision, Reading, Step
from upstander.duties.assessment.queries import current_decision
from upstander.duties.assessment.readings import LATELY, settled_of_mine
from upstander.law.access import Act
from upstander.law.clocks import due as clock_end
from upstander.record.cases.grants import case_of, of_visible
from upstander.record.cases.models import Case, Report
from upstander.record.people.actors import Actor

ASK, ACKNOWLEDGE, FINISH = "vrr_police_request", "vrr_police_acknowledge", "vrr_police_finish"
"""Clocks of law.clocks: the scheme binds where a suspect was interviewed, and the hub keeps it for everyone."""
MOST = 100
OPEN = Appeal.Outcome.OPEN


@dataclass(frozen=True)
class Askable:
    """What a report's sender may ask to have reviewed, and until when; `refusal` is why not, as a code, or empty.

    A code is `nothing_decided`, `with_a_force`, `asked_already` or `too_late`.
    """

    decision: Decision | None = None
    step: Step | None = None
    until: datetime | None = None
    refusal: str = ""
    asked: Appeal | None = None


@dataclass(frozen=True)
class AppealLine:
    """A review that waits for a supervisor; `refusal` says why the viewer may not decide it, or is empty."""

    appeal: Appeal
    case: Case
    refusal: str


def askable(report: Report, *, at: datetime) -> Askable:
    """Return what the sender of `report` may ask to have reviewed now.

    The time runs from the later of the decision and the closing, for the letter of either told of it.
    """
    asked = Appeal.objects.filter(report=report).order_by("-asked_at", "-pk").first()
    if report.standing == Report.Standing.HANDED_ON:
        return Askable(refusal="with_a_force", asked=asked)
    if report.standing not in Report.AT_WORK:
        return Askable(refusal="nothing_decided", asked=asked)
    case = case_of(report)
    decision, step = _against(report, case)
    if decision is None and step is None:
        return Askable(refusal="nothing_decided", asked=asked)
    ended = case.closed_at if case.state == Case.State.CLOSED else None
    told = max(each for each in (decision and decision.decided_at, step and step.at, ended) if each)
    against = {"decision": decision, "step": None} if decision else {"decision": None, "step": step}
    until = clock_end(ASK, told)
    if Appeal.objects.filter(report=report, **against).exists():
        return Askable(refusal="asked_already", asked=asked)
    if at > until:
        return Askable(refusal="too_late", until=until, asked=asked)
    return Askable(**against, until=until, asked=asked)


def waiting(viewer: Actor) -> list[AppealLine]:
    """Return the reviews that wait in cases that the viewer may sign off in, the first due first."""
    rows = Appeal.objects.filter(of_visible(viewer, act=Act.SIGN_OFF), outcome=OPEN)
    rows = rows.select_related("case", "report", "decision__decided_by", "step__by").order_by("finish_by", "pk")
    return [AppealLine(row, row.case, refusal(viewer, row)) for row in rows[:MOST]]


def appeal_in(case: Case, number: int) -> Appeal | None:
    """Return a review that was asked for in a case; the caller has asked whether the viewer may sign off in it."""
    rows = Appeal.objects.filter(case=case, pk=number)
    return rows.select_related("case", "report", "decision__decided_by", "step__by", "decided_by").first()


def refusal(actor: Actor, appeal: Appeal) -> str:
    """Return why the actor may not decide this review, in a sentence to show; empty when they may."""
    whose = {appeal.decision.decided_by_id} if appeal.decision else set()
    whose |= {appeal.step.by_id} if appeal.step else set()
    if actor.user is None or actor.user.pk in whose:
        return "Somebody other than the person who decided or closed it decides this."
    return ""


def reviewed_of_mine(viewer: Actor, *, since: datetime) -> list[Appeal]:
    """Return the reviews that were decided since then of what the viewer decided or closed: the notice to them."""
    rows = Appeal.objects.filter(Q(decision__decided_by=viewer.user) | Q(step__by=viewer.user), decided_at__gt=since)
    rows = rows.filter(of_visible(viewer)).select_related("case")
    return list(rows.order_by("-decided_at", "-pk")[:MOST])


def looked_at_anew(viewer: Actor) -> int:
    """Return how many decisions and closings of the viewer's lately did not stand, by a review or a second reading."""
    since = timezone.now() - LATELY
    read = [row for row in settled_of_mine(viewer) if row.state == Reading.State.SET_ASIDE]
    return len(read) + sum(row.outcome == Appeal.Outcome.UPHELD for row in reviewed_of_mine(viewer, since=since))


def _against(report: Report, case: Case) -> tuple[Decision | None, Step | None]:
    """Return the decision that it is no crime, where one stands and was told, and the closing, where it is closed.

    A closing for want of a line of enquiry has no step of its own: there it is the decision that was worked on.
    """
    closed, step = case.state == Case.State.CLOSED, None
    if closed and case.closed_at:
        steps = Step.objects.filter(case=case, kind=Step.Kind.CLOSED, at=case.closed_at)
        step = steps.order_by("-pk").first()
    told = closed or (case.state == Case.State.DECIDED and report.told_as == Report.Told.VICTIM)
    decision = current_decision(case) if told else None
    none_found = decision is not None and decision.finding == Decision.Finding.NOT_CRIME
    return (decision if none_found or (closed and step is None) else None), step
