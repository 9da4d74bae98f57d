"""What the worker does for casework: show reminders at their time."""

from django.utils import timezone

from upstander.duties.casework.models import Task
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM
from upstander.record.work.asking import handles


@handles("remind")
def remind(task: int) -> None:
    """Journal that a reminder is shown from now on; one that was done before its time stays silent."""
    row = Task.objects.select_related("case").get(pk=task)
    if row.done_at is None:
        record(SYSTEM, Verb.REMINDED, row, at=timezone.now(), about=[row.case] if row.case else [], whose=row.whose_id)
