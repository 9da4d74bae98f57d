"""What a prosecutor weighs: the stages of the test, the factors of the public interest and the categories of posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load

PUBLIC_INTEREST = Path(__file__).parent / "public_interest.yaml"

Weighs = Literal["for", "against", "either"]


@dataclass(frozen=True, kw_only=True)
class Stage(Dated):
    """One step on the way to a decision to prosecute."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Factor(Dated):
    """One factor of the public interest. `weighs` says for or against a prosecution, or either way on the facts."""

    id: str
    question: str
    weighs: Weighs
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Category(Dated):
    """A category of posts in the prosecutor's guidance; `threshold` is "high" where few are prosecuted."""

    id: str
    title: str
    text: str
    threshold: Literal["usual", "high"]


@cache
def all_stages() -> tuple[Stage, ...]:
    """Every stage in the file, of whatever date."""
    return load(PUBLIC_INTEREST, Stage, section="stages")


@cache
def all_factors() -> tuple[Factor, ...]:
    """Every factor in the file, of whatever date."""
    return load(PUBLIC_INTEREST, Factor, section="factors")


@cache
def all_categories() -> tuple[Category, ...]:
    """Every category in the file, of whatever date."""
    return load(PUBLIC_INTEREST, Category, section="categories")


def stages(on: date) -> tuple[Stage, ...]:
    """The stages that hold on the day `on`, in their order."""
    return in_force(all_stages(), on)


def factors(on: date) -> tuple[Factor, ...]:
    """The factors to be weighed on the day `on`."""
    return in_force(all_factors(), on)


def check(record: Mapping[str, str], on: date) -> list[str]:
    """The ids of the factors of the day `on` that a record (factor id to words) leaves without an answer."""
    return [each.id for each in factors(on) if not record.get(each.id, "").strip()]
