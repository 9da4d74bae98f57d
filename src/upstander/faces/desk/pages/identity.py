"""Who reported: on its own page, opened on purpose, with a reason where the access table asks for one."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.faces.desk.forms.reasons import Justified
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import require_step_up, signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act, judge
from upstander.record.cases.grants import relations
from upstander.record.cases.identities import open_identities, part_of
from upstander.record.cases.models import Report
from upstander.record.people.identity import Identity


# Forces that may know have a page of their own: this one is for the desk.
@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def show(request: Request, reference: str) -> HttpResponse:
    """Ask before the identities are opened; show them as the answer to that question alone."""
    case = case_for(request, reference, to=Act.SEE_IDENTITY)
    needs = judge(request.actor.role, Act.SEE_IDENTITY, relations(request.actor, case)).needs_reason
    if needs:
        require_step_up(request)
    sent = request.POST if request.method == "POST" else None
    form = Justified(sent, label=_("Why must you know who reported this?"), needed=needs)
    part = part_of(case, request.GET.get("after", ""))
    opened: list[tuple[Report, Identity]] = []
    if request.method == "POST" and form.is_valid():
        reason, code = form.cleaned_data["reason"], form.cleaned_data["code"]
        page, at = "desk:identity", timezone.now()
        done(
            form,
            lambda: opened.extend(
                open_identities(
                    case=case, actor=request.actor, reason=reason, code=code, page=page, at=at, start=part.first - 1
                ),
            ),
        )
    context = {"form": form, "needs": needs, "opened": opened, "numbers": part}
    return case_page(request, case, "desk/identity.html", context, title=_("Who reported this"))
