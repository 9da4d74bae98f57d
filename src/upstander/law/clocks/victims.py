"""What a victim is owed under the Code of the day, at which level, and which clock keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upstander.law.dated import Dated, in_force, load

VICTIMS = Path(__file__).parent / "victims.yaml"


class UnknownEntitlement(LookupError):
    """No entitlement, or no level, has this id on that day."""


@dataclass(frozen=True, kw_only=True)
class Level(Dated):
    """A level of rights; one is the `default`, which holds until a supervisor sets another with reasons."""

    id: str
    title: str
    text: str
    default: bool


@dataclass(frozen=True, kw_only=True)
class Entitlement(Dated):
    """One thing that a victim is owed. `standard` and `enhanced` name clocks of law.clocks.

    They are None where the Code sets no time. `when` is a condition in words, empty where it is always due.
    """

    id: str
    right: str
    title: str
    when: str = ""
    standard: str | None = None
    enhanced: str | None = None


@cache
def all_levels() -> tuple[Level, ...]:
    """Every level in the file, of whatever date."""
    return load(VICTIMS, Level, section="levels")


@cache
def all_entitlements() -> tuple[Entitlement, ...]:
    """Every entitlement in the file, of whatever date."""
    return load(VICTIMS, Entitlement, section="entitlements")


def default_level(on: date) -> Level:
    """The level of rights that a victim has on the day `on` unless a supervisor set another.

    Raises UnknownEntitlement for a day before the Code.
    """
    for level in in_force(all_levels(), on):
        if level.default:
            return level
    raise UnknownEntitlement(f"no level of rights holds on {on}")


def clock_for(entitlement: str, on: date, *, level: str | None = None) -> str | None:
    """The name of the clock that keeps an entitlement on the day `on`, at the default level unless `level` names one.

    None where the Code sets no time, and for somebody who is no victim. Raises UnknownEntitlement.
    """
    chosen = level or default_level(on).id
    if chosen not in {each.id for each in in_force(all_levels(), on)}:
        raise UnknownEntitlement(f"no level of rights is called {chosen!r} on {on}")
    for each in in_force(all_entitlements(), on):
        if each.id == entitlement:
            return {"enhanced": each.enhanced, "standard": each.standard}.get(chosen)
    raise UnknownEntitlement(f"nothing that a victim is owed is called {entitlement!r} on {on}")
