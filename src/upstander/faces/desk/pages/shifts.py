"""Shifts: go on and off duty, hand over to the next shift, read what was handed over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upstander.duties.casework.actions.hand_over_shift import acknowledge, hand_over_shift
from upstander.duties.casework.actions.work_shift import end_shift, start_shift
from upstander.duties.casework.gathering import gathered
from upstander.duties.casework.queries import handover, on_shift, read_handovers, running_shift, waiting_handovers
from upstander.faces.desk.forms.casework import HandOverText
from upstander.faces.desk.hall import desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.law.access import Act
from upstander.record.people.actors import user_of


@signed_in(act=Act.WORK_SHIFT)
def show(request: Request) -> HttpResponse:
    """Show whether one is on duty, who else is, and the hand-overs: unread ones first."""
    waiting, old = waiting_handovers(request.actor), read_handovers(request.actor)
    context = {
        "shift": running_shift(request.actor),
        "on_duty": on_shift(timezone.now(), organisation=request.actor.organisation),
        "waiting": waiting,
        "old": old,
    }
    shows = [line.handover for line in (*waiting, *old)]
    return desk_page(request, "desk/shift.html", context, here="shift", shows=shows)


@signed_in(act=Act.WORK_SHIFT)
@require_POST
def begin(request: Request) -> HttpResponse:
    """Go on duty."""
    pressed(request, lambda: start_shift(actor=request.actor, at=timezone.now()), _("You are on duty."))
    waits = any(line.handover.by_id != user_of(request.actor).pk for line in waiting_handovers(request.actor))
    return HttpResponseRedirect(reverse("desk:shift") if waits else reverse("desk:queue"))


@signed_in(act=Act.WORK_SHIFT)
@require_POST
def end(request: Request) -> HttpResponse:
    """Go off duty without a hand-over."""
    pressed(request, lambda: end_shift(actor=request.actor, at=timezone.now()), _("You are off duty."))
    return HttpResponseRedirect(reverse("desk:shift"))


@signed_in(act=Act.WORK_SHIFT)
@require_http_methods(["GET", "POST"])
def hand_over(request: Request) -> HttpResponse:
    """Gather what is breaching, awaited and open; take words for the next shift and end this one."""
    lines = gathered(request.actor)
    form = HandOverText(request.POST or None, references=_references(request, lines))
    if request.method == "POST" and form.is_valid() and done(form, lambda: _hand_over(request, form)):
        messages.success(request, _("Handed over. You are off duty."))
        return HttpResponseRedirect(reverse("desk:shift"))
    shows = [line.case for line in lines]
    context = {"form": form, "lines": lines, "asked": set(form.fields)}
    return desk_page(request, "desk/hand_over.html", context, here="shift", shows=shows)


def _references(request: Request, lines: list[Any]) -> list[str]:
    """Return the cases to ask about: those gathered now, and those that words were sent for, so that none gets lost."""
    sent = [name for name in request.POST if name.startswith("C-") and request.POST[name].strip()]
    return list(dict.fromkeys([*(line.case.reference for line in lines), *sent[:200]]))


def _hand_over(request: Request, form: HandOverText) -> None:
    hand_over_shift(text=form.cleaned_data["text"], cases=form.cases, actor=request.actor, at=timezone.now())


@signed_in(act=Act.WORK_SHIFT)
@require_http_methods(["GET", "POST"])
def read(request: Request, handover_id: int) -> HttpResponse:
    """Show one hand-over, whole; acknowledge it."""
    line = handover(request.actor, handover_id) if handover_id < 2**63 else None
    if line is None:
        raise Http404(str(handover_id))
    if request.method == "POST":
        said = _("You have read this hand-over.")
        pressed(
            request,
            lambda: acknowledge(handover=line.handover, actor=request.actor, at=timezone.now()),
            said,
        )
        return HttpResponseRedirect(reverse("desk:shift"))
    shows = [line.handover, *(each.case for each in line.cases)]
    context = {"line": line, "mine": line.handover.by_id == user_of(request.actor).pk}
    return desk_page(request, "desk/handover_read.html", context, here="shift", shows=shows)
