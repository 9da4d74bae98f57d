"""Acts that two people do: what was asked for, agree or refuse, export a list, open a file, erase a report."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upstander.duties.evidence.releasing import waiting as to_release
from upstander.duties.oversight.actions.answer_act import approve_act, refuse_act
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.duties.oversight.actions.export_cases import Exported, export_cases
from upstander.duties.oversight.asking import alone_now, asked_act, asked_acts, file_to_withhold
from upstander.duties.oversight.exporting import COLUMNS, MOST, as_filters, as_said, count_for
from upstander.duties.oversight.two_people import About
from upstander.faces.desk.asked import titles
from upstander.faces.desk.forms.filters import Filters
from upstander.faces.desk.forms.two_people import WITHHELD, Answer, Ask
from upstander.faces.desk.hall import case_for, case_page, desk_page, readable
from upstander.faces.kit.access import require_step_up, signed_in
from upstander.faces.kit.acting import Request, attempt, done
from upstander.law.access import Act
from upstander.record.cases.grants import case_of, reports_of
from upstander.record.cases.models import ReportedFile


@signed_in(act=Act.APPROVE_UNSEAL)
@require_safe
def show(request: Request) -> HttpResponse:
    """Show the acts of two people that concern the viewer: those that wait, and the latest others."""
    waiting, past = asked_acts(request.actor)
    rows = [*waiting, *past]
    context: dict[str, Any] = {"waiting": waiting, "past": past, "titles": titles(), "withheld": WITHHELD}
    context["readable"] = readable(request.actor, [row.case for row in rows])
    context["to_release"] = to_release(request.actor)
    shows = [each for row in rows for each in (row.asked, row.case) if each]
    shows += [each for package in context["to_release"] for each in (package, package.case)]
    return desk_page(request, "desk/asked.html", context, here="asked", shows=shows)


@signed_in(act=Act.APPROVE_UNSEAL)
@require_http_methods(["GET", "POST"])
def answer(request: Request, number: int) -> HttpResponse:
    """Show one act that somebody asked for; agree, and it is done, or refuse."""
    line = asked_act(request.actor, number)
    if line is None:
        raise Http404(str(number))
    form = Answer(request.POST or None)
    if request.method == "POST":
        require_step_up(request)
        if form.is_valid():
            said, now = form.cleaned_data, timezone.now()
            act = approve_act if said["answer"] == "agree" else refuse_act
            if done(form, lambda: act(asked=line.asked, reason=said["reason"], actor=request.actor, at=now)):
                messages.success(request, _("Your answer is kept."))
                return HttpResponseRedirect(reverse("desk:asked"))
    context = {
        "line": line,
        "form": form,
        "titles": titles(),
        "withheld": WITHHELD,
        "told": _told(request, line.asked.said) if line.asked.code == "export" else [],
        "columns": list(COLUMNS),
        "readable": readable(request.actor, [line.case]),
    }
    shows = [line.asked, *([line.case] if line.case else [])]
    return desk_page(request, "desk/asked_one.html", context, here="asked", shows=shows)


@signed_in(act=Act.EXPORT, step_up=True)
@require_http_methods(["GET", "POST"])
def export(request: Request) -> HttpResponse:
    """Ask to export the list of cases that these filters of the queue show."""
    filters = Filters(request.GET, viewer=request.actor)
    count = count_for(request.actor, filters.chosen)
    alone = alone_now(request.actor, "export", None)
    form = Ask(request.POST or None, may_act_alone=alone.allowed)
    if request.method == "POST" and form.is_valid():
        said = {"filters": as_said(filters.chosen), "count": count, "query": filters.query}
        if _ask(request, form, "export", None, said):
            return HttpResponseRedirect(reverse("desk:asked"))
    context = {
        "form": form,
        "told": filters.told(),
        "count": count,
        "most": MOST,
        "columns": list(COLUMNS),
        "alone": alone,
    }
    return desk_page(request, "desk/export.html", context, here="asked")


@signed_in(act=Act.EXPORT, step_up=True)
@require_POST
def fetch(request: Request, number: int) -> HttpResponse:
    """Hand out the list that two people agreed on, once, to whoever asked for it."""
    line = asked_act(request.actor, number)
    if line is None or line.asked.code != "export":
        raise Http404(str(number))
    made: list[Exported] = []
    act = lambda: made.append(export_cases(asked=line.asked, actor=request.actor, at=timezone.now()))  # noqa: E731
    if (refusal := attempt(act)) is not None:
        for sentence in refusal.sentences:
            messages.error(request, sentence)
        return HttpResponseRedirect(reverse("desk:asked"))
    sent = HttpResponse(made[0].body, content_type="text/csv; charset=utf-8")
    sent["Content-Disposition"] = f'attachment; filename="cases-{line.asked.pk}.csv"'
    sent["Cache-Control"] = "no-store"
    return sent


@signed_in(act=Act.UNSEAL, step_up=True)
@require_http_methods(["GET", "POST"])
def unseal(request: Request, held: int) -> HttpResponse:
    """Ask that a withheld file is opened to oneself for a short time."""
    says = _("Once another person agrees, you may download the original for half an hour. Nobody else may.")
    return _about_file(request, held, "unseal", Act.UNSEAL, _("Open a withheld file"), says)


@signed_in(act=Act.END_WITHHOLDING, step_up=True)
@require_http_methods(["GET", "POST"])
def end_withholding(request: Request, held: int) -> HttpResponse:
    """Ask that a file is withheld no longer, because it was a mistake."""
    says = _("Once another person agrees, everybody who may open the files of its cases may open it again.")
    return _about_file(request, held, "end_withholding", Act.END_WITHHOLDING, _("Withhold a file no longer"), says)


@signed_in(act=Act.ERASE, step_up=True)
@require_http_methods(["GET", "POST"])
def erase(request: Request, reference: str, report: str) -> HttpResponse:
    """Ask that a report is erased for good."""
    case = case_for(request, reference, to=Act.ERASE)
    row = reports_of(case).filter(reference=report).first()
    if row is None:
        raise Http404(report)
    says = _(
        "Once another person agrees, report %(report)s is destroyed: who reported it, what it says, its files that no"
        " other report sent, its letters, and the packages that hold it. Nobody can bring it back. What officers wrote"
        " about the case stays."
    ) % {"report": row.reference}
    title = _("Erase a report")
    return _about(request, "erase", row, case, title, says, warns=True, shows=[row])


def _told(request: Request, said: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return in words what a list is filtered by; plain names where the words would say another thing."""
    held = as_filters(said.get("filters", {}))
    shown = Filters(QueryDict(said.get("query", "")), viewer=request.actor)
    if shown.chosen == held:
        return shown.told()
    return [(name, name, str(value)) for name, value in as_said(held).items()]


def _about_file(request: Request, number: int, code: str, act: Act, title: str, says: str) -> HttpResponse:
    held = file_to_withhold(request.actor, number, act)
    if held is None:
        raise Http404(str(number))
    case = case_for(request, case_of(held.report).reference)
    return _about(request, code, held, case, title, says, shows=[held.report])


def _about(
    request: Request, code: str, about: About, case: Any, title: str, says: str, *, warns: bool = False, shows: Any
) -> HttpResponse:
    alone = alone_now(request.actor, code, about)
    form = Ask(request.POST or None, may_act_alone=alone.allowed)
    if request.method == "POST" and form.is_valid() and _ask(request, form, code, about):
        return HttpResponseRedirect(reverse("desk:asked"))
    context = {
        "form": form, "says": f"{says} {alone.sentence}", "button": _("Ask for it"), "warns": warns,
        "back": reverse("desk:reports", args=[case.reference]),
        "withheld": WITHHELD.get(about.withheld) if isinstance(about, ReportedFile) else "",
    }  # fmt: skip
    return case_page(request, case, "desk/act.html", context, title=title, shows=shows)


def _ask(request: Request, form: Ask, code: str, about: About, said: dict[str, Any] | None = None) -> bool:
    reason, now = form.cleaned_data["reason"], timezone.now()
    asked = done(
        form,
        lambda: ask_act(
            code=code, about=about, said=said, reason=reason, alone=form.acts_alone, actor=request.actor, at=now
        ),
    )
    if asked:
        did = (
            _("It is done. A supervisor reviews it.") if form.acts_alone else _("It waits for another person to agree.")
        )
        messages.success(request, did)
    return asked
