"""The evidence packages of a case: ask for one, see how far it is, download it with its hashes and how to verify it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from upstander.faces.desk.hall import Request, case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.law.access import Act


@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def show(request: Request, reference: str) -> HttpResponse:
    """Show the packages."""
    return HttpResponse(status=501)


@signed_in(act=Act.DOWNLOAD_PACKAGE)
@require_safe
def download(request: Request, reference: str, version: int) -> HttpResponse:
    """Send a package."""
    return HttpResponse(status=501)
