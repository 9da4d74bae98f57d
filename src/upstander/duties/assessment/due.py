"""What the worker does for assessment: a case goes back into the queue when its officer has a connection to it."""

from django.utils import timezone

from upstander.duties.assessment.actions.give_back import give_back_the_connected
from upstander.record.cases.models import Case
from upstander.record.work.asking import handles


@handles("give_back_the_connected")
def give_back(case: int) -> None:
    """Give the case back where its owner is in conflict with it; doing it twice changes nothing."""
    give_back_the_connected(case=Case.objects.get(pk=case), at=timezone.now())
