"""Move a report from one case to another, and bring both cases, their clocks and the suggestions in line with it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Min, Q

from upstander.duties.bundling.models import Rest, Suggestion
from upstander.duties.bundling.queries import HAND_OVER_ENDED
from upstander.law.clocks import due as clock_end
from upstander.record.cases.conflicts import block_the_connected
from upstander.record.cases.editions import require_current
from upstander.record.cases.grants import case_of, lasting_reports_of, reports_of, working_reports_of
from upstander.record.cases.models import Case, Clock, Membership, Report, ReportedPost
from upstander.record.cases.queue import settle
from upstander.record.cases.restriction import follow
from upstander.record.cases.states import WrongState
from upstander.record.cases.wording import bring_forward
from upstander.record.people.actors import Actor, NotAllowed
from upstander.record.work.asking import due

JUST_MOVED = "Somebody has just moved this report to another case. Look again."
WORK_IN_PROGRESS = (Case.State.NEW, Case.State.CLAIMED, Case.State.REOPENED)
"""States in which a change of the bundle alters nothing that was decided or sent."""


def both(one: int, two: int) -> tuple[Case, Case]:
    """Lock two cases, always in the same order, and return them in the order asked for. Raises Outdated."""
    rows = {case.pk: case for case in Case.objects.select_for_update().filter(pk__in=[one, two]).order_by("pk")}
    require_current(*rows.values())
    return rows[one], rows[two]


def require_active(report: Report, otherwise: str) -> Report:
    """Return the report as it stands now, to be moved; `otherwise` says what a standing in the way means.

    Asked again once the cases are locked: a force may have taken it meanwhile. Raises WrongState.
    """
    report = Report.objects.get(pk=report.pk)
    if report.standing != Report.Standing.ACTIVE:
        raise WrongState(f"This report is {report.standing}; {otherwise}.")
    return report


def from_and_to(report: Report, to: int) -> tuple[Case, Case]:
    """Lock the case that a report counts under and the case `to`, and return both.

    Raises WrongState where somebody moved the report while the locks were waited for.
    """
    source, target = both(case_of(report).pk, to)
    if case_of(report).pk != source.pk:
        raise WrongState(JUST_MOVED)
    return source, target


def lock_places(reports: Sequence[Report], case: Case) -> tuple[Case, dict[int, Case]]:
    """Lock a case and those that the reports count under; return it, and the others by report.

    A report is not among them that counts nowhere or that somebody moved while the locks were waited for. Raises
    Outdated.
    """
    members = Membership.objects.filter(report__in=reports, until_at=None)
    before = dict(members.values_list("report", "case"))
    rows = {
        row.pk: row
        for row in Case.objects.select_for_update().filter(pk__in={case.pk, *before.values()}).order_by("pk")
    }
    require_current(*rows.values())
    now = dict(members.all().values_list("report", "case"))
    return rows[case.pk], {pk: rows[place] for pk, place in before.items() if now.get(pk) == place}


def require_promise_kept(case: Case) -> None:
    """Refuse to take reports out of a case that is still to be handed to a force: the promise of it would end unseen.

    A hand-over that a force confirmed or the hub withdrew, and a closing, each end it openly. Raises WrongState.
    """
    promised = case.route == Case.Route.FORCE and case.state != Case.State.CLOSED
    if promised and HAND_OVER_ENDED not in case.marks:
        raise WrongState("This is still to be handed to a force. Confirm or withdraw its hand-over first.")


def ask_for_reason(reason: str, actor: Actor, *cases: Case) -> None:
    """Refuse to change, without a reason, a case that was decided or sent, or that another officer works on."""
    decided = any(case.state not in WORK_IN_PROGRESS for case in cases)
    anothers = any(case.owner_id and case.owner_id != (actor.user.pk if actor.user else None) for case in cases)
    if (decided or anothers) and not reason.strip():
        what = "was decided or sent already" if decided else "is another officer's"
        raise NotAllowed(f"One of these cases {what}. Give a reason; it is kept.", needs_reason=True)


def move(
    moves: Sequence[tuple[Report, Case]], target: Case, *, actor: Actor, reason: str, at: datetime
) -> list[Membership]:
    """End the interval of each report in its case and open one in `target`; nothing is taken away but the count."""
    reports, sources = [report for report, _ in moves], _different(source for _, source in moves)
    Membership.objects.filter(report__in=reports, until_at=None).update(until_at=at)
    opened = Membership.objects.bulk_create(
        Membership(report=report, case=target, from_at=at, by=actor.user, reason=reason.strip()) for report in reports
    )
    for source in sources:
        follow(source, target, at=at)
    block_the_connected(target, reports, at=at)
    for source in sources:
        if not lasting_reports_of(source).exists():
            _rest(source, at)
    _wake(target)
    for report in reports:
        bring_forward(target, report)
    for case in (*sources, target) if moves else ():
        refresh(case)
        settle(case)
        if case.state != Case.State.NEW:
            due("offers_stale", case=case)
            due("package_stale", case=case)
    _follow(reports, actor, at)
    return opened


def take_away(report: Report, *, at: datetime) -> Case | None:
    """End the count of a report under its case, for good: it was erased. Return the case, in line with what is left.

    What was suggested about it goes too, since it quotes the report. None where it counted nowhere.
    """
    forget_reasons([report])
    member = Membership.objects.filter(report=report, until_at=None).first()
    if member is None:
        return None
    case = Case.objects.select_for_update().get(pk=member.case_id)
    Membership.objects.filter(pk=member.pk).update(until_at=at)
    if not lasting_reports_of(case).exists():
        _rest(case, at)
    refresh(case)
    settle(case)
    due("offers_stale", case=case)
    due("package_stale", case=case)
    return case


def forget_reasons(reports: Iterable[Report]) -> None:
    """Blank what was suggested about these reports: it quotes them, and weighs who is named in them.

    A suggestion that rested on that weight alone has nothing left to ask and goes, unless somebody has answered it.
    """
    rows = Suggestion.objects.filter(Q(report__in=reports) | Q(earlier__in=reports))
    rows.filter(tier="person", state=Suggestion.State.OPEN).delete()
    rows.update(reasons=[], bits=0, person=None)


def _rest(case: Case, at: datetime) -> None:
    running = case.clocks.filter(ended_at=None)
    Rest.objects.update_or_create(case=case, defaults={"clocks": list(running.values_list("pk", flat=True))})
    running.update(ended_at=at)


def _wake(case: Case) -> None:
    """Let the clocks run on that a rest had ended, with the ends they had: nobody gains time by a detour."""
    rest = Rest.objects.filter(case=case).first()
    if rest is not None:
        Clock.objects.filter(pk__in=rest.clocks).update(ended_at=None)
        rest.delete()


def refresh(case: Case) -> None:
    """Draw from the reports at work what the case says of them; a case without one keeps what it said.

    `settle` must follow. A held report still says that someone is in danger: to hold it settles nothing of that.
    """
    every = list(lasting_reports_of(case).only("standing", "danger", "strands", "received_at"))
    reports = [report for report in every if report.standing in Report.AT_WORK]
    if not reports:
        return
    case.danger = any(report.danger for report in every)
    case.strands = list(dict.fromkeys(strand for report in reports for strand in report.strands))
    named = ReportedPost.objects.filter(report__in=working_reports_of(case).order_by().values("pk"))
    case.platforms = sorted(set(named.exclude(platform="").values_list("platform", flat=True)))
    case.last_report_at = max(report.received_at for report in reports)
    # The recording clock runs from the first receipt anywhere in policing: of the bundle now, not of the case then.
    # What was held or withdrawn since was received all the same, and gains nobody time.
    first = reports_of(case).aggregate(first=Min("told_policing_at"))["first"]
    case.clocks.filter(name="recording", ended_at=None).update(due_at=clock_end("recording", first))


def _follow(reports: Sequence[Report], actor: Actor, at: datetime) -> None:
    """Let the suggestions about these reports say which are together now; a leaving apart stands."""
    about = Q(report__in=reports) | Q(earlier__in=reports)
    touched = Suggestion.objects.filter(about).exclude(state=Suggestion.State.APART)
    rows = list(touched.values_list("pk", "state", "report", "earlier"))
    pks = {pk for _, _, *pair in rows for pk in pair}
    places = dict(Membership.objects.filter(report__in=pks, until_at=None).values_list("report", "case"))
    for state, together in ((Suggestion.State.JOINED, True), (Suggestion.State.OPEN, False)):
        decided = {"decided_by": actor.user if together else None, "decided_at": at if together else None}
        changed = [
            pk for pk, was, one, two in rows if was != state and (places.get(one) == places.get(two)) is together
        ]
        # What was weighed of people goes once the question is answered; taken out again, it is weighed anew.
        Suggestion.objects.filter(pk__in=changed).update(state=state, person=None, **decided)
        if not together:
            for report in Report.objects.filter(pk__in={one for pk, _, one, _ in rows if pk in changed}):
                due("look_for_others", report=report)


def _different(cases: Iterable[Case]) -> list[Case]:
    return list({case.pk: case for case in cases}.values())
