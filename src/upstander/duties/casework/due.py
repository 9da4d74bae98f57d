"""What the worker does for casework: show reminders at their time, ask for reviews of what passed or was done alone."""

from datetime import date

from django.utils import timezone

from upstander.duties.assessment.limits import versions_of
from upstander.duties.assessment.queries import current_decision
from upstander.duties.casework.models import Task
from upstander.duties.casework.reviewing import ALONE, TIME_LIMIT, ask_review
from upstander.duties.evidence.queries import release_alone
from upstander.law.access import Act
from upstander.law.limits import said
from upstander.record.cases.models import Case
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


@handles("time_limit_passed")
def time_limit_passed(case: int, offence: str, last_day: str) -> None:
    """Let a supervisor look at how the time limit of a crime could pass without a charge: outcome 17 is never silent.

    It is asked of whoever owns the case, or decided it where nobody does any more.
    """
    held = Case.objects.select_related("owner").get(pk=case)
    decision = current_decision(held)
    of = held.owner or (decision.decided_by if decision else None)
    if of is not None:
        title = next((each.title for each in versions_of(offence)), offence)
        words = f"{title}: the time limit ended on {said(date.fromisoformat(last_day))}, and nobody is charged."
        ask_review(kind=TIME_LIMIT, of=of, case=held, words=words, at=timezone.now())


@handles("review_release")
def review_release(release: int) -> None:
    """Let a supervisor look, by the end of the next working day, at a package that somebody released alone."""
    said = release_alone(release)
    ask_review(
        kind=ALONE, act=Act.RELEASE_ALONE.value, code=said.ground, words=said.reason, of=said.by,
        case=said.package.case, about=said.package, at=said.at,
    )  # fmt: skip
