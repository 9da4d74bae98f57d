"""The child-centred route: which rules of age a victim or a person who posted brings in."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load

CHILDREN = Path(__file__).parent / "children.yaml"

Who = Literal["victim", "poster", "either"]


@dataclass(frozen=True, kw_only=True)
class AgeRule(Dated):
    """One rule of age: whom it concerns, below which age, and what follows.

    `counted_on` is "conduct" where the age on the day of the conduct counts, "today" where the present one does.
    `outcome` is a code of law.outcomes where the rule ends the matter.
    """

    id: str
    title: str
    who: Who
    below: int
    counted_on: Literal["conduct", "today"]
    route: str
    outcome: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerRule(Dated):
    """A question of law.triage whose answer yes may mean that a person is a child, while no age says otherwise."""

    id: str
    title: str
    question: str
    who: Who
    route: str


@cache
def all_rules() -> tuple[AgeRule, ...]:
    """Every rule of age in the file, of whatever date."""
    return load(CHILDREN, AgeRule)


@cache
def all_answers() -> tuple[AnswerRule, ...]:
    """Every answer in the file that may mean a child, of whatever date."""
    return load(CHILDREN, AnswerRule, section="answers")


def age_on(born: date, on: date) -> int:
    """The age in whole years that somebody born on the day `born` has on the day `on`.

    An age is reached at the first moment of the birthday; by somebody born on 29 February, on 1 March of other years.
    Raises ValueError for a birth that lies after `on`.
    """
    if born > on:
        raise ValueError(f"somebody born on {born} was not yet born on {on}")
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def rules_for(
    who: Who, *, age_at_conduct: int | None, age_now: int | None, on: date, extent: str = "england_wales"
) -> tuple[AgeRule, ...]:
    """The rules of the day `on` that these ages, in whole years, bring in for a victim or a poster, strictest first.

    An age that is not known (None) brings in nothing: ask for it. A poster of 9 at the time of the conduct stays below
    the age of criminal responsibility whatever their age now.
    """
    ages = {"conduct": age_at_conduct, "today": age_now}
    found = []
    for rule in in_force(all_rules(), on):
        age = ages[rule.counted_on]
        if rule.who in (who, "either") and rule.extent == extent and age is not None and age < rule.below:
            found.append(rule)
    return tuple(sorted(found, key=lambda rule: rule.below))


def rules_of_answers(yes: Set[str], on: date) -> tuple[AnswerRule, ...]:
    """The rules of the day `on` that the questions of law.triage answered `yes` bring in, while no age is known."""
    return tuple(rule for rule in in_force(all_answers(), on) if rule.question in yes)
