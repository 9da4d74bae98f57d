"""What the worker does for bundling: look for others when a report has come in or was added to."""

from django.db import transaction
from django.utils import timezone

from upstander.duties.bundling.actions.suggest import CAMPAIGN, suggest
from upstander.duties.campaigns.counting_in import may_belong
from upstander.record.cases.models import Report
from upstander.record.work.asking import due, handles


@handles("look_for_others")
def look_for_others(report: int) -> None:
    """Suggest what the report may belong with; doing it twice changes nothing.

    Whether it stands behind a campaign is work of its own, before the looks that wait: it locks cases, and this look
    has written to the journal.
    """
    row, at = Report.objects.get(pk=report), timezone.now()
    suggest(report=row, at=at)
    if CAMPAIGN in row.own_case.marks or may_belong(row, at=at):  # the case is read here, as the look has left it
        with transaction.atomic():
            due("count_in_campaign", at=min(row.received_at, at), report=row)
