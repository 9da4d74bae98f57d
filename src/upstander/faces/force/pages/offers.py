"""What was offered to a force: the list, and one offer with what may be seen of the case, to accept or dispute."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.dispute import dispute
from upstander.duties.allocation.local_advice import Advised, local_advice
from upstander.duties.allocation.queries import OfferLine, offers_of, offers_to
from upstander.duties.assessment.queries import decisions
from upstander.duties.evidence.queries import NoSuchPackage, awaits_release, packages
from upstander.duties.evidence.queries import download as file_of
from upstander.faces.force.forms.answering import Accept, Dispute
from upstander.faces.force.hall import force_page, may_reach, offer_for
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.faces.kit.editions import carry
from upstander.faces.kit.packages import send_package
from upstander.law.access import Act, judge
from upstander.law.expression import all_factors
from upstander.record.cases.grants import relations, require, working_reports_of
from upstander.record.cases.models import Case

MOST_REPORTS = 50
TAKEN = ("investigating", "handover")
"""Capacities in which a force takes the case or sends it back; in the others it is told and confirms."""
RULES = {
    "investigating": "investigating",
    "handover": "investigating",
    "recording": "recording",
    "contact": "victim_contact",
}
"""Which answer of the proposal stands behind a capacity."""


@signed_in(act=Act.ANSWER_OFFER)
@require_safe
def index(request: Request) -> HttpResponse:
    """Show the offers to the viewer's force: those to answer first, by their clock."""
    lines = offers_to(request.actor)
    context = {
        "waiting": [line for line in lines if line.to_answer],
        "answered": [line for line in lines if not line.to_answer],
    }
    shows = [each for line in lines for each in (line.offer, line.case)]
    return force_page(request, "force/offers.html", context, shows=shows)


@signed_in(act=Act.ANSWER_OFFER)
@require_http_methods(["GET", "POST"])
def show(request: Request, offer: int) -> HttpResponse:
    """Show what is offered, in which capacity and why; take the force's answer."""
    line = offer_for(request, offer)
    accepting, disputing = Accept(prefix="accept"), Dispute(prefix="dispute")
    if request.method == "POST":
        require(request.actor, Act.ANSWER_OFFER, line.case)
        answered, accepting, disputing = _answered(request, line)
        if answered:
            return answered
    return _page(request, line, accepting, disputing)


def _answered(request: Request, line: OfferLine) -> tuple[HttpResponse | None, Accept, Dispute]:
    back = HttpResponseRedirect(reverse("force:offer", args=[line.offer.pk]))
    now = timezone.now()
    if "dispute" in request.POST:
        disputing = Dispute(request.POST, prefix="dispute")
        if disputing.is_valid():
            reason = disputing.cleaned_data["reason"]
            if done(disputing, lambda: dispute(offer=line.offer, reason=reason, actor=request.actor, at=now)):
                messages.success(request, _("Disputed. The hub answers."))
                return back, Accept(prefix="accept"), disputing
        return None, Accept(prefix="accept"), disputing
    accepting = Accept(request.POST, prefix="accept")
    if accepting.is_valid():
        own = accepting.cleaned_data["force_reference"]
        if done(accepting, lambda: accept(offer=line.offer, force_reference=own, actor=request.actor, at=now)):
            messages.success(request, _("Your answer is with the hub."))
            return back, accepting, Dispute(prefix="dispute")
    return None, accepting, Dispute(prefix="dispute")


def _page(request: Request, line: OfferLine, accepting: Accept, disputing: Dispute) -> HttpResponse:
    case, held = line.case, line.offer
    carry(request, case)
    reports = list(working_reports_of(case).prefetch_related("posts", "files")[:MOST_REPORTS])
    made = [each for each in decisions(request.actor, case) if each.state == "final"]
    may_download = _may_download(request, case)
    ready = packages(request.actor, case) if may_download else []
    context = {
        "line": line,
        "offer": held,
        "case": case,
        "form": disputing if disputing.errors else accepting,
        "accepting": accepting,
        "disputing": disputing,
        "takes": held.capacity in TAKEN,
        "emptied": not case.report_count,
        "reports": reports,
        "decision": made[0] if made else None,
        "advised": _advised(request, case, made, held),
        "factors": all_factors(),
        "packages": ready,
        "awaits_release": may_download and awaits_release(request.actor, case),
        "why": _why(line),
        "history": [each for each in offers_of(request.actor, case) if each.offer.pk != held.pk],
        "reachable": may_reach(request, case),
    }
    seen = [case, held, *reports, *made[:1], *ready]
    return force_page(request, "force/offer.html", context, shows=seen)


@signed_in(act=Act.DOWNLOAD_PACKAGE)
@require_GET
def download(request: Request, offer: int, version: int) -> HttpResponseBase:
    """Send a finished package of an offered case; that it was given is in the journal before the first byte."""
    line = offer_for(request, offer)
    if not _may_download(request, line.case):
        raise Http404(str(version))
    found = next((each for each in packages(request.actor, line.case) if each.version == version), None)
    if found is None:
        raise Http404(str(version))
    try:
        path = file_of(request.actor, found)
        return send_package(request, found, path)
    except NoSuchPackage:
        raise Http404(str(version)) from None


def _advised(request: Request, case: Case, made: list[Any], held: Any) -> tuple[Advised, ...]:
    """Return what the officers of a force that takes the case are advised; one that is only told needs none."""
    crime = next((each for each in made if each.finding == "crime"), None)
    if crime is None or held.capacity not in TAKEN:
        return ()
    return local_advice(request.actor, case, crime, timezone.localdate())


def _why(line: OfferLine) -> dict[str, Any] | None:
    """Return what the proposal says of this force; to one that is only told, without the place it rests on."""
    held = line.offer
    answer = held.proposal.get(RULES.get(held.capacity, ""))
    told = [notice for notice in held.proposal.get("notified", []) if notice.get("force") == held.force.code]
    why = answer if answer and answer.get("force") == held.force.code else (told[0] if told else None)
    if why is None or held.capacity in TAKEN:
        return why
    place = why.get("place")
    return {**why, "sentence": why["sentence"].replace(place, _("a place not shown here"))} if place else why


def _may_download(request: Request, case: Case) -> bool:
    return judge(request.actor.role, Act.DOWNLOAD_PACKAGE, relations(request.actor, case)).allowed
