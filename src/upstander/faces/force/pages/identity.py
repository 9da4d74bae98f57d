"""Who reported a case that the force has accepted, and how they may be reached: opened on purpose, with a reason."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.faces.force.forms.identity import WhyKnow
from upstander.faces.force.hall import force_page, may_reach, offer_for
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.record.cases.identities import open_identities, part_of
from upstander.record.cases.models import Report
from upstander.record.people.identity import Identity


@signed_in(act=Act.SEE_IDENTITY, step_up=True)
@require_http_methods(["GET", "POST"])
def show(request: Request, offer: int) -> HttpResponse:
    """Ask why before the identities are opened; show them as the answer to that question alone.

    Not there for a force that was only offered the case or told of it.
    """
    line = offer_for(request, offer)
    if not may_reach(request, line.case):
        raise Http404(str(offer))
    form = WhyKnow(request.POST if request.method == "POST" else None)
    part = part_of(line.case, request.GET.get("after", ""))
    opened: list[tuple[Report, Identity]] = []
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        page, at = "force:identity", timezone.now()
        done(
            form,
            lambda: opened.extend(
                open_identities(
                    case=line.case, actor=request.actor, reason=reason, page=page, at=at, start=part.first - 1
                ),
            ),
        )
    context = {
        "title": _("Who reported this"),
        "offer": line.offer,
        "case": line.case,
        "form": form,
        "opened": opened,
        "numbers": part,
    }
    return force_page(request, "force/identity.html", context, shows=[line.case, line.offer])
