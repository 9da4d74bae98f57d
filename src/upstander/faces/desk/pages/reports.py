"""The reports of a case: the reported posts above the accounts of them, and what they may belong with."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.actions.split import split
from upstander.duties.bundling.actions.undo_apart import undo_apart
from upstander.duties.bundling.queries import SuggestionLine, joined, suggestions
from upstander.duties.bundling.queries import suggestion as one_suggestion
from upstander.duties.casework.looks import standing
from upstander.faces.desk.asking import asked
from upstander.faces.desk.comparing import compared
from upstander.faces.desk.content import TOGETHER, alike_in, cards, frames_in, without
from upstander.faces.desk.exhibits import REPORTS
from upstander.faces.desk.forms.reasons import PerhapsReason, Reason
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.faces.kit.editions import carry
from upstander.law.access import Act
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case, Report


@signed_in(act=Act.SEE_QUEUE)
def show(request: Request, reference: str) -> HttpResponse:
    """Show the reports that count under the case, 25 a page, and the suggestions about those of this page."""
    case = case_for(request, reference)
    held = reports_of(case).select_related("sender", "entered_by").prefetch_related(*TOGETHER)
    pages = Paginator(held, REPORTS)
    shown = pages.get_page(request.GET.get("page"))
    here = [report.pk for report in shown]
    lines = suggestions(request.actor, case, about=here)
    members = {member.report_id: member for member in joined(request.actor, case, about=here)}
    parts = asked(request, request.actor, case)
    context = {
        "reports": shown,
        "shown": parts,
        "cards": cards(list(shown), viewer=request.actor, asked=parts, lines=lines),
        "members": members,
        **of_two_kinds(lines, "open"),
        "apart": one_a_report([line for line in lines if line.suggestion.state == "apart"]),
        "several": case.report_count > 1,
        "stands": standing(request.actor, timezone.now()),
    }
    seen = [*shown, *(line.report for line in lines)]
    return case_page(request, case, "desk/reports.html", context, title=_("Reports"), part="reports", shows=seen)


@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def compare(request: Request, reference: str, suggestion: int) -> HttpResponse:
    """Show two reports beside each other with the words they share; join them, or leave them apart, with a reason."""
    case = case_for(request, reference)
    line = _line(request, case, suggestion)
    joining, leaving = PerhapsReason(prefix="join"), Reason(prefix="apart")
    if request.method == "POST" and line.suggestion.state == "open":
        answer, joining, leaving = _judged(request, case, line)
        if answer:
            return answer
    parts = asked(request, request.actor, case, line.case)
    own = cards([_whole(line.own)], viewer=request.actor, asked=parts, lines=[line])[0]
    other = cards([_whole(line.report)], viewer=request.actor, asked=parts)[0]
    alike = (alike_in(own, line), alike_in(other, line))
    both = {("words", line.own.pk), ("words", line.report.pk)} <= parts
    context = {
        "line": line,
        "pair": compared(line) if both else None,
        "open": both,
        "shown": parts,
        "stands": standing(request.actor, timezone.now()),
        "joining": joining,
        "leaving": leaving,
        "form": joining if joining.errors else leaving,
        "own": without(own, alike[0]),
        "other": without(other, alike[1]),
        "alike": alike,
        "frames": frames_in(line),
    }
    carry(request, line.case)
    seen = [line.own, line.report, line.case]
    return case_page(request, case, "desk/compare.html", context, title=_("Do these belong together?"), shows=seen)


def _judged(request: Request, case: Case, line: SuggestionLine) -> tuple[HttpResponse | None, PerhapsReason, Reason]:
    back = HttpResponseRedirect(reverse("desk:reports", args=[case.reference]) + "#suggestions")
    now = timezone.now()
    if "leave" in request.POST:
        leaving = Reason(request.POST, prefix="apart")
        left = leaving.is_valid() and done(
            leaving, lambda: _leave_apart(request, case, line, leaving.cleaned_data["reason"])
        )
        return (back if left else None), PerhapsReason(prefix="join"), leaving
    joining = PerhapsReason(request.POST, prefix="join")
    together = joining.is_valid() and done(
        joining,
        lambda: join(report=line.report, case=case, actor=request.actor, reason=joining.cleaned_data["reason"], at=now),
    )
    return (back if together else None), joining, Reason(prefix="apart")


@signed_in(act=Act.BUNDLE)
@require_POST
def undo(request: Request, reference: str, suggestion: int) -> HttpResponse:
    """Open a suggestion again that was turned down."""
    case = case_for(request, reference)
    line = _line(request, case, suggestion)
    pressed(request, lambda: _undo(request, case, line), _("The suggestion is open again."))
    return HttpResponseRedirect(reverse("desk:reports", args=[case.reference]) + "#suggestions")


@signed_in(act=Act.BUNDLE)
@require_http_methods(["GET", "POST"])
def take_out(request: Request, reference: str, report: str) -> HttpResponse:
    """Take a joined report out of the case again; it goes back to the case that it opened."""
    case = case_for(request, reference, to=Act.BUNDLE)
    held = reports_of(case).filter(reference=report).first()
    if held is None:
        raise Http404(report)
    form = PerhapsReason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taken = done(
            form,
            lambda: split(report=held, actor=request.actor, reason=form.cleaned_data["reason"], at=timezone.now()),
        )
        if taken:
            return HttpResponseRedirect(reverse("desk:reports", args=[case.reference]))
    context = {
        "form": form,
        "says": _("Report %(report)s goes back to the case that it opened. Nothing of it is lost.")
        % {"report": held.reference},
        "button": _("Take out again"),
        "back": reverse("desk:reports", args=[case.reference]),
    }
    return case_page(request, case, "desk/act.html", context, title=_("Take a report out of the case"), shows=[held])


@transaction.atomic
def _leave_apart(request: Request, case: Case, line: SuggestionLine, reason: str) -> None:
    """Leave the other report apart from every report of this case for which it was suggested: it is one matter."""
    for each in _same(request, case, line, "open"):
        leave_apart(suggestion=each.suggestion, actor=request.actor, reason=reason, at=timezone.now())


@transaction.atomic
def _undo(request: Request, case: Case, line: SuggestionLine) -> None:
    for each in _same(request, case, line, "apart"):
        undo_apart(suggestion=each.suggestion, actor=request.actor, at=timezone.now())


def _same(request: Request, case: Case, line: SuggestionLine, state: str) -> list[SuggestionLine]:
    """Return the suggestions of the same other report in one state, this one among them whatever its state."""
    lines = suggestions(request.actor, case)
    same = [each for each in lines if each.report == line.report and each.suggestion.state == state]
    return same or [line]


def one_a_report(lines: list[SuggestionLine]) -> list[SuggestionLine]:
    """Keep the strongest suggestion of each other report: several reports of this case may be like the same one."""
    kept: dict[int, SuggestionLine] = {}
    for line in lines:
        kept.setdefault(line.report.pk, line)
    return list(kept.values())


def of_two_kinds(lines: list[SuggestionLine], matters: str) -> dict[str, list[SuggestionLine]]:
    """Tell apart, of what is open, what may be the same matter (under the name `matters`) and what one person alone."""
    once = one_a_report([line for line in lines if line.suggestion.state == "open"])
    return {
        matters: [line for line in once if line.suggestion.tier != "person"],
        "persons": [line for line in once if line.suggestion.tier == "person"],
    }


def _line(request: Request, case: Case, suggestion: int) -> SuggestionLine:
    line = one_suggestion(request.actor, case, suggestion)
    if line is None:
        raise Http404(str(suggestion))
    return line


def _whole(report: Report) -> Report:
    return Report.objects.select_related("sender").prefetch_related(*TOGETHER).get(pk=report.pk)
