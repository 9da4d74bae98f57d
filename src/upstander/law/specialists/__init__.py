"""Where material that nobody at the hub may open goes, and what is done and never done with it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load

SPECIALISTS = Path(__file__).parent / "specialists.yaml"
Withheld = Literal["abuse", "terrorism", "source"]


class UnknownBody(LookupError):
    """No body of this name takes such material on that day."""


@dataclass(frozen=True, kw_only=True)
class Body(Dated):
    """A body to which such material is referred. `clock` names the clock that runs until the first such has it."""

    id: str
    withheld: Withheld
    name: str
    contact: str
    clock: str = ""


@dataclass(frozen=True, kw_only=True)
class Step(Dated):
    """One thing to do, or never to do, with such material."""

    id: str
    withheld: Withheld
    text: str


@cache
def all_bodies() -> tuple[Body, ...]:
    """Every body, of whatever date."""
    return load(SPECIALISTS, Body, section="bodies")


@cache
def all_steps() -> tuple[Step, ...]:
    """Every step, of whatever date."""
    return load(SPECIALISTS, Step, section="steps")


def bodies(withheld: str, on: date) -> tuple[Body, ...]:
    """The bodies that take such material on the day `on`, the first before those that may be told as well."""
    return tuple(each for each in in_force(all_bodies(), on) if each.withheld == withheld)


def steps(withheld: str, on: date) -> tuple[Step, ...]:
    """What is done and never done with such material on the day `on`, in order."""
    return tuple(each for each in in_force(all_steps(), on) if each.withheld == withheld)


def body(id: str, withheld: str, on: date) -> Body:
    """The body called `id`, if it takes such material on that day. Raises UnknownBody."""
    for each in bodies(withheld, on):
        if each.id == id:
            return each
    raise UnknownBody(f"{id!r} takes nothing that is withheld as {withheld!r} on {on}")


def clock_of(withheld: str, on: date) -> str:
    """The clock that runs from the withholding until it is referred; empty where there is none."""
    return next((each.clock for each in bodies(withheld, on) if each.clock), "")
