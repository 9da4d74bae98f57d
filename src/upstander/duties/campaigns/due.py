"""What the worker does for campaigns: count a report in, and gather those that came before it was known."""

from django.utils import timezone

from upstander.duties.campaigns.actions.count_in import count_in
from upstander.duties.campaigns.actions.gather import gather
from upstander.record.cases.models import Report
from upstander.record.work.asking import handles


@handles("count_in_campaign")
def count_in_campaign(report: int) -> None:
    """Count one report in; doing it twice changes nothing."""
    count_in(report=Report.objects.select_related("own_case").get(pk=report), at=timezone.now())


@handles("gather_campaign")
def gather_campaign(campaign: int, k: int, after: int) -> None:
    """Count in some of the earlier reports; doing it twice changes nothing."""
    gather(campaign=campaign, k=k, after=after, at=timezone.now())
