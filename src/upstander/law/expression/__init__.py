"""The freedom-of-expression record: six factors, each of which a decider answers before a decision stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upstander.law.dated import Dated, in_force, load

SHORTEST_ANSWER = 3


@dataclass(frozen=True, kw_only=True)
class Factor(Dated):
    """One factor of the record: the question to answer in the decider's own words, and a hint."""

    id: str
    question: str
    hint: str


@cache
def all_factors() -> tuple[Factor, ...]:
    """Every factor in the file, of whatever date."""
    return load(Path(__file__).parent / "expression.yaml", Factor)


def factors(on: date) -> tuple[Factor, ...]:
    """The factors to answer on the day `on`, in order."""
    return in_force(all_factors(), on)


def check(answers: Mapping[str, str], on: date | None = None) -> list[str]:
    """The ids of the factors not yet answered, in order; an answer of fewer than three letters is none.

    Without `on`, the factors that hold until further notice are asked for.
    """
    asked = factors(on) if on else tuple(factor for factor in all_factors() if factor.valid_to is None)
    return [factor.id for factor in asked if len(str(answers.get(factor.id) or "").strip()) < SHORTEST_ANSWER]
