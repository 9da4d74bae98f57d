"""Who must consent before proceedings for an offence begin, and whether that holds in every case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from upstander.law.dated import Dated, in_force, load

if TYPE_CHECKING:
    from upstander.law.offences import Offence

LIMITS = Path(__file__).parent / "limits.yaml"


@dataclass(frozen=True, kw_only=True)
class Giver(Dated):
    """Somebody who consents. `named`: how an offence's consent names them; empty where every offence needs them."""

    id: str
    title: str
    named: str = ""


@dataclass(frozen=True, kw_only=True)
class Condition(Dated):
    """Words that make a consent one that is needed in some cases only."""

    id: str
    words: str


@dataclass(frozen=True)
class Need:
    """A consent that must be given before a charge; a `conditional` one may be found not to be needed."""

    giver: str
    title: str
    conditional: bool
    says: str
    """How the offence words it; empty for what every offence needs."""


@cache
def all_givers() -> tuple[Giver, ...]:
    """Everybody who consents, of whatever date."""
    return load(LIMITS, Giver, section="givers")


@cache
def all_conditions() -> tuple[Condition, ...]:
    """Every wording of a condition, of whatever date."""
    return load(LIMITS, Condition, section="conditions")


def needs(offence: Offence, on: date) -> tuple[Need, ...]:
    """The consents that a charge with `offence` needs on the day `on`, in the order of the file."""
    parts = [part.strip() for part in re.split(r"[(;]", offence.consent)]
    found = []
    for giver in in_force(all_givers(), on):
        said = next((part for part in parts if giver.named and giver.named in part), "")
        if said or not giver.named:
            held = any(each.words in f" {said} " for each in in_force(all_conditions(), on))
            found.append(Need(giver.id, giver.title, held, said.rstrip(")")))
    return tuple(found)


def giver_title(id: str) -> str:
    """The name of somebody who consents; the id where the law no longer knows them."""
    return next((each.title for each in all_givers() if each.id == id), id)
