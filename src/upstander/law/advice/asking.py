"""Which questions are worth asking next: the answers that the offences in question still wait for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from upstander.law.advice.advising import candidates
from upstander.law.advice.reading import Reading
from upstander.law.advice.weighing import Weighed
from upstander.law.facts import Document, Feature
from upstander.law.facts.features import features
from upstander.law.offences import Offence
from upstander.law.offences.conditions import Leaf

NEAREST = 6
"""Of the offences that the facts could still meet, how many are asked about: the nearest."""


@dataclass(frozen=True)
class OpenQuestion:
    """A feature that is not known, of whom it is asked (the label of a suspect or victim), and what waits for it."""

    feature: Feature
    whom: str
    offences: tuple[str, ...]


def open_questions(document: Document, on: date) -> tuple[OpenQuestion, ...]:
    """The questions whose answers would settle an element: those of offences met in their gist first, then by how many.

    Hostility is not among them: it is asked of each victim by strand. Raises nothing; with nothing in question, none.
    """
    kept, could = candidates(document, on)
    waiting: dict[tuple[str, str], list[str]] = {}
    for each in [*kept, *could[:NEAREST]]:
        for name, whom in dict.fromkeys(_unknown(each)):
            ids = waiting.setdefault((name, whom), [])
            ids += [each.offence.id] if each.offence.id not in ids else []
    met = {each.offence.id for each in kept}
    ranked = sorted(waiting.items(), key=lambda one: (not met & {*one[1]}, -len(one[1])))
    return tuple(OpenQuestion(features()[name], whom, tuple(ids)) for (name, whom), ids in ranked)


def _unknown(weighed: Weighed) -> Iterator[tuple[str, str]]:
    """Yield each feature that an element of the offence waits for, and whose it is."""
    for reading in weighed.readings:
        for leaf in _leaves(reading, weighed.offence):
            owner = features()[leaf.name].of
            if owner == "suspect":
                yield from ((leaf.name, label) for label in weighed.suspects or ("",))
            elif owner == "victim":
                yield leaf.name, reading.victim.label if reading.victim else ""
            else:
                yield leaf.name, ""


def _leaves(reading: Reading, offence: Offence) -> Iterator[Leaf]:
    """Yield the facts not known on which an element rests, through the offences that it refers to."""
    for verdict in reading.weighed(offence).values():
        if verdict.state is not None:
            continue
        for leaf in verdict.rests_on:
            if leaf.kind == "fact" and reading.answer(leaf) is None:
                yield leaf
            elif leaf.kind == "offence" and leaf.name in reading.law and reading.answer(leaf) is None:
                yield from _leaves(reading, reading.law[leaf.name])
