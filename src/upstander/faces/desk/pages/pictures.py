"""Send the small copy of a picture, or a frame of a video, to who asked to see it: never the original."""

from io import BytesIO
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from upstander.duties.casework.looks import asked_today
from upstander.engines.matching.media.film import Sheet
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.faces.kit.attachment import HEADERS
from upstander.law.access import Act
from upstander.record.cases.grants import case_of
from upstander.record.cases.originals import NoSuchFile, original
from upstander.record.cases.scanned import shut
from upstander.record.journal.writing import consulted
from upstander.record.vault.cipher import Unreadable
from upstander.record.vault.keeping import read
from upstander.record.vault.models import Preview
from upstander.record.vault.previews import previews_of


@signed_in(act=Act.SHOW_CONTENT)
@require_safe
def preview(request: Request, held: int) -> HttpResponse:
    """Send the small copy of a file that the viewer may open and asked to be shown today; 404 for any other."""
    return small_copy(request, held)


def small_copy(request: Request, held: int) -> HttpResponse:
    """Return the small copy of such a file, for a page that reads past the fence too. Http404 for any other.

    With `frame` in the address, the frame of that second of a video instead.
    """
    at = timezone.now()
    try:
        found = original(request.actor, held)
    except NoSuchFile:
        raise Http404(str(held)) from None
    case = case_of(found.report)
    row = previews_of([found.file]).get(found.file_id)
    if (
        row is None
        or row.content is None
        or shut(found)
        or ("picture", found.pk) not in asked_today(request.actor, case, at)
    ):
        raise Http404(str(held))
    try:
        content = _frame(row, request.GET["frame"]) if "frame" in request.GET else read(row.content)
    except (OSError, Unreadable, ValueError):
        raise Http404(str(held)) from None
    with transaction.atomic():
        consulted(request.actor, [case, found.report, found], page="desk:preview", at=at)
    return _picture(content)


def _frame(row: Preview, asked: str) -> bytes:
    """Return the frame of one second as a JPEG. Raises ValueError where there is none."""
    if row.frames is None or not (asked.isascii() and asked.isdecimal() and len(asked) < 4):
        raise ValueError("there is no such frame")
    frames = Sheet.read(read(row.frames)).frames()
    if int(asked) >= len(frames):
        raise ValueError("the video is shorter")
    made = BytesIO()
    frames[int(asked)].save(made, "JPEG", quality=85)
    return made.getvalue()


def _picture(content: bytes) -> HttpResponse:
    headers: dict[str, Any] = {**HEADERS, "Content-Disposition": "inline"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
