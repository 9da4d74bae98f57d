"""The police forces: 45 territorial ones, three without an area, three of the Crown Dependencies, with dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import BadLaw, Dated, in_force, load

FORCES = Path(__file__).parent / "forces.yaml"

Kind = Literal["territorial", "special", "crown_dependency"]


class UnknownForce(LookupError):
    """No force has this code or slug."""


@dataclass(frozen=True, kw_only=True)
class Force(Dated):
    """One police force. `code` is the police force area code of the statistics office, or the slug where it has none.

    `successor` is the code of the force that takes over after `valid_to`; `counties` are wider names for places that
    lie wholly in its area; `phone` is text for a reader, not a number to dial by machine.
    """

    code: str
    slug: str
    name: str
    short_name: str
    region: str
    kind: Kind
    phone: str = "999 in an emergency, 101 otherwise"
    successor: str | None = None
    counties: tuple[str, ...] = ()


@cache
def all_forces() -> tuple[Force, ...]:
    """Every force in the file, of whatever date."""
    return load(FORCES, Force)


def forces(on: date) -> tuple[Force, ...]:
    """The forces that exist on the day `on`."""
    return in_force(all_forces(), on)


@cache
def _by_name() -> dict[str, Force]:
    known: dict[str, Force] = {}
    for entry in all_forces():
        for name in (entry.code, entry.slug):
            if known.get(name.casefold(), entry).code != entry.code:
                raise BadLaw(f"{FORCES.name}: {name} names two forces")
            known[name.casefold()] = entry
    return known


def force(code_or_slug: str) -> Force:
    """The force with this code or slug, the latest entry where there are several. Raises UnknownForce."""
    found = _by_name().get(code_or_slug.strip().casefold())
    if found is None:
        raise UnknownForce(f"no police force has the code or slug {code_or_slug!r}")
    return found
