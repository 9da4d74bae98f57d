"""Hand out the original of a file that came with a report, to be saved and never shown."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from upstander.faces.desk.hall import Request
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.attachment import attachment
from upstander.law.access import Act
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import ReportedFile
from upstander.record.vault.keeping import path_of


@signed_in(act=Act.SEE_FILE)
@require_safe
def original(request: Request, held: int) -> HttpResponse:
    """Send the original of a file of a case whose files the viewer may open; 404 for any other."""
    seen = visible_to(request.actor, act=Act.SEE_FILE)
    row = (
        ReportedFile.objects.filter(
            pk=held, report__memberships__case__in=seen, report__memberships__until_at=None, file__locked_key=None
        )
        .select_related("file", "report")
        .first()
    )
    if row is None:
        raise Http404(str(held))
    case = row.report.memberships.get(until_at=None).case
    return attachment(
        request, path_of(row.file), row.name_given, subject=row, about=[case, row.report], sha256=row.file.sha256
    )
