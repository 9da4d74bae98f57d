"""The offences an online hub meets: elements, maximum, time limit, consent - by the date of the conduct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from upstander.law.dated import BadLaw, Dated, in_force, load
from upstander.law.facts.features import features
from upstander.law.limits.counting import last_day
from upstander.law.offences.conditions import Condition, condition, leaves

OFFENCES = Path(__file__).parent / "offences.yaml"

Basis = Literal["none", "offence", "last_incident", "prosecutor_knowledge", "anticipated"]
BASES: tuple[Basis, ...] = ("none", "offence", "last_incident", "prosecutor_knowledge", "anticipated")
MODES = ("summary", "either_way", "indictable", "anticipated")


class UnknownOffence(LookupError):
    """No offence of this id holds on that day."""


@dataclass(frozen=True)
class Element:
    """One thing that must be proved, in plain words."""

    id: str
    text: str


@dataclass(frozen=True)
class TimeLimit:
    """How long proceedings may still begin. `months` and `long_stop_months` are None where the basis has none.

    `first_day_counts`: the statute says "beginning with the day", so that the limit ends one day earlier.
    """

    basis: Basis
    months: int | None = None
    long_stop_months: int | None = None
    first_day_counts: bool = False


@dataclass(frozen=True, kw_only=True)
class Offence(Dated):
    """One offence as it stands between two dates of conduct.

    `consent` says who must consent to a prosecution (empty: nobody beyond the charging rules). `communications` ones
    need a named supervisor's sign-off before they are recorded, `incitement` ones a senior investigator's decision.
    `aggravation`: "none", "sentencing" (Sentencing Act 2020 s.66), "form" (an aggravated form exists: `aggravated_as`)
    or "built_in" (the hostility is an element).

    `when` says for each element what it asks of the facts. `gist` are the elements without which the offence is not
    advised, `specific` puts the closer fit first; once one of `covered_by` is made out, this one is named beside it.
    """

    id: str
    title: str
    act: str
    section: str
    elements: tuple[Element, ...]
    when: Mapping[str, Condition]
    gist: tuple[str, ...]
    specific: int
    covered_by: tuple[str, ...] = ()
    mode: str
    maximum: str
    time_limit: TimeLimit
    consent: str = ""
    communications: bool = False
    incitement: bool = False
    aggravation: str = "sentencing"
    aggravated_as: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ground(Dated):
    """A characteristic, by strand id, on which a regime of aggravation or of stirring up hatred rests."""

    id: str
    regime: str
    strand: str


@cache
def all_offences() -> tuple[Offence, ...]:
    """Every version of every offence in the file. Raises BadLaw, also where a condition names what does not exist."""
    held = load(OFFENCES, Offence, convert={"elements": _elements, "time_limit": _time_limit, "when": _conditions})
    if wrong := ill_conditioned(held, {each.regime for each in all_grounds()}):
        raise BadLaw("\n".join(wrong))
    return held


def ill_conditioned(held: Iterable[Offence], regimes: Iterable[str]) -> list[str]:
    """What is wrong with the conditions: elements without one, names that are no feature, regime or offence."""
    held = list(held)
    known = {"fact": set(features()), "hostility": set(regimes), "offence": {each.id for each in held}}
    kinds = {"fact": "feature", "hostility": "regime", "offence": "offence"}
    wrong = []
    for each in held:
        elements = {part.id for part in each.elements}
        wrong += [f"offences {each.id}: the element {id} has no condition" for id in sorted(elements - set(each.when))]
        wrong += [
            f"offences {each.id}: a condition for {id}, which is no element" for id in each.when if id not in elements
        ]
        wrong += [f"offences {each.id}: the gist {id} is no element" for id in each.gist if id not in elements]
        wrong += [] if each.gist else [f"offences {each.id}: no gist"]
        wrong += [f"offences {each.id}: no offence {id}" for id in each.covered_by if id not in known["offence"]]
        wrong += [
            f"offences {each.id}: no {kinds[leaf.kind]} {leaf.name}"
            for held_by in each.when.values()
            for leaf in leaves(held_by)
            if leaf.name not in known[leaf.kind]
        ]
    return list(dict.fromkeys(wrong))


@cache
def all_grounds() -> tuple[Ground, ...]:
    """Every ground in the file, of whatever date."""
    return load(OFFENCES, Ground, section="grounds")


def offences(on: date) -> tuple[Offence, ...]:
    """The offences in force for conduct on the day `on`."""
    return in_force(all_offences(), on)


def offence(id: str, on: date) -> Offence:
    """The offence `id` as it stood for conduct on the day `on`. Raises UnknownOffence."""
    for entry in offences(on):
        if entry.id == id:
            return entry
    raise UnknownOffence(f"no offence {id!r} was in force on {on}")


def grounds(regime: str, on: date) -> tuple[str, ...]:
    """The strand ids on which a regime (cda_28, sentencing_66, stirring_3, stirring_3a) rests on the day `on`."""
    return tuple(ground.strand for ground in in_force(all_grounds(), on) if ground.regime == regime)


def time_limit(offence: Offence, conduct_on: date, prosecutor_knew_on: date | None = None) -> date | None:
    """The last day on which proceedings may begin, or None where there is no limit.

    `conduct_on` is the day of the conduct, or of the last incident in a course of conduct. Where the limit runs from
    the prosecutor's knowledge of sufficient evidence: the earlier of that limit and the long stop, and the long stop
    alone while no prosecutor has seen the file. For encouraging or assisting an offence, the limit that holds if the
    anticipated offence is summary only, which is the earliest bar that can apply.
    """
    limit = offence.time_limit
    if limit.basis == "none":
        return None
    ends = []
    if limit.basis != "prosecutor_knowledge":
        ends.append(_end(conduct_on, limit.months, limit.first_day_counts))
    elif prosecutor_knew_on is not None:
        ends.append(_end(prosecutor_knew_on, limit.months, limit.first_day_counts))
    ends.append(_end(conduct_on, limit.long_stop_months, limit.first_day_counts))
    known = [end for end in ends if end is not None]
    return min(known) if known else None


def _end(start: date, months: int | None, first_day_counts: bool) -> date | None:
    if months is None:
        return None
    return last_day(start, months, first_day_counts=first_day_counts)


def _elements(raw: Any) -> tuple[Element, ...]:
    """Elements are written in the file as a mapping from id to text."""
    if not isinstance(raw, dict) or not raw:
        raise ValueError("elements must map an id to its text")
    return tuple(Element(str(id), str(text)) for id, text in raw.items())


def _conditions(raw: Any) -> Mapping[str, Condition]:
    """Conditions are written in the file as a mapping from the element's id."""
    if not isinstance(raw, dict):
        raise ValueError("when must map the id of an element to its condition")
    return {str(id): condition(each) for id, each in raw.items()}


def _time_limit(raw: Any) -> TimeLimit:
    limit = TimeLimit(**raw)
    if limit.basis not in BASES:
        raise ValueError(f"the basis must be one of {', '.join(BASES)}")
    if (limit.basis == "none") != (limit.months is None):
        raise ValueError("a limit has months, and no limit has none")
    return limit
