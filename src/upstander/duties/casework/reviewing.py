"""Ask for a review by a supervisor and read what waits for one: of broken glass, of turned-away looks, of acts alone.

For a duty above this one: call `ask_review(kind="alone", act=..., of=..., words=..., at=...)` in the transaction of the
act, with `case=` or `about=` for what it was done to. The row then stands on the page of reviews until a supervisor
other than `of` has found on it (`actions.review`), by the end of the next working day. A kind of your own needs its
words in faces/desk/reviewed.KINDS, an act in its ACTS; nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from upstander.duties.casework.models import Review
from upstander.law.access import Act, Relation
from upstander.law.clocks import due as clock_end
from upstander.record.cases.models import Case, Grant
from upstander.record.fence.viewer import unfenced
from upstander.record.journal.reading import looks_of
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import User

GLASS, CONFLICT, ALONE, TIME_LIMIT = "glass", "conflict", "alone", "time_limit"
MOST, RECENT = 200, 30


@dataclass(frozen=True)
class Looked:
    """One page that somebody opened behind the glass."""

    page: str
    at: datetime
    shown: int
    """How many records it showed."""


def ask_review(
    *, kind: str, of: User, at: datetime, case: Case | None = None, about: Any = None, act: str = "", code: str = "",
    words: str = "",
) -> Review:  # fmt: skip
    """Let a supervisor look, by the end of the next working day, at what `of` did; in the transaction of the act."""
    named = {} if about is None else {"about_kind": about._meta.model_name, "about_id": about.pk}
    return Review.objects.create(
        kind=kind, of=of, case=case, act=act, code=code, words=words.strip(), asked_at=at, last_at=at,
        due_at=clock_end("review", at), **named,
    )  # fmt: skip


def waiting(viewer: Actor) -> list[Review]:
    """Return the reviews that wait for this supervisor, the first due first. Raises NotAllowed."""
    with unfenced():
        return list(_related(_theirs(viewer)).order_by("due_at", "pk")[:MOST])


def waiting_count(viewer: Actor) -> int:
    """Return how many reviews wait for this supervisor. Raises NotAllowed."""
    with unfenced():
        return _theirs(viewer).count()


def done(viewer: Actor) -> list[Review]:
    """Return the latest reviews that were done, the newest first. Raises NotAllowed."""
    with unfenced():
        rows = _related(_reviewable(viewer).filter(done_at__isnull=False))
        return list(rows.order_by("-done_at", "-pk")[:RECENT])


def one(viewer: Actor, number: int) -> Review | None:
    """Return a review that this supervisor may open, be it done already. Raises NotAllowed."""
    with unfenced():
        return _related(_reviewable(viewer)).filter(pk=number).first()


def words_of(numbers: Iterable[int]) -> dict[int, str]:
    """Return what was said why, by the number of the review, for whoever audits; the caller asks whether they may."""
    rows = Review.objects.filter(pk__in=list(numbers))
    return {row.pk: " - ".join(part for part in (row.code, row.words) if part) for row in rows}


def looked_at(review: Review) -> list[Looked]:
    """Return the pages that were opened behind the glass, in order; empty for a review of something else."""
    if review.kind != GLASS or review.case is None:
        return []
    glass = Grant.objects.filter(case=review.case, user=review.of, relation=Relation.GLASS, from_at=review.asked_at)
    until = glass.values_list("until_at", flat=True).first()
    lines = looks_of(f"user:{review.of_id}", "case", review.case_id or 0, since=review.asked_at, until=until)
    return [Looked(str(line.data.get("page", "")), line.at, int(line.data.get("shown", 0))) for line in lines]


def _theirs(viewer: Actor) -> QuerySet[Review]:
    return _reviewable(viewer).filter(done_at=None)


def _reviewable(viewer: Actor) -> QuerySet[Review]:
    """What this supervisor may review: nothing of their own, nothing about a case that they have a connection to."""
    require_role(viewer, Act.REVIEW)
    blocked = Grant.objects.filter(user=viewer.user, relation=Relation.CONFLICT, until_at=None).values("case")
    of_the_hub = Review.objects.filter(of__organisation=viewer.organisation).exclude(of=viewer.user)
    return of_the_hub.filter(Q(case=None) | ~Q(case__in=blocked))


def _related(rows: QuerySet[Review]) -> QuerySet[Review]:
    return rows.select_related("of", "case", "done_by")
