"""Hand out the original of a file that came with a report, to be saved and never shown."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from upstander.faces.desk.behind_glass import turn_from_file
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.faces.kit.attachment import attachment
from upstander.law.access import Act
from upstander.record.cases.originals import NoSuchFile, handed_out, original


@signed_in(act=Act.SEE_FILE)
@require_safe
def download(request: Request, held: int) -> HttpResponseBase:
    """Send the original of a file of a case whose files the viewer may open; 404 for any other."""
    try:
        found = original(request.actor, held)
    except NoSuchFile:
        turn_from_file(request, held)
        raise Http404(str(held)) from None
    path = handed_out(found, actor=request.actor, at=timezone.now())
    return attachment(path, found.name_given)
