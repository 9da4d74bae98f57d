"""Which old records of incidents that were no crime must be looked at again, by when, and what may be decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Protocol

from upstander.law.clocks.calendar import months_after
from upstander.law.dated import Dated, in_force, load
from upstander.law.disposition import DISPOSITION


@dataclass(frozen=True)
class Data:
    """A kind of data that a review covers, or keeps."""

    id: str
    label: str


@dataclass(frozen=True)
class Choice:
    """What a review may decide about one record."""

    id: str
    label: str
    needs_reason: bool
    needs_sign_off: bool


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


def due_for_review(records: Iterable[Kept], on: date) -> tuple[Due, ...]:
    """The `records` that a bulk review covers on the day `on`, the oldest first; those that name nobody are left alone.

    A record made after a review began is due as long after its own making: the old practice cannot go on quietly.
    """
    found = []
    for review in in_force(all_reviews(), on):
        for record in records:
            covered = record.policy in review.policies if record.policy is not None else review.legacy
            if covered and record.names_subject and record.made_on <= on:
                by = months_after(max(review.valid_from, record.made_on), review.within_months)
                found.append(Due(record, review, by, by < on))
    return tuple(sorted(found, key=lambda each: (each.by, each.record.made_on)))


def _data(raw: Any) -> tuple[Data, ...]:
    return tuple(Data(**row) for row in raw)


def _choices(raw: Any) -> tuple[Choice, ...]:
    return tuple(Choice(**row) for row in raw)
