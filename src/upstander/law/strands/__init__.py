"""The strands of hostility - five monitored, others followed locally - and the faiths recorded as targeted."""

from __future__ import annotations

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
    """A faith perceived as targeted, recorded beside the strand religion."""

    id: str
    name: str


@cache
def all_strands() -> tuple[Strand, ...]:
    """Every strand in the file, of whatever date."""
    return load(STRANDS, Strand, section="strands")


@cache
def all_faiths() -> tuple[Faith, ...]:
    """Every targeted faith in the file, of whatever date."""
    return load(STRANDS, Faith, section="faiths")


def strands(on: date) -> tuple[Strand, ...]:
    """The strands that may be recorded on the day `on`, the monitored ones first."""
    return in_force(all_strands(), on)


def monitored(on: date) -> tuple[Strand, ...]:
    """The strands that are monitored nationally on the day `on`."""
    return tuple(strand for strand in strands(on) if strand.monitored)


def faiths(on: date) -> tuple[Faith, ...]:
    """The targeted faiths that may be recorded on the day `on`."""
    return in_force(all_faiths(), on)
