"""The decisions on a case, their sign-off by a named supervisor, and the line of enquiry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.assessment.actions.sign_off import sign_off
from upstander.duties.assessment.queries import current_decision, decisions, waiting_decision
from upstander.duties.assessment.signing import refusal
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.enquiries.queries import lines
from upstander.faces.desk.exhibits import places_of
from upstander.faces.desk.forms.decision import Line, SignOff
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.desk.letters import preview
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.law.expression import all_factors


@signed_in(act=Act.SEE_QUEUE)
def show(request: Request, reference: str) -> HttpResponse:
    """Show every decision on the case, newest first, and what was recorded of the line of enquiry."""
    case = case_for(request, reference)
    made = decisions(request.actor, case)
    recorded = lines(request.actor, case)
    standing = any(each.state == "final" and each.finding == "crime" for each in made)
    context = {
        "decisions": made,
        "lines": recorded,
        "factors": all_factors(),
        "places": places_of(case, made),
        "line_can_be_recorded": standing and case.state in ("decided", "disputed"),
    }
    seen = [*made, *recorded]
    return case_page(request, case, "desk/decision.html", context, title=_("Decision"), part="decision", shows=seen)


@signed_in(act=Act.SIGN_OFF)
@require_http_methods(["GET", "POST"])
def sign(request: Request, reference: str) -> HttpResponse:
    """Show the decision whole to a named supervisor, who agrees or returns it with reasons."""
    case = case_for(request, reference, to=Act.SIGN_OFF)
    waiting = waiting_decision(case)
    if waiting is None:
        messages.info(request, _("No decision on this case waits for a sign-off."))
        return HttpResponseRedirect(reverse("desk:decision", args=[case.reference]))
    refused = refusal(request.actor, waiting)
    form = SignOff(request.POST or None)
    if request.method == "POST" and form.is_valid():
        agrees, reasons = form.cleaned_data["agrees"] == "yes", form.cleaned_data["reasons"]
        signed = done(
            form,
            lambda: sign_off(decision=waiting, agrees=agrees, reasons=reasons, actor=request.actor, at=timezone.now()),
        )
        if signed:
            messages.success(request, _("Signed off.") if agrees else _("Returned to the officer."))
            return HttpResponseRedirect(reverse("desk:sign_offs"))
    whole = next((each for each in decisions(request.actor, case) if each.pk == waiting.pk), None)
    if whole is None:
        raise Http404(reference)
    context = {"form": form, "decision": whole, "factors": all_factors(), "refused": refused}
    context["places"] = places_of(case, [whole])
    title = _("Sign off the decision")
    return case_page(request, case, "desk/sign_off.html", context, title=title, here="sign_offs", shows=[whole])


@signed_in(act=Act.RECORD_LINE_OF_ENQUIRY)
@require_http_methods(["GET", "POST"])
def line(request: Request, reference: str) -> HttpResponse:
    """Record whether there is a positive line of enquiry; a negative one shows its letter, then closes the case."""
    case = case_for(request, reference, to=Act.RECORD_LINE_OF_ENQUIRY)
    form = Line(request.POST or None)
    context: dict[str, Any] = {"form": form, "button": _("Continue")}
    if current_decision(case) is None:
        context["says"] = _("A line of enquiry is recorded once the case is decided to be a crime.")
    if request.method == "POST" and form.is_valid():
        positive, code = form.cleaned_data["positive"] == "yes", form.cleaned_data["closing_reason"] or ""
        reasons = form.cleaned_data["reasons"]
        if not positive and "confirmed" not in request.POST:
            carried = {"positive": "no", "closing_reason": code, "reasons": reasons, "confirmed": "yes"}
            context |= {"carried": carried, "words_of_letter": preview("no_positive_line", [code]), "warns": True}
            context |= {"button": _("Record this and close the case"), "back": request.path}
        elif done(
            form,
            lambda: record_line(
                case=case,
                positive=positive,
                reasons=reasons,
                closing_reason=code,
                actor=request.actor,
                at=timezone.now(),
            ),
        ):
            messages.success(request, _("The line of enquiry is recorded."))
            return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    return case_page(request, case, "desk/act.html", context, title=_("Line of enquiry"))
