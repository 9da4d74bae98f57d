"""How long records are kept: groups, reviews, what stops erasure and what is asked when somebody looks again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upstander.law.clocks.calendar import months_after
from upstander.law.dated import Dated, in_force, load

RETENTION = Path(__file__).parent / "retention.yaml"


class UnknownRecord(LookupError):
    """No kind of record, or no group, has this name on that day."""


@dataclass(frozen=True, kw_only=True)
class Group(Dated):
    """A group of what is held about a person. Years are whole years; None where the group has no such period.

    `review_years`: a person looks again after so many. `clear_years`: it goes once nothing new was learnt for so many.
    `until_age`: kept until the subject would be so old.
    """

    id: str
    title: str
    material: str
    review_years: int | None = None
    clear_years: int | None = None
    until_age: int | None = None


@dataclass(frozen=True, kw_only=True)
class Record(Dated):
    """A kind of record that the hub holds, and the group that it falls into."""

    id: str
    title: str
    group: str


@dataclass(frozen=True, kw_only=True)
class Hold(Dated):
    """What stops erasure as long as it lasts."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Question(Dated):
    """A question that is asked at a review."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Decision(Dated):
    """What may be decided at a review."""

    id: str
    title: str
    text: str


@cache
def all_groups() -> tuple[Group, ...]:
    """Every group in the file, of whatever date."""
    return load(RETENTION, Group, section="groups")


@cache
def all_records() -> tuple[Record, ...]:
    """Every kind of record in the file, of whatever date."""
    return load(RETENTION, Record, section="records")


@cache
def all_holds() -> tuple[Hold, ...]:
    """Everything that stops erasure, of whatever date."""
    return load(RETENTION, Hold, section="holds")


@cache
def all_questions() -> tuple[Question, ...]:
    """Every question of a review, of whatever date."""
    return load(RETENTION, Question, section="questions")


@cache
def all_decisions() -> tuple[Decision, ...]:
    """Everything that a review may decide, of whatever date."""
    return load(RETENTION, Decision, section="decisions")


def group_of(record: str, on: date) -> Group:
    """The group that a kind of record falls into on the day `on`. Raises UnknownRecord."""
    for kind in in_force(all_records(), on):
        if kind.id == record:
            return group(kind.group, on)
    raise UnknownRecord(f"no kind of record is called {record!r} on {on}")


def group(id: str, on: date) -> Group:
    """The group `id` on the day `on`. Raises UnknownRecord."""
    for each in in_force(all_groups(), on):
        if each.id == id:
            return each
    raise UnknownRecord(f"no group is called {id!r} on {on}")


def next_review(record: str, last: date, *, on: date) -> date | None:
    """The day on which somebody must look again at a record last looked at, or last added to, on the day `last`.

    None where the group has no period of its own (group 4): the schedule of the force sets it. Whole years later, so
    that a record of 29 February is looked at on 28 February of other years. Raises UnknownRecord.
    """
    years = group_of(record, on).review_years
    return None if years is None else months_after(last, 12 * years)


def kept_until(record: str, last: date, *, on: date, born: date | None = None) -> date | None:
    """The day until which a record is kept if nothing new is learnt after `last`; None where no day can be said.

    No day can be said where the group has no period, or where it rests on the age of a person whose birth is not known.
    A review may end it earlier, a hold later. Raises UnknownRecord.
    """
    held = group_of(record, on)
    if held.until_age is not None:
        return None if born is None else months_after(born, 12 * held.until_age)
    return None if held.clear_years is None else months_after(last, 12 * held.clear_years)
