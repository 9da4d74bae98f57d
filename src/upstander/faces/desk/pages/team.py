"""The supervisor's view of the team, the inspector's morning page, and samples for a second look."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.assessment.queries import awaiting_sign_off
from upstander.duties.casework import sampling, team
from upstander.duties.casework.actions.draw_sample import draw_sample
from upstander.duties.casework.actions.look_again import look_again
from upstander.duties.casework.funnel import funnel
from upstander.duties.casework.morning import capacity, intake
from upstander.duties.casework.queries import waiting_handovers
from upstander.faces.desk.forms.sampling import Draw, Found
from upstander.faces.desk.hall import case_for, desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act

SIGN_OFFS = 20


@signed_in(act=Act.SEE_TEAM)
def show(request: Request) -> HttpResponse:
    """Show who has how much, what breaches, what waits for a signature, what nobody owns, and the second looks."""
    officers, breaches = team.workload(request.actor), team.breaches(request.actor)
    unowned, waiting = team.unowned(request.actor), awaiting_sign_off(request.actor)
    lines, handed_over = sampling.samples(request.actor), waiting_handovers(request.actor)
    context: dict[str, Any] = {
        "officers": officers,
        "breaches": breaches,
        "unowned": unowned,
        "waiting": waiting[:SIGN_OFFS],
        "waiting_count": len(waiting),
        "samples": lines,
        "window": sampling.window(request.actor),
        "handed_over": handed_over,
    }
    shows: list[Any] = [("case", each.oldest.pk) for each in officers if each.oldest]
    shows += [*_cases(breaches.today, breaches.soon, unowned)]
    shows += [record for line in waiting[:SIGN_OFFS] for record in (line.case, line.decision)]
    shows += [look.case for line in lines for look in line.looks]
    shows += [line.handover for line in handed_over]
    return desk_page(request, "desk/team.html", context, here="team", shows=shows)


@signed_in(act=Act.SEE_TEAM)
def morning(request: Request) -> HttpResponse:
    """Show what breaches today, what time limits run out, what is unowned, who is there, what came in, how it ends."""
    breaches, unowned = team.breaches(request.actor), team.unowned(request.actor)
    limits = team.time_limits(request.actor)
    context: dict[str, Any] = {
        "breaches": breaches,
        "limits": limits,
        "unowned": unowned,
        "unread": team.unread(request.actor),
        "capacity": capacity(request.actor),
        "intake": intake(request.actor),
        "funnel": funnel(request.actor),
    }
    shown = _cases(breaches.today, unowned, limits.running, limits.ended)
    return desk_page(request, "desk/morning.html", context, here="morning", shows=shown)


@signed_in(act=Act.SEE_TEAM)
@require_http_methods(["GET", "POST"])
def draw(request: Request) -> HttpResponse:
    """Ask how many cases are to be drawn, and draw them."""
    form = Draw(request.POST or None)
    if request.method == "POST" and form.is_valid():
        size = int(form.cleaned_data["size"])
        if done(form, lambda: draw_sample(size=size, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The sample is drawn."))
            return HttpResponseRedirect(reverse("desk:team") + "#samples")
    context = {"form": form, "window": sampling.window(request.actor), "back": reverse("desk:team")}
    return desk_page(request, "desk/sample_draw.html", context, here="team")


@signed_in(act=Act.SECOND_LOOK)
@require_http_methods(["GET", "POST"])
def second_look(request: Request, reference: str, look: int) -> HttpResponse:
    """Show a case of a sample with what was found, or ask for it."""
    case = case_for(request, reference, to=Act.SECOND_LOOK)
    held = [each for line in sampling.samples(request.actor) for each in line.looks]
    found = next((each for each in held if each.pk == look and each.case_id == case.pk), None)
    if found is None:
        raise Http404(look)
    form = Found(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"finding": form.cleaned_data["finding"], "note": form.cleaned_data["note"]}
        if done(form, lambda: look_again(look=found, **said, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The second look is kept."))
            return HttpResponseRedirect(reverse("desk:team") + "#samples")
    context = {"form": form, "look": found, "case": case, "back": reverse("desk:team")}
    return desk_page(request, "desk/second_look.html", context, here="team", shows=[case])


def _cases(*lists: team.Listed) -> list[Any]:
    return [row.case for each in lists for row in each.rows]
