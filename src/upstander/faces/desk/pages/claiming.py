"""Claim a case, give it back, close it and reopen it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.release import release
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.queries import current_decision
from upstander.faces.desk.forms.closing import Closing
from upstander.faces.desk.forms.reasons import Asked
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.desk.letters import preview
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.law.access import Act, Relation
from upstander.record.cases.grants import relations
from upstander.record.cases.models import Case


@signed_in(act=Act.CLAIM)
@require_POST
def take(request: Request, reference: str) -> HttpResponse:
    """Claim the case and open it."""
    case = case_for(request, reference, to=Act.CLAIM)
    pressed(request, lambda: claim(case=case, actor=request.actor, at=timezone.now()), _("You have claimed this case."))
    return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))


@signed_in(act=Act.RELEASE)
@require_http_methods(["GET", "POST"])
def give_back(request: Request, reference: str) -> HttpResponse:
    """Give a claimed case back to the queue; a supervisor may do so for another with a reason."""
    case = case_for(request, reference, to=Act.RELEASE)
    own = Relation.OWNER in relations(request.actor, case)
    form = Asked(request.POST or None, label=_("Why is it given back?"), needed=not own)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: release(case=case, actor=request.actor, reason=reason, at=timezone.now())):
            messages.success(request, _("%(case)s is back in the queue.") % {"case": case.reference})
            return HttpResponseRedirect(reverse("desk:queue"))
    says = _("The case stands in the queue again, unclaimed. Its first clock runs on to the end it had.")
    if case.state != Case.State.CLAIMED:
        says = _("The case stands in the queue again, unclaimed. What was decided stays until it is decided anew.")
    context = {"form": form, "says": says, "button": _("Give back")}
    return case_page(request, case, "desk/act.html", context, title=_("Give the case back"))


@signed_in(act=Act.CLOSE)
@require_http_methods(["GET", "POST"])
def shut(request: Request, reference: str) -> HttpResponse:
    """Close the case for a coded reason, after showing the words that the complainant will get."""
    case = case_for(request, reference, to=Act.CLOSE)
    decision = current_decision(case)
    form = Closing(request.POST or None, finding=decision.finding if decision else "")
    context: dict[str, Any] = {"form": form, "button": _("Continue")}
    if request.method == "POST" and form.is_valid():
        code, reasons = form.cleaned_data["closing_reason"], form.cleaned_data["reasons"]
        if "confirmed" not in request.POST:
            carried = {"closing_reason": code, "reasons": reasons, "confirmed": "yes"}
            context |= {"carried": carried, "words_of_letter": preview("closed", [code]), "button": _("Close the case")}
            context |= {"warns": True, "back": request.path}
        elif done(
            form,
            lambda: close(case=case, closing_reason=code, reasons=reasons, actor=request.actor, at=timezone.now()),
        ):
            messages.success(request, _("The case is closed."))
            return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    return case_page(request, case, "desk/act.html", context, title=_("Close the case"))


@signed_in(act=Act.REOPEN)
@require_http_methods(["GET", "POST"])
def open_again(request: Request, reference: str) -> HttpResponse:
    """Reopen a closed case; it stands in the queue again."""
    case = case_for(request, reference, to=Act.REOPEN)
    form = Asked(request.POST or None, label=_("Why is it reopened?"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: reopen(case=case, reason=reason, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The case is open again and stands in the queue."))
            return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    says = _("The case stands in the queue again, unclaimed. What was decided stays until it is decided anew.")
    context = {"form": form, "says": says, "button": _("Reopen")}
    return case_page(request, case, "desk/act.html", context, title=_("Reopen the case"))
