"""The strands of hostility - five monitored, others followed locally - and the faiths recorded as targeted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upstander.law.dated import Dated, in_force, load

STRANDS = Path(__file__).parent / "strands.yaml"


@dataclass(frozen=True, kw_only=True)
class Strand(Dated):
    """One strand. `monitored` strands are counted nationally; `hint` explains it to someone who reports."""

    id: str
    name: str
    monitored: bool
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Faith(Dated):
    """A faith perceived as targeted, recorded beside a strand; not `known`: the answer that nobody knows it."""

    id: str
    name: str
    strand: str
    known: bool = True


@dataclass(frozen=True, kw_only=True)
class StrandRule(Dated):
    """What holds for strands as such; `allowed` is whether a form or a decision may act on it."""

    id: str
    title: str
    text: str
    allowed: bool


@cache
def all_strands() -> tuple[Strand, ...]:
    """Every strand in the file, of whatever date."""
    return load(STRANDS, Strand, section="strands")


@cache
def all_faiths() -> tuple[Faith, ...]:
    """Every targeted faith in the file, of whatever date."""
    return load(STRANDS, Faith, section="faiths")


@cache
def all_rules() -> tuple[StrandRule, ...]:
    """Everything that holds for strands as such, of whatever date."""
    return load(STRANDS, StrandRule, section="rules")


def none_is_valid(on: date) -> bool:
    """Whether a matter may carry no strand at all on the day `on`."""
    return any(rule.id == "none_is_valid" and rule.allowed for rule in in_force(all_rules(), on))


def strands(on: date) -> tuple[Strand, ...]:
    """The strands that may be recorded on the day `on`, the monitored ones first."""
    return in_force(all_strands(), on)


def monitored(on: date) -> tuple[Strand, ...]:
    """The strands that are monitored nationally on the day `on`."""
    return tuple(strand for strand in strands(on) if strand.monitored)


def faiths(on: date) -> tuple[Faith, ...]:
    """The targeted faiths that may be recorded on the day `on`."""
    return in_force(all_faiths(), on)


def wrong_faiths(chosen: Sequence[str], strand_ids: Collection[str], held: Collection[Faith]) -> list[str]:
    """What is wrong with faiths `chosen` beside the strands `strand_ids`, of those `held`, in plain sentences.

    None need be chosen. One that nobody knows stands alone.
    """
    by_id = {each.id: each for each in held}
    wrong = [f"{id!r} is not a faith that is recorded as targeted" for id in chosen if id not in by_id]
    known = [by_id[id] for id in chosen if id in by_id]
    astray = [each for each in known if each.strand not in strand_ids]
    wrong += [f"{each.id!r} is recorded beside the strand {each.strand} alone" for each in astray]
    if len(set(chosen)) > 1:
        wrong += [f"{each.id!r} says that it is not known, and stands alone" for each in known if not each.known]
    return wrong
