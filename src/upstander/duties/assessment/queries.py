"""Read decisions and sign-offs that wait; the queue itself is in `queueing` and offered here too."""

from dataclasses import dataclass

from upstander.duties.assessment.counting import Counted, QueueCounts, counted, counts, own_reported_again
from upstander.duties.assessment.filtering import QueueFilters
from upstander.duties.assessment.finished import decided_since, findings, finished_between, who_worked_on
from upstander.duties.assessment.models import Decision, Step
from upstander.duties.assessment.queueing import QueuePage, QueueRow, next_after, queue, rows_of
from upstander.duties.assessment.signing import refusal
from upstander.duties.assessment.triaging import Answers, Said, answers_of, said_of
from upstander.law.access import Act
from upstander.record.cases.grants import of_visible, require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor

__all__ = [
    "Answers",
    "AwaitingLine",
    "Counted",
    "QueueCounts",
    "QueueFilters",
    "QueuePage",
    "QueueRow",
    "Said",
    "answers_of",
    "awaiting_sign_off",
    "counted",
    "counts",
    "current_decision",
    "decided_since",
    "decisions",
    "findings",
    "finished_between",
    "is_crime",
    "next_after",
    "own_reported_again",
    "queue",
    "rows_of",
    "said_of",
    "steps",
    "waiting_decision",
    "who_worked_on",
]
MOST_AWAITING = 200


@dataclass(frozen=True)
class AwaitingLine:
    """A decision that waits for a sign-off; `refusal` says why the viewer may not sign, or is empty."""

    decision: Decision
    case: Case
    refusal: str

    @property
    def may_sign(self) -> bool:
        """Whether the viewer may sign it off."""
        return not self.refusal


def decisions(viewer: Actor, case: Case) -> list[Decision]:
    """Return every decision on `case`, newest first, with decider and sign-offs. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    rows = Decision.objects.filter(case=case).select_related("decided_by").prefetch_related("sign_offs__by")
    return list(rows.order_by("-decided_at", "-pk"))


def current_decision(case: Case) -> Decision | None:
    """Return the decision that stands, None where none does (yet)."""
    return Decision.objects.filter(case=case, state=Decision.State.FINAL).order_by("-decided_at", "-pk").first()


def is_crime(case: Case) -> bool:
    """Whether the decision that stands is that it is a crime."""
    decision = current_decision(case)
    return decision is not None and decision.finding == Decision.Finding.CRIME


def waiting_decision(case: Case) -> Decision | None:
    """Return the decision that waits for its sign-off, if one does."""
    return Decision.objects.filter(case=case, state=Decision.State.AWAITING).order_by("-decided_at", "-pk").first()


def awaiting_sign_off(viewer: Actor) -> list[AwaitingLine]:
    """Return the decisions that wait for a sign-off in cases that the viewer may sign off in, oldest first."""
    rows = Decision.objects.filter(of_visible(viewer, act=Act.SIGN_OFF), state=Decision.State.AWAITING)
    rows = rows.select_related("case", "decided_by").order_by("decided_at", "pk")[:MOST_AWAITING]
    return [AwaitingLine(row, row.case, refusal(viewer, row)) for row in rows]


def steps(viewer: Actor, case: Case) -> list[Step]:
    """Return when and why a case was given back, closed or reopened, newest first. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    return list(Step.objects.filter(case=case).select_related("by").order_by("-at", "-pk"))
