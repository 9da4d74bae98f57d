"""Send the small copy of a picture to who asked to see it: a fresh encoding, never the original."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from upstander.duties.casework.looks import asked_today
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.faces.kit.attachment import HEADERS
from upstander.law.access import Act
from upstander.record.cases.grants import case_of
from upstander.record.cases.originals import NoSuchFile, original
from upstander.record.journal.writing import consulted
from upstander.record.vault.cipher import Unreadable
from upstander.record.vault.keeping import read
from upstander.record.vault.previews import previews_of


@signed_in(act=Act.SHOW_CONTENT)
@require_safe
def preview(request: Request, held: int) -> HttpResponse:
    """Send the small copy of a file that the viewer may open and asked to be shown today; 404 for any other."""
    return small_copy(request, held)


def small_copy(request: Request, held: int) -> HttpResponse:
    """Return the small copy of such a file, for a page that reads past the fence too. Http404 for any other."""
    at = timezone.now()
    try:
        found = original(request.actor, held)
    except NoSuchFile:
        raise Http404(str(held)) from None
    case = case_of(found.report)
    row = previews_of([found.file]).get(found.file_id)
    if row is None or row.content is None or ("picture", found.pk) not in asked_today(request.actor, case, at):
        raise Http404(str(held))
    try:
        content = read(row.content)
    except (OSError, Unreadable):
        raise Http404(str(held)) from None
    with transaction.atomic():
        consulted(request.actor, [case, found.report, found], page="desk:preview", at=at)
    return _picture(content)


def _picture(content: bytes) -> HttpResponse:
    headers: dict[str, Any] = {**HEADERS, "Content-Disposition": "inline"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
