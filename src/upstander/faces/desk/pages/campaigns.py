"""A campaign: what stands behind it and what singly, its trend, and what may be done with one of its cases or many."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upstander.duties.bundling.actions.join_many import join_many
from upstander.duties.campaigns.actions.look_singly import look_singly, put_back
from upstander.duties.campaigns.models import Campaign
from upstander.duties.campaigns.queries import (
    PAGE,
    Whole,
    behind_of,
    campaign_for,
    members,
    place_of,
    targets,
    trend,
    whole,
)
from upstander.faces.desk.forms.reasons import Asked
from upstander.faces.desk.hall import case_for, case_page, desk_page
from upstander.faces.desk.pages.together import say_joined
from upstander.faces.kit import editions
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, attempt, done, pressed
from upstander.law.access import Act
from upstander.record.cases.editions import Outdated, acting_on
from upstander.record.cases.models import Report

SINGLY = "singly"
MOST_JOINED = 500
"""Reports that are joined in one act, as on the page of one case."""


@signed_in(act=Act.SEE_QUEUE)
@require_safe
def show(request: Request, campaign: int) -> HttpResponse:
    """Show a campaign: its counts and trend, and a page of what stands behind it or singly."""
    row = _asked(request, campaign)
    found = whole(request.actor, row)
    singly = request.GET.get("stands") == SINGLY or found.standing is None
    pages = _pages(found, singly, request.GET.get("page", "1"))
    lines = members(request.actor, row, behind=not singly, page=pages.number)
    context: dict[str, Any] = {
        "title": _("Campaign %(number)d") % {"number": row.pk}, "campaign": row, "found": found,
        "trend": trend(request.actor, row), "singly": singly, "lines": lines, "pages": pages,
        "targets": targets(request.actor, row), "most_joined": MOST_JOINED,
    }  # fmt: skip
    shows = [each for line in lines for each in (line.case, line.member.report)]
    return desk_page(request, "desk/campaign.html", context, shows=shows)


@signed_in(act=Act.BUNDLE)
@require_POST
def join(request: Request, campaign: int) -> HttpResponse:
    """Join the ticked ones of a campaign, or all that stand behind it, to a case of the officer's own in one act."""
    row = _asked(request, campaign)
    back = HttpResponseRedirect(reverse("desk:campaign", args=[row.pk]))
    pictures = dict(filter(None, map(editions.read, request.POST.getlist("case"))))
    target = next((case for case in targets(request.actor, row) if case.reference == request.POST.get("to")), None)
    every = "all" in request.POST
    if target is None:
        messages.error(request, _("Choose the case that they are joined to."))
        return back
    if not pictures and not every:
        messages.error(request, _("Tick at least one case first."))
        return back
    reports = behind_of(request.actor, row, references=None if every else list(pictures), most=MOST_JOINED)
    _join(request, reports, target, {} if every else pictures)
    return back


@signed_in(act=Act.CLAIM)
@require_http_methods(["GET", "POST"])
def singly(request: Request, reference: str) -> HttpResponse:
    """Take a case out from behind its campaign, with a reason."""
    case = case_for(request, reference, to=Act.CLAIM)
    place = place_of(case)
    if place is None:
        raise Http404(reference)
    back = reverse("desk:campaign", args=[place.member.campaign_id])
    form = Asked(request.POST or None, label=_("Why is this one to be looked at singly?"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: look_singly(case=case, actor=request.actor, reason=reason, at=timezone.now())):
            messages.success(request, _("%(case)s stands in the queue by itself.") % {"case": case.reference})
            return HttpResponseRedirect(back)
    says = _("The case stands in the queue by itself, where its age puts it. It can be put back.")
    context = {"form": form, "says": says, "button": _("Look at this one singly"), "back": back}
    return case_page(request, case, "desk/act.html", context, title=_("Look at this one singly"))


@signed_in(act=Act.CLAIM)
@require_POST
def back_behind(request: Request, reference: str) -> HttpResponse:
    """Put a case that somebody took out back behind its campaign."""
    case = case_for(request, reference, to=Act.CLAIM)
    place = place_of(case)
    if place is None:
        raise Http404(reference)
    said = _("%(case)s stands behind its campaign again.") % {"case": case.reference}
    pressed(request, lambda: put_back(case=case, actor=request.actor, at=timezone.now()), said)
    return HttpResponseRedirect(reverse("desk:campaign", args=[place.member.campaign_id]))


def _asked(request: Request, number: int) -> Campaign:
    row = campaign_for(request.actor, number)
    if row is None:
        raise Http404(number)
    return row


def _pages(found: Whole, singly: bool, page: str) -> Page[int]:
    number = found.singly if singly else found.standing.behind if found.standing else 0
    return Paginator(range(number), PAGE).get_page(page)


def _join(request: Request, reports: list[Report], target: Any, pictures: dict[str, Any]) -> None:
    """Join, and say what became of each; where a ticked case has changed since it was shown, nothing is joined."""
    if not reports:
        messages.error(request, _("None of these stands behind the campaign any more."))
        return
    became = []
    try:
        with acting_on(pictures):
            refusal = attempt(
                lambda: became.append(
                    join_many(reports=reports, case=target, actor=request.actor, at=timezone.now())
                )
            )  # fmt: skip
    except Outdated as changed:
        messages.error(request, str(changed))
        return
    for sentence in refusal.sentences if refusal else ():
        messages.error(request, sentence)
    for each in became:
        say_joined(request, each)
