"""What would change a case: the missing facts that would settle most, the lawful step to each, and the clock it races.

It ranks enquiries, never people, and orders nothing: an officer chooses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from upstander.law.dated import Dated, in_force, load
from upstander.law.responsible_force import CAPACITIES, Facts, Proposal, propose

FILE = Path(__file__).parent / "what_next.yaml"
PROBES = ("E23000010", "E23000005")
"""Two forces, one of which is not what is proposed already: the place that is tried for a place that is not known."""


@dataclass(frozen=True, kw_only=True)
class FactStep(Dated):
    """A fact that the table of forces asks for, and the lawful step to it.

    `sets` says what is tried in its place; where what it `needs` is not known, there is nothing to ask yet.
    """

    id: str
    question: str
    sets: dict[str, Any]
    step: str
    authority: str
    races: tuple[str, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ElementStep(Dated):
    """The elements of offences that one kind of step may show; `other` covers what no row names."""

    id: str
    covers: tuple[str, ...]
    question: str
    step: str
    authority: str
    races: tuple[str, ...]


@dataclass(frozen=True)
class Running:
    """A clock that runs on the case."""

    name: str
    due_at: datetime


@dataclass(frozen=True)
class NotShown:
    """An element that nothing shows yet of an offence that is looked at; `limit`: the last day to begin proceedings."""

    offence: str
    element: str
    text: str
    limit: date | None = None


@dataclass(frozen=True)
class Known:
    """What is known of a case. `facts` is None where a force has the case: no fact about places is asked then."""

    facts: Facts | None
    not_shown: tuple[NotShown, ...] = ()
    clocks: tuple[Running, ...] = ()
    event_named: bool = False
    """A report speaks of something that is still to happen."""


@dataclass(frozen=True)
class Missing:
    """One missing fact: the question, the lawful step, its authority, the clock it races and what it would complete."""

    id: str
    question: str
    step: str
    authority: str
    clock: str
    """The name of the clock or `time_limit`; empty where nothing runs."""
    by: datetime | None
    completes: int
    settles: tuple[str, ...]
    """Capacities of the table of forces, and ids of offences."""


@cache
def all_fact_steps() -> tuple[FactStep, ...]:
    """Every step to a fact about places, of whatever date."""
    return load(FILE, FactStep, section="facts", convert={"sets": dict})


@cache
def all_element_steps() -> tuple[ElementStep, ...]:
    """Every step to an element of an offence, of whatever date."""
    return load(FILE, ElementStep, section="elements")


def what_next(known: Known, on: date) -> tuple[Missing, ...]:
    """Return the missing facts: the earliest limit first, then what completes most, then the order of the file."""
    found = [*_facts(known, on), *_elements(known, on)]
    last = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda each: (each.by or last, -each.completes)))


def _facts(known: Known, on: date) -> list[Missing]:
    if known.facts is None:
        return []
    now, found = propose(known.facts, on), []
    for row in in_force(all_fact_steps(), on):
        tried = _tried(known, known.facts, row, now)
        if tried is None:
            continue
        then = propose(tried, on)
        settles = tuple(each for each in CAPACITIES if then.force_for(each) != now.force_for(each))
        named = sum(now.force_for(each) is None for each in settles)
        if settles:
            # What names a force where none could be named completes more than what would change the name.
            found.append(_missing(row, known, settles, len(settles) + named))
    return found


def _tried(known: Known, facts: Facts, row: FactStep, now: Proposal) -> Facts | None:
    """Return the facts with this one known, None where it is known already or would contradict what is said."""
    if row.sets.get("victim", facts.victim) != facts.victim and facts.victim != "none":
        return None
    asked = next(name for name, value in row.sets.items() if value == "place")
    if not all(known.event_named if name == "event_named" else facts.given(name) for name in row.needs):
        return None
    if facts.given(asked) or (asked == "danger_place" and not facts.danger_now):
        return None
    proposed = {now.force_for(each) for each in CAPACITIES}
    probe = next((code for code in PROBES if code not in proposed), PROBES[0])
    tried: dict[str, Any] = {name: probe if value == "place" else value for name, value in row.sets.items()}
    return replace(facts, **tried)


def _elements(known: Known, on: date) -> list[Missing]:
    """Return one step for each kind of element that is not shown, with all the elements that it may show."""
    steps = in_force(all_element_steps(), on)
    rest = next((row for row in steps if row.id == "other"), None)
    found = []
    for row in steps:
        shown = [each for each in known.not_shown if _row_of(each, steps, rest) is row]
        if shown:
            texts = "; ".join(dict.fromkeys(each.text for each in shown))
            limits = [each.limit for each in shown if each.limit]
            asked = replace(row, question=row.question % {"element": texts})
            offences = tuple(dict.fromkeys(each.offence for each in shown))
            found.append(_missing(asked, known, offences, len(shown), min(limits, default=None)))
    return found


def _row_of(one: NotShown, steps: tuple[ElementStep, ...], rest: ElementStep | None) -> ElementStep | None:
    return next((row for row in steps if one.element in row.covers), rest)


def _missing(
    row: FactStep | ElementStep, known: Known, settles: tuple[str, ...], completes: int, limit: date | None = None
) -> Missing:
    racing = [(each.due_at, each.name) for each in known.clocks if each.name in row.races]
    if limit:
        racing.append((datetime.combine(limit, time(23, 59, 59), tzinfo=UTC), "time_limit"))
    by, clock = min(racing, default=(None, ""))
    return Missing(row.id, row.question, row.step, row.authority, clock, by, completes, settles)
