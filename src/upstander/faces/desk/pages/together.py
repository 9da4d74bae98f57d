"""Join many reports of one matter in one act: all that may belong to the case, those of the very same post chosen."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from upstander.duties.bundling.actions.join_many import Joined, join_many
from upstander.duties.bundling.together import Likeness, together
from upstander.faces.desk.forms.reasons import PerhapsReason
from upstander.faces.desk.hall import case_for, case_page, powers
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.record.cases.models import Case

THEN = "then"
FINDINGS = (
    ("crime", _lazy("A crime")),
    ("not-a-crime", _lazy("Not a crime")),
    ("need-more", _lazy("More is needed to decide")),
)
"""What a button beside the list leads on to, once what is chosen is joined."""
MOST_SAID = 10
"""Refusals that are said one by one."""


@signed_in(act=Act.BUNDLE)
@require_http_methods(["GET", "POST"])
def show(request: Request, reference: str) -> HttpResponse:
    """List what may be the same matter; join what is chosen, and go on to the decision where that was asked for."""
    case = case_for(request, reference, to=Act.BUNDLE)
    lines = together(request.actor, case)
    form = PerhapsReason(request.POST or None)
    chosen = {line.report.reference for line in lines if line.exact}
    if request.method == "POST" and form.is_valid():
        chosen = set(request.POST.getlist("report"))
        if not chosen and THEN not in request.POST:
            form.add_error(None, _("Choose at least one report"))
        elif done(form, lambda: _join(request, case, lines, chosen, form.cleaned_data["reason"])):
            return HttpResponseRedirect(_on(request, case))
    context = {"form": form, "lines": lines, "chosen": chosen, "then": FINDINGS, "deciding": _decides(request, case)}
    seen = [each for line in lines for each in (line.report, line.case)]
    return case_page(request, case, "desk/together.html", context, title=_("Reports of the same matter"), shows=seen)


def _on(request: Request, case: Case) -> str:
    """Return where to go on: to the decision if a button for a finding was pressed, else back to the case."""
    finding = request.POST.get(THEN, "")
    if finding in dict(FINDINGS):
        return f"{reverse('desk:decide', args=[case.reference])}?finding={finding}"
    return reverse("desk:case", args=[case.reference])


def _decides(request: Request, case: Case) -> bool:
    return case.state == Case.State.CLAIMED and powers(request.actor, case)[Act.DECIDE.value]


def _join(request: Request, case: Case, lines: list[Likeness], chosen: set[str], reason: str) -> None:
    reports = [line.report for line in lines if line.report.reference in chosen]
    if not reports:
        return
    became = join_many(reports=reports, case=case, actor=request.actor, reason=reason, at=timezone.now())
    say_joined(request, became)


def say_joined(request: Request, became: Joined) -> None:
    """Say how many reports were joined, and of each other one why not."""
    count = len(became.joined)
    if count:
        said = ngettext("%(count)d report joined.", "%(count)d reports joined.", count) % {"count": count}
        messages.success(request, f"{said} {_('Each can be taken out again.')}")
    for report, why in became.refused[:MOST_SAID]:
        messages.error(request, _("%(report)s was not joined: %(why)s") % {"report": report.reference, "why": why})
    if rest := len(became.refused[MOST_SAID:]):
        messages.error(request, ngettext("%(count)d more was not joined.", "%(count)d more were not joined.", rest)
                       % {"count": rest})  # fmt: skip
