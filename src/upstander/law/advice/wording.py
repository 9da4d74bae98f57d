"""The sentences that advice uses, and what it points to: dated data, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upstander.law.dated import Dated, in_force, load

ADVICE = Path(__file__).parent / "advice.yaml"
HOLDS = ("hand_over", "made_out", "all_below_age", "all_barred", "all_children", "open", "expression")
"""What a row of `points` may ask for."""


@dataclass(frozen=True, kw_only=True)
class Sentence(Dated):
    """One sentence about the facts, with names in braces that are filled in."""

    id: str
    says: str


@dataclass(frozen=True, kw_only=True)
class HandOver(Dated):
    """Who is handed conduct in another part of the United Kingdom; `force` is a code of law.places."""

    id: str
    to: str
    force: str
    says: str


@dataclass(frozen=True, kw_only=True)
class Point(Dated):
    """What advice points to where all of `holds` hold, with the codes under which it could end."""

    id: str
    holds: tuple[str, ...]
    says: str
    closing_reasons: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """A sentence about the facts, by its code."""

    code: str
    sentence: str


@cache
def all_sentences() -> tuple[Sentence, ...]:
    """Every sentence about the facts."""
    return (*load(ADVICE, Sentence, section="notices"), *load(ADVICE, Sentence, section="abroad"))


@cache
def all_hand_overs() -> tuple[HandOver, ...]:
    """Every hand-over to another part of the United Kingdom."""
    return load(ADVICE, HandOver, section="hand_overs")


@cache
def all_points() -> tuple[Point, ...]:
    """What advice may point to, the first that holds first."""
    return load(ADVICE, Point, section="points")


def notice(code: str, **names: object) -> Notice:
    """The sentence `code` with its names filled in."""
    row = next(each for each in all_sentences() if each.id == code)
    return Notice(code, row.says.format(**{name: said(value) for name, value in names.items()}))


def hand_over(where: str | None, on: date) -> HandOver | None:
    """Who is handed what was done in `where`, None where it is assessed here."""
    return next((each for each in in_force(all_hand_overs(), on) if each.id == where), None)


def said(value: object) -> str:
    """A day as a sentence names it; anything else as it is."""
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)
