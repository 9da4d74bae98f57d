"""The page of a case: what it is, what is decided, what is next and by when - and its timeline."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.duties.allocation.queries import offers_of
from upstander.duties.allocation.shares import shares_of
from upstander.duties.assessment.queries import decisions, steps
from upstander.duties.bundling.again import named_in
from upstander.duties.bundling.queries import suggestions
from upstander.duties.campaigns.counting_in import MANY
from upstander.duties.campaigns.queries import place_of
from upstander.duties.care.queries import told
from upstander.duties.casework.looks import standing
from upstander.duties.casework.what_next import missing_facts
from upstander.duties.enquiries.queries import lines
from upstander.duties.evidence.releasing import newest
from upstander.faces.desk.asking import asked
from upstander.faces.desk.content import TOGETHER, cards
from upstander.faces.desk.exhibits import places_of
from upstander.faces.desk.forms.timeline import Shown
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.desk.next_step import next_step
from upstander.faces.desk.pages.notes import at_a_glance
from upstander.faces.desk.pages.reports import of_two_kinds
from upstander.faces.desk.telling import VERBS_OF, told_of
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act
from upstander.law.expression import all_factors
from upstander.record.cases.grants import reports_of, visible_to
from upstander.record.cases.models import Case
from upstander.record.journal.reading import reel

FIRST_REPORTS = 10
LATEST = 8
"""Acts of the timeline on the page itself."""
PAGE = 50
WITH_A_PACKAGE = (Case.State.DECIDED, Case.State.OFFERED, Case.State.ACCEPTED)
"""States in which a package may have been sealed and be on its way."""


@signed_in(act=Act.SEE_QUEUE)
def overview(request: Request, reference: str) -> HttpResponse:
    """Show all of a case on one page, the next thing to do first; long parts closed, with their counts."""
    case = case_for(request, reference)
    clocks = list(case.clocks.filter(ended_at=None).order_by("due_at"))
    made, offers = decisions(request.actor, case), offers_of(request.actor, case)
    standing_one = next((each for each in made if each.state == "final"), None)
    waiting = next((each for each in made if each.state == "awaiting sign-off"), None)
    recorded = lines(request.actor, case)
    # How many there are in all is asked with the first of them.
    counted = reports_of(case).annotate(under=Window(Count("pk")))
    reports = list(counted.select_related("sender").prefetch_related(*TOGETHER)[:FIRST_REPORTS])
    under = reports[0].under if reports else 0
    withdrawn = under - case.report_count
    likely = suggestions(request.actor, case, about=[report.pk for report in reports])
    at = timezone.now()
    context: dict[str, Any] = {
        "next": next_step(
            case,
            request.actor,
            clocks=clocks,
            decision=standing_one,
            offers=offers,
            package=newest(case) if case.state in WITH_A_PACKAGE else None,
            withdrawn=withdrawn,
            again=named_in(case, likely),
        ),
        "missing": missing_facts(
            request.actor, case, decision=standing_one or waiting, clocks=clocks, on=timezone.localdate(at)
        ),
        "campaign": place_of(case) if MANY in case.marks else None,
        "shown": asked(request, request.actor, case),
        "more_reports": max(under - len(reports), 0),
        "withdrawn": withdrawn,
        **of_two_kinds(likely, "likely"),
        "decisions": made,
        "places": places_of(case, made[:1]),
        "decision": standing_one,
        "waiting": waiting,
        "lines": recorded,
        "line": recorded[0] if recorded else None,
        "offers": offers,
        "shares": shares_of(case, reports, [each.offer for each in offers], at),
        "told": told(request.actor, case),
        "factors": all_factors(),
        "events": told_of(reel("case", case.pk, verbs=VERBS_OF["acts"], size=LATEST).lines),
        "casework": at_a_glance(request, case),
        "stands": standing(request.actor, at),
        "elsewhere": _where_it_went(request, case) if under == 0 else None,
    }
    context["cards"] = cards(reports, viewer=request.actor, asked=context["shown"], lines=likely)
    seen = [*reports, *made, *recorded, *(line.report for line in (*context["likely"], *context["persons"]))]
    return case_page(request, case, "desk/overview.html", context, title=_("Overview"), part="overview", shows=seen)


@signed_in(act=Act.SEE_QUEUE)
def timeline(request: Request, reference: str) -> HttpResponse:
    """Show what was done to the case, newest first, out of the journal; looks only where they are asked for."""
    case = case_for(request, reference)
    form = Shown(request.GET)
    kinds = form.kinds()
    number = form.page()
    verbs = frozenset().union(*(VERBS_OF[kind] for kind in kinds))
    found = reel("case", case.pk, verbs=verbs, looks="looks" in kinds, page=number, size=PAGE)
    context = {
        "form": form,
        "events": told_of(found.lines),
        "pages": _pages(found.count, number),
        "cut": found.cut,
        "query": form.query(),
        "steps": steps(request.actor, case),
    }
    return case_page(request, case, "desk/timeline.html", context, title=_("Timeline"), part="timeline")


def _pages(count: int, number: int) -> Page[int]:
    return Paginator(range(count), PAGE).get_page(number)


def _where_it_went(request: Request, case: Case) -> Case | None:
    """Return the case that the report counts under which opened this one, if the reader may know of that."""
    counts = {"memberships__report": case.opened_by_id, "memberships__until_at": None}
    return visible_to(request.actor).filter(**counts).first()
