"""Gather the earlier reports of a campaign that was made known, some at a time."""

from datetime import datetime

from upstander.duties.campaigns.counting_in import count
from upstander.duties.campaigns.models import Campaign
from upstander.record.cases.models import Report
from upstander.record.fence.viewer import action
from upstander.record.journal.writing import record_many
from upstander.record.keys.models import Item, Key
from upstander.record.keys.reaching import reaching_keys
from upstander.record.work.asking import due

STEP = 50
"""Reports that are counted in one transaction."""


@action
def gather(*, campaign: int, k: int, after: int, at: datetime) -> None:
    """Count in the next STEP reports that hold the key `k`, from the item `after` on, and ask for the step after it.

    Stopped in the middle, the step that was not finished is done again. A campaign that has gone is gathered no more.
    """
    row = Campaign.objects.filter(pk=campaign).first()
    if row is None:
        return
    with reaching_keys():
        held = Key.objects.filter(k=k, item__gt=after, item__lt=row.found_before).order_by("item")
        items = list(held.values_list("item", flat=True)[:STEP])
    numbers = Item.objects.filter(pk__in=items).values_list("report", flat=True)
    # In the order in which joining locks cases: two never wait for one another.
    reports = Report.objects.filter(pk__in=numbers).select_related("own_case").order_by("own_case")
    record_many([deed for report in reports if (deed := count(report, at=at))])
    if len(items) == STEP:
        due("gather_campaign", at=min(row.first_at, at), campaign=row, k=k, after=items[-1])
