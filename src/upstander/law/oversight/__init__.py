"""What oversight asks for: when the hub works, which acts need two people, and which looks are worth a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from upstander.law.clocks.contact import ContactHours, minutes_of
from upstander.law.dated import Dated, in_force, load

OVERSIGHT = Path(__file__).parent / "oversight.yaml"
LONDON = ZoneInfo("Europe/London")


class UnknownAct(LookupError):
    """No act of two people has this name on that day."""


@dataclass(frozen=True, kw_only=True)
class TwoPersonAct(Dated):
    """One act of two people: who may ask and agree (acts of law.access), and how many hours there are for it."""

    id: str
    title: str
    asks: str
    approves: str
    alone: Literal["night", "nobody"]
    """When one person may do it alone: outside the hours of the hub too, or only with nobody else who could agree."""
    answer_within: int
    use_within: int
    opened_for: int = 0
    """Minutes for which something is opened, where the act opens something."""


@dataclass(frozen=True, kw_only=True)
class AuditQuestion(Dated):
    """One question worth asking; `at_least`, `minutes`, `days` and `times` are its numbers, 0 for none."""

    id: str
    title: str
    sentence: str
    asked_of: tuple[str, ...] = ()
    """The roles (of law.access) that it is asked of; every role where none is named."""
    at_least: int = 0
    minutes: int = 0
    days: int = 0
    times: int = 0


@dataclass(frozen=True, kw_only=True)
class Kept(Dated):
    """How many days something is kept before it is erased."""

    id: str
    title: str
    days: int


@dataclass(frozen=True, kw_only=True)
class Campaigns(Dated):
    """When reports that say the same stand in the queue as one row, and when one of them tells something of its own.

    `held_by_more_than` counts reports that hold a text, post or file; `own_runs` counts runs of letters.
    """

    id: str
    title: str
    held_by_more_than: int
    own_runs: int


@dataclass(frozen=True)
class Alone:
    """Whether someone may do an act of two people alone now, and the sentence that says why or why not."""

    allowed: bool
    sentence: str


@cache
def all_hours() -> tuple[ContactHours, ...]:
    """The hours in which the hub works, of whatever date."""
    return load(OVERSIGHT, ContactHours, section="hours", convert={"opens": minutes_of, "closes": minutes_of})


@cache
def all_acts() -> tuple[TwoPersonAct, ...]:
    """Every act of two people, of whatever date."""
    return load(OVERSIGHT, TwoPersonAct, section="acts")


@cache
def all_questions() -> tuple[AuditQuestion, ...]:
    """Every question worth asking, of whatever date."""
    return load(OVERSIGHT, AuditQuestion, section="questions")


@cache
def all_kept() -> tuple[Kept, ...]:
    """All that is kept for a time, of whatever date."""
    return load(OVERSIGHT, Kept, section="kept")


@cache
def all_campaigns() -> tuple[Campaigns, ...]:
    """Every rule of campaigns, of whatever date."""
    return load(OVERSIGHT, Campaigns, section="campaigns")


def campaigns(on: date) -> Campaigns:
    """The rule of campaigns that holds on the day `on`. Raises IndexError before there was one."""
    return in_force(all_campaigns(), on)[0]


def kept_for(name: str, on: date) -> timedelta:
    """How long `name` is kept by what holds on the day `on`. Raises KeyError."""
    return timedelta(days={entry.id: entry for entry in in_force(all_kept(), on)}[name].days)


def act(name: str, on: date) -> TwoPersonAct:
    """The act of two people called `name` as it holds on the day `on`. Raises UnknownAct."""
    for entry in in_force(all_acts(), on):
        if entry.id == name:
            return entry
    raise UnknownAct(f"no act of two people is called {name!r} on {on}")


def questions(on: date) -> dict[str, AuditQuestion]:
    """The questions worth asking on the day `on`, by name."""
    return {entry.id: entry for entry in in_force(all_questions(), on)}


def in_hub_hours(at: datetime, *, spare: int = 0) -> bool:
    """Whether the hub works at that moment, with so many minutes to spare at both ends.

    Raises BeyondHorizon where bank holidays are not known.
    """
    local = at.astimezone(LONDON)
    window = in_force(all_hours(), local.date())[0]
    minute = local.hour * 60 + local.minute
    return window.admits(local.date()) and window.opens - spare <= minute < window.closes + spare


def alone(rule: TwoPersonAct, at: datetime, *, others: int) -> Alone:
    """Say whether someone may act alone at that moment, where `others` other people could agree.

    The night rule of a small unit: outside the hours of the hub, or where nobody else there is could agree, one person
    acts with a reason and is reviewed on the next working day. What can wait, waits for the morning.
    """
    if others == 0:
        return Alone(True, "Nobody else here could agree. You may act alone; it is reviewed on the next working day.")
    if rule.alone == "night" and not in_hub_hours(at):
        return Alone(True, "The hub is closed. You may act alone; it is reviewed on the next working day.")
    if rule.alone == "night":
        return Alone(False, "Another person has to agree. In the hours of the hub nobody acts alone.")
    return Alone(False, "Another person has to agree. This is never done alone while somebody else could.")
