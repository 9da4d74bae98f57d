"""Check the receipts against reports and journal: what a sender is answered with must be there, as acknowledged."""

from collections.abc import Iterator

from upstander.duties.intake.models import Receipt
from upstander.record.cases.models import Report
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb


def faults() -> Iterator[str]:
    """Yield in plain words every receipt for a report that is gone, or that the journal never acknowledged.

    The key is not said: the return code of its report follows from it.
    """
    acknowledged = {int(body["subject"].split(":")[1]) for body in acts(Verb.RECEIVED)}
    there = set(Report.objects.values_list("pk", flat=True).iterator(5000))
    receipts = Receipt.objects.order_by("pk").values_list("pk", "scope", "report")
    for pk, scope, report in receipts.iterator(5000):
        if report not in there:
            yield f"receipt {pk} ({scope}): the report that it promises is gone"
        elif report not in acknowledged:
            yield f"receipt {pk} ({scope}): its report was never acknowledged"
