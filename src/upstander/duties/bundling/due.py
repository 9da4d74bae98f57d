"""What the worker does for bundling: look for others when a report has come in or was added to; renew old keys."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from upstander.duties.bundling.actions.suggest import CAMPAIGN, suggest
from upstander.duties.campaigns.counting_in import may_belong
from upstander.engines.matching.skeleton import VERSION
from upstander.record.cases.models import Report
from upstander.record.keys import renewing
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


@transaction.atomic
def renew_from(*, at: datetime) -> None:
    """Ask that reports be filed anew that lie under keys of another version of matching, before any look that waits.

    However often it is asked, each such report begins one piece of work.
    """
    if first := renewing.oldest():
        due("renew_keys", at=min(first.report.received_at, at), once=f"renew_keys:{VERSION}:{first.pk}")


@handles("renew_keys")
def renew_keys() -> None:
    """File some reports anew, and ask for the next."""
    renewing.renew()
    renew_from(at=timezone.now())
