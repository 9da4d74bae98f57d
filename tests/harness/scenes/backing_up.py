"""Fill a hub that is to be backed up, and say what its journal holds."""

from io import BytesIO
from typing import Any


def play(do: str, **said: Any) -> dict[str, Any]:
    """Do one of the things below."""
    return dict(globals()[do](**said))


def fill(reports: int) -> dict[str, Any]:
    """Take in reports, every third with a file, do the work that is due, and leave letters waiting."""
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    from tests.harness.saying import receive_one
    from upstander.record.outbox.posting import Letter, post
    from upstander.record.work.worker import run_all

    for number in range(1, reports + 1):
        files = [(f"words {number}.txt", BytesIO(b"what was said %d" % number * 3000))] if number % 3 == 0 else []
        receive_one(number, files)
    run_all()
    last = receive_one(reports + 1).report
    with transaction.atomic():
        later = timezone.now() + timedelta(days=1)
        post(Letter("sample@example.org", "About your report", "Later."), kind="received", about=last, not_before=later)
    return {}


def journal() -> dict[str, Any]:
    """Return the heads of the journal, its last verb, and how many reports and letters in doubt there are."""
    from upstander.record.cases.models import Report
    from upstander.record.journal.models import Entry
    from upstander.record.outbox.models import Message

    rows = list(Entry.objects.order_by("seq").values_list("head", "verb"))
    return {
        "heads": [head for head, _verb in rows],
        "last": rows[-1][1],
        "reports": Report.objects.count(),
        "in_doubt": Message.objects.filter(state=Message.State.IN_DOUBT).count(),
        "waiting": Message.objects.filter(state=Message.State.QUEUED).count(),
    }
