"""What the worker does for assessment: a case goes back to the queue when its officer has a connection; time limits."""

from django.utils import timezone

from upstander.duties.assessment.actions.give_back import give_back_the_connected
from upstander.duties.assessment.actions.watch_limit import watch_limit
from upstander.record.cases.models import Case
from upstander.record.work.asking import handles


@handles("give_back_the_connected")
def give_back(case: int) -> None:
    """Give the case back where its owner is in conflict with it; doing it twice changes nothing."""
    give_back_the_connected(case=Case.objects.get(pk=case), at=timezone.now())


@handles("watch_limit")
def watch(case: int) -> None:
    """Show the warning that is due, or that the time limit has passed; doing it twice changes nothing."""
    watch_limit(case=Case.objects.get(pk=case), at=timezone.now())
