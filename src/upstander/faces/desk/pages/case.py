"""The overview of a case: what this is, what is decided, what is next and by when; and its timeline."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from upstander.duties.allocation.queries import offers_of
from upstander.duties.assessment.queries import current_decision, steps, waiting_decision
from upstander.duties.enquiries.queries import line
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.desk.next_step import next_step
from upstander.faces.desk.pages.notes import at_a_glance
from upstander.faces.desk.telling import events
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act
from upstander.record.cases.grants import reports_of, visible_to
from upstander.record.cases.models import Case

FIRST_REPORTS = 10


@signed_in(act=Act.SEE_QUEUE)
def overview(request: Request, reference: str) -> HttpResponse:
    """Show what the case is, what is decided and what is next."""
    case = case_for(request, reference)
    clocks = list(case.clocks.filter(ended_at=None).order_by("due_at"))
    decision, offers = current_decision(case), offers_of(request.actor, case)
    reports = list(reports_of(case).select_related("sender")[: FIRST_REPORTS + 1])
    context = {
        "next": next_step(case, request.actor, clocks=clocks, decision=decision, offers=offers),
        "reports": reports[:FIRST_REPORTS],
        "more_reports": len(reports) > FIRST_REPORTS,
        "decision": decision,
        "waiting": waiting_decision(case),
        "line": line(case),
        "offers": offers,
        "casework": at_a_glance(request, case),
        "elsewhere": _where_it_went(request, case) if case.report_count == 0 else None,
    }
    shown = [*reports[:FIRST_REPORTS], *(each for each in (decision, context["waiting"]) if each)]
    return case_page(request, case, "desk/overview.html", context, title=_("Overview"), part="overview", shows=shown)


@signed_in(act=Act.SEE_QUEUE)
def timeline(request: Request, reference: str) -> HttpResponse:
    """Show what was done to the case, newest first, out of the journal."""
    case = case_for(request, reference)
    context = {"events": events(case), "steps": steps(request.actor, case)}
    return case_page(request, case, "desk/timeline.html", context, title=_("Timeline"), part="timeline")


def _where_it_went(request: Request, case: Case) -> Case | None:
    """Return the case that the report counts under which opened this one, if the reader may know of that."""
    counts = {"memberships__report": case.opened_by_id, "memberships__until_at": None}
    return visible_to(request.actor).filter(**counts).first()
