"""What the next version of a case's package would say, before anybody asks for it: nothing of it is kept."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from upstander.duties.evidence.actions.ask import Preview, preview, why_not
from upstander.duties.evidence.assembling.judgement import NothingDecided
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act
from upstander.record.cases.states import WrongState


@signed_in(act=Act.SEE_QUEUE)
@require_safe
def show(request: Request, reference: str) -> HttpResponse:
    """Show the contents of the next version: what it would hold, say, leave open and leave out."""
    case = case_for(request, reference, to=Act.BUILD_PACKAGE)
    try:
        made = preview(case=case, actor=request.actor, at=timezone.now())
    except (NothingDecided, WrongState):
        made = None
    context = {"why_not": why_not(case), "name": "", **(_contents(made) if made else {})}
    title = _("What the package would say")
    return case_page(request, case, "desk/package_preview.html", context, title=title, part="package")


def _contents(made: Preview) -> dict[str, Any]:
    """Return what the page shows of a preview: no word of a post, and of files their names and sizes."""
    case = made.pinned.case
    sizes = {source.ref: source.size for source in made.pinned.sources}
    before = case["supersedes"]
    return {
        "name": made.package.name,
        "copy": case,
        "changed": before["what_changed"] if before else [],
        "before": before["version"] if before else None,
        "exhibits": [{**each, "size": sizes.get(each["ref"])} for each in case["exhibits"]],
        "whole": sum(sizes.values()),
        "unused": made.pinned.unused,
        "risks": made.pinned.risks,
    }
