"""What is in trouble: letters in doubt, stuck work, clocks that ran out - and what a supervisor makes of it."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upstander.duties.oversight.actions.retry_work import retry_work
from upstander.duties.oversight.actions.settle_message import settle_message
from upstander.duties.oversight.trouble import trouble
from upstander.faces.desk.forms.trouble import Settle
from upstander.faces.desk.hall import desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.faces.kit.stored import FAULTS
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Report
from upstander.record.outbox.models import Message
from upstander.record.people.actors import Actor


@signed_in(act=Act.SETTLE_TROUBLE)
def show(request: Request) -> HttpResponse:
    """Show everything that waits for a supervisor to settle."""
    found = trouble(request.actor)
    context = {"found": found, "about": _references(request.actor, found.messages), "faults": FAULTS}
    of_held = [each for line in found.held for each in (line.report, line.case)]
    of_held += [each for line in found.faulty for each in (line.held.report, line.case)]
    seen = [*found.messages, *found.overdue, *found.limits, *of_held]
    return desk_page(request, "desk/trouble.html", context, here="trouble", shows=seen)


@signed_in(act=Act.SETTLE_TROUBLE)
@require_http_methods(["GET", "POST"])
def settle(request: Request, message: int) -> HttpResponse:
    """Say whether a letter in doubt went, or send it again, with a reason."""
    held = next((each for each in trouble(request.actor).messages if each.pk == message), None)
    if held is None:
        raise Http404(str(message))
    form = Settle(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent, reason = form.cleaned_data["outcome"] == "sent", form.cleaned_data["reason"]
        if done(
            form,
            lambda: settle_message(message=held, sent=sent, reason=reason, actor=request.actor, at=timezone.now()),
        ):
            messages.success(request, _("The letter is settled."))
            return HttpResponseRedirect(reverse("desk:trouble"))
    context = {"form": form, "message": held, "about": _references(request.actor, [held])}
    return desk_page(request, "desk/settle.html", context, here="trouble", shows=[held])


@signed_in(act=Act.SETTLE_TROUBLE)
@require_POST
def again(request: Request, item: int) -> HttpResponse:
    """Try stuck work again."""
    held = next((each for each in trouble(request.actor).stuck if each.pk == item), None)
    if held is None:
        raise Http404(str(item))
    pressed(request, lambda: retry_work(item=held, actor=request.actor, at=timezone.now()), _("It is tried again now."))
    return HttpResponseRedirect(reverse("desk:trouble"))


def _references(viewer: Actor, held: Iterable[Message]) -> dict[tuple[str, int], str]:
    """Return the references of the reports and cases that letters are about, of those that the viewer may see."""
    wanted: dict[str, list[int]] = {}
    for message in held:
        wanted.setdefault(message.about_kind, []).append(message.about_id)
    seen = visible_to(viewer)
    cases = seen.filter(pk__in=wanted.get("case", []))
    counts = {"memberships__case__in": seen, "memberships__until_at": None}
    reports = Report.objects.filter(pk__in=wanted.get("report", []), **counts)
    found = {("case", pk): reference for pk, reference in cases.values_list("pk", "reference")}
    return found | {("report", pk): reference for pk, reference in reports.values_list("pk", "reference")}
