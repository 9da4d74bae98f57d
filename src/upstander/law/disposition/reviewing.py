"""Which old records of incidents that were no crime must be looked at again, by when, and what may be decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Protocol

from upstander.law.clocks.calendar import months_after
from upstander.law.dated import Dated, in_force, load
from upstander.law.disposition import DISPOSITION, UnknownPolicy, all_policies, policy


@dataclass(frozen=True)
class Data:
    """A kind of data that a review covers, or keeps."""

    id: str
    label: str


@dataclass(frozen=True)
class Choice:
    """What a review may decide about one record; `erases` says that the subject's data goes by it."""

    id: str
    label: str
    needs_reason: bool
    needs_sign_off: bool
    erases: bool


@dataclass(frozen=True, kw_only=True)
class BulkReview(Dated):
    """A review of all records of a kind: those made under `policies`, and with `legacy` those made before any.

    It is to be finished within `within_months` of its first day. `signs` is the role that signs a choice that needs it.
    """

    id: str
    title: str
    policies: tuple[str, ...]
    legacy: bool
    within_months: int
    signs: str
    covers: tuple[Data, ...]
    keeps: tuple[Data, ...]
    decisions: tuple[Choice, ...]


class Kept(Protocol):
    """What is asked of a record: the policy it was made under (None before there was one), when, and whom it names."""

    @property
    def policy(self) -> str | None:
        """The id of the policy under which it was made."""

    @property
    def made_on(self) -> date:
        """The day on which it was made."""

    @property
    def names_subject(self) -> bool:
        """Whether it still holds data of a subject."""


@dataclass(frozen=True)
class Due:
    """A record that a review covers; `by` is the last day for it and `overdue` says whether that has passed."""

    record: Kept
    review: BulkReview
    by: date
    overdue: bool


@cache
def all_reviews() -> tuple[BulkReview, ...]:
    """Every bulk review in the file, of whatever date."""
    convert = {"covers": _data, "keeps": _data, "decisions": _choices}
    return load(DISPOSITION, BulkReview, section="bulk_reviews", convert=convert)


def running(on: date) -> BulkReview | None:
    """The review in force on the day `on`, the earliest begun; None where nothing is to be reviewed."""
    return min(in_force(all_reviews(), on), key=lambda each: each.valid_from, default=None)


def coming(on: date) -> BulkReview | None:
    """The next review that begins after the day `on`, if one is known."""
    later = (each for each in all_reviews() if each.valid_from > on)
    return min(later, key=lambda each: each.valid_from, default=None)


def made_under(on: date, *, force: str | None = None) -> str | None:
    """The id of the policy that a record of the day `on` was made under; None before there was one."""
    try:
        return policy(on, force=force).id
    except UnknownPolicy:
        return None


def days_covered(review: BulkReview, *, force: str | None = None) -> tuple[tuple[date, date], ...]:
    """The first and last days of each time whose records `review` covers, in a hub of `force`, in order.

    `date.min` and `date.max` stand where a time has no beginning or no end.
    """
    ends = {each.valid_to + timedelta(days=1) for each in all_policies() if each.valid_to is not None}
    firsts = sorted({date.min, *ends, *(each.valid_from for each in all_policies())})
    found = []
    for first, after in zip(firsts, [*firsts[1:], None], strict=True):
        if _covers(review, made_under(first, force=force)):
            found.append((first, date.max if after is None else after - timedelta(days=1)))
    return tuple(found)


def due_for_review(records: Iterable[Kept], on: date) -> tuple[Due, ...]:
    """The `records` that a bulk review covers on the day `on`, the oldest first; those that name nobody are left alone.

    A record made after a review began is due as long after its own making: the old practice cannot go on quietly.
    """
    found = []
    for review in in_force(all_reviews(), on):
        for record in records:
            if _covers(review, record.policy) and record.names_subject and record.made_on <= on:
                by = months_after(max(review.valid_from, record.made_on), review.within_months)
                found.append(Due(record, review, by, by < on))
    return tuple(sorted(found, key=lambda each: (each.by, each.record.made_on)))


def _covers(review: BulkReview, policy: str | None) -> bool:
    return review.legacy if policy is None else policy in review.policies


def _data(raw: Any) -> tuple[Data, ...]:
    return tuple(Data(**row) for row in raw)


def _choices(raw: Any) -> tuple[Choice, ...]:
    return tuple(Choice(**row) for row in raw)
