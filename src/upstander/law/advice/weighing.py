"""Weigh every offence of the days of the conduct against the facts, for each suspect and victim apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from upstander.law.advice.reading import Reading
from upstander.law.facts import Document
from upstander.law.offences import Offence, all_grounds, all_offences, offences


@dataclass(frozen=True)
class Weighed:
    """One version of one offence against one suspect: the reading of the victim that fits best, and of every victim."""

    offence: Offence
    suspects: tuple[str, ...]
    best: Reading
    readings: tuple[Reading, ...]
    law: dict[str, Offence]
    first: date | None
    last: date | None
    """The days of the conduct on which this version held."""

    @property
    def lacking(self) -> list[str]:
        """Ids of elements that are not met."""
        return [id for id, verdict in self.best.weighed(self.offence).items() if verdict.state is False]

    @property
    def unknown(self) -> list[str]:
        """Ids of elements that are not known."""
        return [id for id, verdict in self.best.weighed(self.offence).items() if verdict.state is None]

    @property
    def gist(self) -> list[bool | None]:
        """The states of the elements that are its gist."""
        held = self.best.weighed(self.offence)
        return [held[id].state for id in self.offence.gist]

    @property
    def made_out(self) -> bool:
        """Whether every element is met."""
        return not self.lacking and not self.unknown

    @property
    def touched(self) -> bool:
        """Whether an element is met by something that was answered yes: what is only not excused is not looked at."""
        return any(
            verdict.state and any(self.best.answer(leaf) for leaf in verdict.rests_on)
            for verdict in self.best.weighed(self.offence).values()
        )

    @property
    def victims(self) -> tuple[str, ...]:
        """The victims for whom it stands as it does for the best one."""
        stands = self.best.made_out(self.offence)
        return tuple(
            each.victim.label for each in self.readings if each.victim and each.made_out(self.offence) is stands
        )


def weigh_all(document: Document, on: date) -> list[Weighed]:
    """Every version of every offence that held on a day of the conduct, against every suspect.

    Suspects for whom an offence rests on the same facts share one. Where the day is not known, the law of `on` is used.
    """
    held: dict[tuple[str, date, str], Weighed] = {}
    for first, last in _stretches(document.first or on, document.last or on):
        law = {each.id: each for each in offences(first)}
        for suspect in document.suspects or (None,):
            readings = tuple(Reading(document, suspect, victim, law, first) for victim in document.victims or (None,))
            for offence in law.values():
                key = (offence.id, offence.valid_from, suspect.label if suspect else "")
                known = held.get(key)
                began = known.first if known else first
                best = min(readings, key=lambda each, of=offence: _distance(each, of))  # type: ignore[misc]
                held[key] = Weighed(
                    offence, (suspect.label,) if suspect else (), best, readings, law,
                    began if document.first else None, last if document.last else None,
                )  # fmt: skip
    return _shared(held.values())


def before_the_law(document: Document, on: date) -> Iterator[tuple[Offence, Reading]]:
    """Yield each offence that began only after the conduct, with the reading that fits best."""
    if document.last is None:
        return
    then = {each.id for each in offences(document.last)}
    later: dict[str, Offence] = {}
    for each in sorted(all_offences(), key=lambda one: one.valid_from):
        if each.id not in then and document.last < each.valid_from <= on:
            later.setdefault(each.id, each)
    for offence in later.values():
        law = {each.id: each for each in offences(offence.valid_from)}
        readings = [
            Reading(document, suspect, victim, law, offence.valid_from)
            for suspect in document.suspects or (None,)
            for victim in document.victims or (None,)
        ]
        yield offence, min(readings, key=lambda each, of=offence: _distance(each, of))  # type: ignore[misc]


def _stretches(first: date, last: date) -> list[tuple[date, date]]:
    """The days from first to last, cut wherever an offence or a ground begins or ends."""
    rows = [*all_offences(), *all_grounds()]
    cuts = {each.valid_from for each in rows} | {each.valid_to + timedelta(days=1) for each in rows if each.valid_to}
    starts = [first, *sorted(day for day in cuts if first < day <= last)]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), last]
    return list(zip(starts, ends, strict=True))


def _distance(reading: Reading, offence: Offence) -> tuple[int, int]:
    states = [verdict.state for verdict in reading.weighed(offence).values()]
    return states.count(False), states.count(None)


def _shared(found: object) -> list[Weighed]:
    """Put together suspects for whom a version of an offence rests on the same facts."""
    shared: dict[object, Weighed] = {}
    for each in found:  # type: ignore[attr-defined]
        verdicts = tuple(sorted(each.best.weighed(each.offence).items()))
        states = tuple(one.made_out(each.offence) for one in each.readings)
        key = (each.offence.id, each.offence.valid_from, verdicts, states)
        known = shared.get(key)
        shared[key] = replace(known, suspects=known.suspects + each.suspects) if known else each
    return list(shared.values())
