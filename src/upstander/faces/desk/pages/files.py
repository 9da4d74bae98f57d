"""Hand out the original of a file that came with a report, to be saved and never shown."""

from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from upstander.duties.casework.actions.show import LimitReached, show
from upstander.faces.desk.behind_glass import turn_from_file
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.faces.kit.attachment import attachment
from upstander.law.access import Act
from upstander.record.cases.grants import case_of
from upstander.record.cases.originals import NoSuchFile, handed_out, original


@signed_in(act=Act.SEE_FILE)
@require_GET
def download(request: Request, held: int) -> HttpResponseBase:
    """Send the original of a file of a case whose files the viewer may open; 404 for any other.

    It counts as a look at distressing content: at the day's limit a pause comes first. A HEAD is refused (405): it
    would be counted and journalled as a download of which nobody has seen a byte.
    """
    try:
        found = original(request.actor, held)
    except NoSuchFile:
        turn_from_file(request, held)
        raise Http404(str(held)) from None
    at, case = timezone.now(), case_of(found.report)
    try:
        show(case=case, kind="original", records=[found.pk], actor=request.actor, at=at)
    except LimitReached:
        return HttpResponseRedirect(reverse("desk:rest", args=[case.reference]))
    path = handed_out(found, actor=request.actor, at=at)
    return attachment(path, found.name_given)
