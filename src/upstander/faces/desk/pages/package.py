"""The evidence packages of a case: ask for one, see how far it is, download it with its hashes and how to verify it."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from upstander.duties.evidence.actions.ask import ask
from upstander.duties.evidence.queries import NoSuchPackage, answers_of, exhibits, findings_by_package, packages
from upstander.duties.evidence.queries import download as file_of
from upstander.faces.desk.forms.releasing import KINDS
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, pressed
from upstander.faces.kit.packages import send_package
from upstander.law.access import Act
from upstander.record.cases.models import Case


@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def show(request: Request, reference: str) -> HttpResponse:
    """Show every version with its state; ask for the next one."""
    case = case_for(request, reference, to=Act.BUILD_PACKAGE if request.method == "POST" else None)
    if request.method == "POST":
        said = _("The package is asked for. It is built in the background.")
        pressed(request, lambda: ask(case=case, actor=request.actor, at=timezone.now()), said)
        return HttpResponseRedirect(reverse("desk:package", args=[case.reference]))
    made = packages(request.actor, case)
    context = {
        "packages": made,
        "exhibits": exhibits(request.actor, case),
        "ready_for": _ready_for(case, made),
        "answers": answers_of(made),
        "findings": findings_by_package(made),
        "kinds": KINDS,
    }
    return case_page(request, case, "desk/package.html", context, title=_("Package"), part="package", shows=made)


def _ready_for(case: Case, made: list[Any]) -> bool:
    unfinished = any(each.state in ("asked", "building") for each in made)
    return bool(case.positive_line) and case.state != "closed" and not unfinished


@signed_in(act=Act.DOWNLOAD_PACKAGE)
@require_GET
def download(request: Request, reference: str, version: int) -> HttpResponseBase:
    """Send a finished package; that it was given is in the journal before the first byte. No HEAD: it gives nothing."""
    case = case_for(request, reference, to=Act.DOWNLOAD_PACKAGE)
    return send(request, case, version)


def send(request: Request, case: Case, version: int) -> HttpResponseBase:
    """Send version `version` of a case's packages; Http404 for one that is not there or not finished."""
    found = next((each for each in packages(request.actor, case) if each.version == version), None)
    try:
        if found is None:
            raise NoSuchPackage(version)
        path = file_of(request.actor, found)
        return send_package(request, found, path)
    except NoSuchPackage:
        raise Http404(str(version)) from None
