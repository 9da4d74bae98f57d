"""What the elements of offences ask: features, each a plain question that is answered yes, no or not known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from upstander.law.dated import BadLaw, Dated, load

FACTS = Path(__file__).parent / "facts.yaml"

Owner = Literal["conduct", "suspect", "victim", "expression"]
OWNERS: tuple[Owner, ...] = ("conduct", "suspect", "victim", "expression")


@dataclass(frozen=True, kw_only=True)
class Feature(Dated):
    """One question of fact. `of` says whose it is; `says` is the sentence that the answer yes comes to."""

    id: str
    of: Owner
    question: str
    says: str
    topic: str = ""
    """For the conduct: the heading under which it is asked."""


@dataclass(frozen=True, kw_only=True)
class Topic(Dated):
    """A heading under which features of the conduct are asked about."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Way(Dated):
    """A means or an audience: the features that it answers yes (`gives`) and no (`rules_out`)."""

    id: str
    label: str
    gives: tuple[str, ...]
    rules_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contradiction(Dated):
    """Features that cannot be answered so at once: all of `yes` with yes, all of `no` with no; `says` is why."""

    id: str
    yes: tuple[str, ...]
    no: tuple[str, ...] = ()
    says: str


@cache
def all_features() -> tuple[Feature, ...]:
    """Every feature in the file. Raises BadLaw where one belongs to nobody or is named twice."""
    held = load(FACTS, Feature, section="features")
    names = [each.id for each in held]
    wrong = [
        f"feature {each.id}: {each.of} is not one of {', '.join(OWNERS)}" for each in held if each.of not in OWNERS
    ]
    topics = {each.id for each in all_topics()}
    wrong += [
        f"feature {each.id}: no topic {each.topic!r}"
        for each in held
        if each.of == "conduct" and each.topic not in topics
    ]
    wrong += [f"feature {name} stands twice" for name in sorted(set(names)) if names.count(name) > 1]
    if wrong:
        raise BadLaw("\n".join(wrong))
    return held


@cache
def all_topics() -> tuple[Topic, ...]:
    """Every heading, in the order in which they are asked."""
    return load(FACTS, Topic, section="topics")


@cache
def features() -> dict[str, Feature]:
    """The features by id."""
    return {each.id: each for each in all_features()}


@cache
def all_means() -> tuple[Way, ...]:
    """The ways in which conduct is done, and the features that each answers. Raises BadLaw."""
    return _named(load(FACTS, Way, section="means"))


@cache
def all_audiences() -> tuple[Way, ...]:
    """Public or private, and the features that each answers. Raises BadLaw."""
    return _named(load(FACTS, Way, section="audiences"))


@cache
def all_contradictions() -> tuple[Contradiction, ...]:
    """What cannot hold at once. Raises BadLaw where a feature is not one."""
    return _named(load(FACTS, Contradiction, section="contradictions"))


def of(owner: Owner) -> tuple[Feature, ...]:
    """The features of the conduct, a suspect, a victim or the record of free expression, in the order of the file."""
    return tuple(each for each in all_features() if each.of == owner)


def _named(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    known = features()
    wrong = [
        f"{row.id}: no feature {name}"
        for row in rows
        for field in ("gives", "rules_out", "yes", "no")
        for name in getattr(row, field, ())
        if name not in known
    ]
    if wrong:
        raise BadLaw("\n".join(wrong))
    return rows
