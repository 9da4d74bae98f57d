"""The freedom-of-expression record: six factors, each of which a decider answers before a decision stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from upstander.law.dated import Dated, in_force, load

SHORTEST_ANSWER = 3


@dataclass(frozen=True)
class Answer:
    """An answer in words that a decider may choose instead of writing one."""

    id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Factor(Dated):
    """One factor of the record: the question, a hint, and the answers that are offered in words."""

    id: str
    question: str
    hint: str
    answers: tuple[Answer, ...]


@cache
def all_factors() -> tuple[Factor, ...]:
    """Every factor in the file, of whatever date."""
    return load(Path(__file__).parent / "expression.yaml", Factor, convert={"answers": _answers})


def _answers(raw: Any) -> tuple[Answer, ...]:
    return tuple(Answer(str(each["id"]), str(each["label"])) for each in raw)


def factors(on: date) -> tuple[Factor, ...]:
    """The factors to answer on the day `on`, in order."""
    return in_force(all_factors(), on)


def check(answers: Mapping[str, str], on: date | None = None) -> list[str]:
    """The ids of the factors not yet answered, in order; an answer of fewer than three letters is none.

    Without `on`, the factors that hold until further notice are asked for.
    """
    asked = factors(on) if on else tuple(factor for factor in all_factors() if factor.valid_to is None)
    return [factor.id for factor in asked if len(str(answers.get(factor.id) or "").strip()) < SHORTEST_ANSWER]
