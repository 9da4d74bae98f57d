"""What the worker does for bundling: look for others when a report has come in or was added to."""

from django.utils import timezone

from upstander.duties.bundling.actions.suggest import suggest
from upstander.record.cases.models import Report
from upstander.record.work.asking import handles


@handles("look_for_others")
def look_for_others(report: int) -> None:
    """Suggest what the report may belong with; doing it twice changes nothing."""
    suggest(report=Report.objects.get(pk=report), at=timezone.now())
