"""Send the file of an evidence package, at the desk and to a force alike."""

from pathlib import Path

from django.http.response import HttpResponseBase
from django.utils import timezone

from upstander.duties.evidence.actions.downloaded import fetched
from upstander.duties.evidence.models import Package
from upstander.faces.kit.acting import Request
from upstander.faces.kit.parts import resumable


def send_package(request: Request, package: Package, path: Path) -> HttpResponseBase:
    """Send the file at `path`, or the rest of it to whoever goes on with a download that broke off.

    That it was given is in the journal before the first byte. Raises NotAllowed, NoSuchPackage.
    """

    def given(first: int) -> None:
        fetched(package=package, actor=request.actor, first=first, at=timezone.now())

    return resumable(request.headers, path, f"{package.name}.zip", sha256=package.sha256, given=given)
