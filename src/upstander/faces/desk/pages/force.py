"""The responsible force of a case: the proposal and why, what officers found out, offers, answers and handovers."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.allocation.actions.hand_on import hand_on
from upstander.duties.allocation.actions.offer import offer
from upstander.duties.allocation.actions.set_facts import set_facts
from upstander.duties.allocation.actions.withdraw import withdraw
from upstander.duties.allocation.facts import facts_of, found_out, propose
from upstander.duties.allocation.forces import organisation_of
from upstander.duties.allocation.queries import offers_of
from upstander.duties.assessment.queries import QueueRow, is_crime
from upstander.duties.assessment.why_here import why_here
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.evidence.actions.ask import ask
from upstander.duties.evidence.queries import has_package
from upstander.faces.desk.forms.force import PLACES, VICTIM_KINDS, Confirmation, FactsFound, OfferTo
from upstander.faces.desk.forms.reasons import Reason
from upstander.faces.desk.hall import case_for, case_page, desk_page
from upstander.faces.desk.prefilling import told_places
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.faces.kit.wording import force_name
from upstander.faces.kit.words import when
from upstander.law.access import Act
from upstander.law.responsible_force import SCHEMA, Facts
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.queue import OUT

MOST_HANDOVERS = 200


@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def show(request: Request, reference: str) -> HttpResponse:
    """Show the proposed force with its rule and the offers; take an offer."""
    case = case_for(request, reference, to=Act.ALLOCATE if request.method == "POST" else None)
    proposal = propose(case, timezone.localdate())
    line_open = case.positive_line is None and is_crime(case)
    packaged = not (case.positive_line or line_open) or has_package(case)
    form = OfferTo(
        request.POST or None, route=case.route, line_open=line_open, packaged=packaged,
        initial=_proposed(case, proposal),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and done(form, lambda: _offer(request, case, form)):
        messages.success(request, _("Offered. The force is told."))
        return HttpResponseRedirect(reverse("desk:force", args=[case.reference]))
    lines = offers_of(request.actor, case)
    facts = facts_of(case)
    context = {
        "form": form,
        "proposal": proposal,
        "line_open": line_open,
        "offers": lines,
        "facts": [(_fact(name), _value(name, facts)) for name in SCHEMA["properties"] if facts.given(name)],
        "answers": [
            (_("Records"), proposal.recording),
            (_("Investigates"), proposal.investigating),
            (_("Keeps contact with the victim"), proposal.victim_contact),
        ],
    }
    seen = [line.offer for line in lines]
    return case_page(request, case, "desk/force.html", context, title=_("Force"), part="force", shows=seen)


def _proposed(case: Case, proposal: Any) -> dict[str, str]:
    told = next((notice.force for notice in proposal.notified if notice.why == "event"), None)
    if case.route == Case.Route.FORCE:
        code = told or proposal.investigating.force or proposal.recording.force
        return {"force": code or "", "capacity": "handover"}
    return {"force": proposal.investigating.force or "", "capacity": "investigating"}


@transaction.atomic
def _offer(request: Request, case: Case, form: OfferTo) -> None:
    """Record the line of enquiry, ask for the package and offer the case: all of what was asked for, or nothing."""
    said = form.cleaned_data
    if said.get("line"):
        record_line(case=case, positive=True, reasons=said["line"], actor=request.actor, at=timezone.now())
    if said.get("package"):
        ask(case=case, actor=request.actor, at=timezone.now())
    offer(
        case=case, force=organisation_of(said["force"]), capacity=said["capacity"], reason=said["reason"],
        actor=request.actor, at=timezone.now(),
    )  # fmt: skip


def _fact(name: str) -> str:
    described = str(SCHEMA["properties"][name]["description"]).split(":")[0]
    return described[:1].upper() + described[1:]


def _value(name: str, facts: Facts) -> Any:
    """Return a fact in words; a place that is the code of a force by the force's name."""
    value = getattr(facts, name)
    if name == "victim":
        return str(VICTIM_KINDS.get(value, value))
    return force_name(value) if isinstance(value, str) else value


@signed_in(act=Act.ALLOCATE)
@require_http_methods(["GET", "POST"])
def facts(request: Request, reference: str) -> HttpResponse:
    """Record what enquiries found out about places; the proposal follows at once."""
    case = case_for(request, reference, to=Act.ALLOCATE)
    told = told_places(case, frozenset(PLACES))
    form = FactsFound(request.POST) if request.method == "POST" else FactsFound.of(found_out(case), told)
    if request.method == "POST" and form.is_valid():
        # What this form does not ask for (several victims, a place of danger) stays as an officer recorded it.
        asked = set(form.fields) | {"suspect_known", "public_figure", "rail", "mod", "nuclear"}
        others = {name: value for name, value in found_out(case).items() if name not in asked}
        kept = {**others, **form.facts()}
        if done(form, lambda: set_facts(case=case, facts=kept, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The facts are recorded. See what is proposed now."))
            return HttpResponseRedirect(reverse("desk:force", args=[case.reference]))
    context = {
        "form": form,
        "says": _("These stand above what the reports say. What you leave empty is left to the reports."),
        "button": _("Record"),
        "back": reverse("desk:force", args=[case.reference]),
    }
    return case_page(request, case, "desk/act.html", context, title=_("What enquiries found out"))


@signed_in(act=Act.ALLOCATE)
@require_http_methods(["GET", "POST"])
def take_back(request: Request, reference: str, offer_id: int) -> HttpResponse:
    """Withdraw an offer that was not answered."""
    case = case_for(request, reference, to=Act.ALLOCATE)
    held = _offer_of(request, case, offer_id)
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: withdraw(offer=held, reason=reason, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The offer is withdrawn."))
            return HttpResponseRedirect(reverse("desk:force", args=[case.reference]))
    says = _("%(force)s no longer sees the case, unless it holds it otherwise.") % {"force": held.force.name}
    back = reverse("desk:force", args=[case.reference])
    context = {"form": form, "says": says, "button": _("Withdraw the offer"), "back": back}
    return case_page(request, case, "desk/act.html", context, title=_("Withdraw the offer"), shows=[held])


def _offer_of(request: Request, case: Case, offer_id: int) -> Any:
    for line in offers_of(request.actor, case):
        if line.offer.pk == offer_id:
            return line.offer
    raise Http404(str(offer_id))


@signed_in(act=Act.CONFIRM_HANDOVER)
def handovers(request: Request) -> HttpResponse:
    """Show what names a poster or a coming event and is not yet with its force, by its clock."""
    rows = visible_to(request.actor).filter(route=Case.Route.FORCE, lane__lt=OUT).select_related("owner")
    cases = list(rows.order_by("next_clock_at", "pk")[:MOST_HANDOVERS])
    now = timezone.now()
    lines = [
        QueueRow(
            case,
            case.owner.name if case.owner else "",
            why_here(case),
            bool(case.next_clock_at and case.next_clock_at < now),
        )
        for case in cases
    ]
    context = {"title": _("Handovers"), "rows": lines, "empty": _("Every handover is with its force.")}
    return desk_page(request, "desk/queue.html", context, here="handovers", shows=cases)


@signed_in(act=Act.CONFIRM_HANDOVER)
@require_http_methods(["GET", "POST"])
def handover(request: Request, reference: str) -> HttpResponse:
    """Confirm that a force has what was handed on to it: how the hub heard it, and the force's reference."""
    case = case_for(request, reference, to=Act.CONFIRM_HANDOVER)
    waiting = [
        line.offer
        for line in offers_of(request.actor, case)
        if line.offer.capacity == "handover" and line.offer.state == "waiting"
    ]
    if not waiting:
        messages.info(request, _("No handover of this case waits for a force."))
        return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    form = Confirmation(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(form, lambda: hand_on(offer=waiting[0], actor=request.actor, at=timezone.now(), **said)):
            messages.success(request, _("The force has it; the report is finished here."))
            return HttpResponseRedirect(reverse("desk:handovers"))
    says = _("%(force)s was asked on %(day)s. Confirm only what you heard from the force itself.") % {
        "force": waiting[0].force.name,
        "day": when(waiting[0].offered_at),
    }
    context = {"form": form, "says": says, "button": _("The force has it")}
    title = _("Confirm the handover")
    return case_page(request, case, "desk/act.html", context, title=title, here="handovers", shows=waiting)
