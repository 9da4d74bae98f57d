"""The time limits of a case: what runs, from when and why; prosecutors, consents, charges, and their forms."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.assessment.actions.ask_consent import ask_consent
from upstander.duties.assessment.actions.date_conduct import date_conduct
from upstander.duties.assessment.actions.record_charge import record_charge, take_back_charge
from upstander.duties.assessment.actions.record_consent import record_consent
from upstander.duties.assessment.actions.record_prosecutor import record_prosecutor
from upstander.duties.assessment.charging import chargeable, wanted
from upstander.duties.assessment.limits import charges_of, days_of
from upstander.duties.assessment.models import Charge, Seen
from upstander.duties.assessment.towards_charge import proceedings
from upstander.faces.desk.forms.limits import (
    CONSENT_COLOURS,
    CONSENTS,
    ENOUGH,
    KINDS,
    Charged,
    ConductOn,
    ConsentSaid,
    ProsecutorSaw,
    TakenBack,
)
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.faces.kit.forms import Form
from upstander.law.access import Act
from upstander.law.limits import giver_title
from upstander.record.cases.models import Case


@signed_in(act=Act.SEE_QUEUE)
def show(request: Request, reference: str) -> HttpResponse:
    """Show each offence's limit with its reasons, and all that was recorded on the way to a charge."""
    case = case_for(request, reference)
    today = timezone.localdate()
    found = proceedings(request.actor, case, today)
    context = {
        "found": found,
        "today": today,
        "standing": {each.pk for each in charges_of(case)},
        "enough": ENOUGH,
        "kinds": KINDS,
        "consents": CONSENTS,
        "consent_colours": CONSENT_COLOURS,
        "giver_title": giver_title,
    }
    title = _("Time limits")
    return case_page(request, case, "desk/limits.html", context, title=title, part="limits", shows=found.rows)


@signed_in(act=Act.RECORD_PROSECUTOR)
@require_http_methods(["GET", "POST"])
def conduct(request: Request, reference: str) -> HttpResponse:
    """Record on which day it was, or that nobody knows."""
    case = case_for(request, reference, to=Act.RECORD_PROSECUTOR)
    held = days_of(case).last
    form = ConductOn(request.POST or None, initial={"known": "yes", "on": held} if held else {})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        on = said["on"] if said["known"] == "yes" else None
        if done(
            form,
            lambda: date_conduct(case=case, on=on, shown_by=said["shown_by"], actor=request.actor, at=timezone.now()),
        ):
            return _back(request, case, _("The day is recorded. The limits are reckoned from it now."))
    return _act(request, case, form, _("The day of the conduct"), says=_("What was recorded before stays."))


@signed_in(act=Act.RECORD_PROSECUTOR)
@require_http_methods(["GET", "POST"])
def prosecutor(request: Request, reference: str) -> HttpResponse:
    """Record that a prosecutor saw the file, or correct such an entry (`?corrects=`)."""
    case = case_for(request, reference, to=Act.RECORD_PROSECUTOR)
    held = _entry(Seen, case, request.GET.get("corrects"))
    initial = {name: getattr(held, name) for name in ("on", "who", "given", "proof", "enough")} if held else {}
    form = ProsecutorSaw(request.POST or None, correcting=held is not None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "counts": form.cleaned_data.get("counts") != "no"}
        if done(
            form,
            lambda: record_prosecutor(case=case, corrects=held, actor=request.actor, at=timezone.now(), **said),
        ):
            return _back(request, case, _("It is recorded. See what it does to the limits."))
    title = _("Correct when a prosecutor saw the file") if held else _("A prosecutor saw the file")
    says = _("The date may start a time limit. Who saw what, and what proves it, is kept for good.")
    return _act(request, case, form, title, says=says, shows=[held] if held else [])


@signed_in(act=Act.RECORD_PROSECUTOR)
@require_http_methods(["GET", "POST"])
def consent(request: Request, reference: str) -> HttpResponse:
    """Record that a consent was asked for, given, refused or found not to be needed."""
    case = case_for(request, reference, to=Act.RECORD_PROSECUTOR)
    asked = wanted(case, timezone.localdate())
    form = ConsentSaid(request.POST or None, wanted=asked, initial={"which": request.GET.get("which", "")})
    if request.method == "POST" and form.is_valid() and done(form, lambda: _consent(request, case, form)):
        return _back(request, case, _("It is recorded."))
    says = _("A charge cannot be entered before the consents that its offence needs are given.")
    if not asked:
        says = _("The case is not decided to be a crime, so no consent is wanted yet.")
    return _act(request, case, form, _("Consent to a charge"), says=says)


def _consent(request: Request, case: Case, form: ConsentSaid) -> None:
    said = form.cleaned_data
    offence, giver = str(said["which"]).split(" ", 1)
    about: dict[str, Any] = {
        "case": case, "offence": offence, "giver": giver, "on": said["on"], "reference": said["reference"],
        "words": said["words"], "actor": request.actor, "at": timezone.now(),
    }  # fmt: skip
    if said["answer"] == "asked":
        ask_consent(**about)
    else:
        record_consent(answer=said["answer"], **about)


@signed_in(act=Act.RECORD_CHARGE)
@require_http_methods(["GET", "POST"])
def charge(request: Request, reference: str) -> HttpResponse:
    """Record a charge or postal requisition, or take back an entry (`?takes_back=`)."""
    case = case_for(request, reference, to=Act.RECORD_CHARGE)
    held = _entry(Charge, case, request.GET.get("takes_back"))
    if held is not None:
        return _take_back(request, case, held)
    offences = chargeable(case, timezone.localdate())
    form = Charged(request.POST or None, chargeable=offences)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(form, lambda: record_charge(case=case, actor=request.actor, at=timezone.now(), **said)):
            return _back(request, case, _("The charge is recorded. No time limit runs any more."))
    says = _("It is checked against the consents recorded and the time limit. If a date is wrong, correct it first.")
    return _act(request, case, form, _("Record a charge"), says=says)


def _take_back(request: Request, case: Case, held: Charge) -> HttpResponse:
    form = TakenBack(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: take_back_charge(charge=held, why=why, actor=request.actor, at=timezone.now())):
            return _back(request, case, _("The entry is taken back. The time limit runs again."))
    return _act(request, case, form, _("Take back the entry of a charge"), shows=[held])


def _entry(kind: Any, case: Case, number: str | None) -> Any:
    """Return the entry of this case that an address names, None where it names none. Raises Http404."""
    if not number:
        return None
    held = kind.objects.filter(case=case, pk=int(number)).first() if number.isdecimal() and len(number) < 16 else None
    if held is None:
        raise Http404(number)
    return held


def _back(request: Request, case: Case, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("desk:limits", args=[case.reference]))


def _act(
    request: Request, case: Case, form: Form, title: str, *, says: str = "", shows: list[Any] | None = None
) -> HttpResponse:
    back = reverse("desk:limits", args=[case.reference])
    context = {"form": form, "says": says, "button": _("Record"), "back": back}
    return case_page(request, case, "desk/act.html", context, title=title, shows=shows or [])
