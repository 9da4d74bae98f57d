"""The rules of recording a crime: what they ask, whose time it is, and who must sign off besides the decider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load
from upstander.law.offences import Offence, offence

RECORDING = Path(__file__).parent / "recording.yaml"
MOMENTS = ("first_receipt", "reached_hub", "accepted", "recorded")
"""The moments of a matter, in their order, between which the shares of the recording clock run."""


@dataclass(frozen=True, kw_only=True)
class SignOffRule(Dated):
    """A rule that asks for a sign-off. `applies_to` is the property of an offence that brings it in; the rule first in
    the file is the stronger one and satisfies those after it.
    """

    id: str
    applies_to: Literal["communications", "incitement"]
    roles: tuple[str, ...]
    other_than_decider: bool
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Part(Dated):
    """A part of the counting rules, by its letter."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Rule(Dated):
    """One thing that the rules ask. `part` is its part, `clock` a clock of law.clocks, `sign_off` a SignOffRule."""

    id: str
    part: str
    title: str
    text: str
    clock: str | None = None
    sign_off: str | None = None


@dataclass(frozen=True, kw_only=True)
class Share(Dated):
    """Whose time it is between two of MOMENTS."""

    id: str
    title: str
    starts: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class Flag(Dated):
    """A mark that the statistics ask for on a recorded crime."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Requirement:
    """A sign-off that is needed: by a named person in one of `roles`, for these offences, under these rules.

    `role` is the first of `roles`; `sentence` says it in plain words.
    """

    role: str
    roles: tuple[str, ...]
    other_than_decider: bool
    offences: tuple[str, ...]
    rules: tuple[str, ...]
    sentence: str


@cache
def all_rules() -> tuple[SignOffRule, ...]:
    """Every sign-off rule in the file, of whatever date."""
    return load(RECORDING, SignOffRule)


@cache
def all_parts() -> tuple[Part, ...]:
    """Every part of the counting rules in the file, of whatever date."""
    return load(RECORDING, Part, section="parts")


@cache
def all_asked() -> tuple[Rule, ...]:
    """Everything that the rules ask, of whatever date."""
    return load(RECORDING, Rule, section="rules")


@cache
def all_shares() -> tuple[Share, ...]:
    """Every share of the recording clock in the file, of whatever date."""
    return load(RECORDING, Share, section="shares")


@cache
def all_flags() -> tuple[Flag, ...]:
    """Every mark that the statistics ask for, of whatever date."""
    return load(RECORDING, Flag, section="flags")


def asked(on: date) -> tuple[Rule, ...]:
    """What the rules of recording ask on the day `on`, in the order of their parts."""
    return in_force(all_asked(), on)


def shares(moments: Mapping[str, datetime], at: datetime) -> dict[str, timedelta]:
    """How long each party has had the matter by the time `at`, by the id of its share.

    Together they are the time since the first receipt, until the crime was recorded. `moments` are those of MOMENTS
    that have come; "first_receipt" anywhere in policing must be among them. Where the hub records a crime itself,
    "accepted" never comes, and what is left of the time is the hub's. What began later than `at` has no time yet.
    Raises ValueError for a naive time, an unknown moment, and moments that run against their order.
    """
    unknown = set(moments) - set(MOMENTS)
    if unknown or "first_receipt" not in moments:
        raise ValueError(f"the moments are {', '.join(MOMENTS)}, and the first must be given")
    known = [moments[name] for name in MOMENTS if name in moments]
    if any(each.tzinfo is None for each in (*known, at)):
        raise ValueError("moments are aware times")
    if known != sorted(known):
        raise ValueError("the moments must follow one another")
    end = min(at, moments["recorded"]) if "recorded" in moments else at
    bounds = {}
    for name in reversed(MOMENTS):
        end = min(moments.get(name, end), end)  # a moment that was passed over falls together with the next one
        bounds[name] = end
    held = in_force(all_shares(), moments["first_receipt"].date())
    return {each.id: bounds[each.ends] - bounds[each.starts] for each in held}


def sign_off_needed(offence_ids: Iterable[str], on: date) -> Requirement | None:
    """The sign-off that recording these offences needs on the day `on`, or None.

    Where several rules ask, the strongest one's roles must sign. Raises UnknownOffence.
    """
    chosen = [offence(id, on) for id in offence_ids]
    asking = [rule for rule in in_force(all_rules(), on) if any(_applies(rule, each) for each in chosen)]
    if not asking:
        return None
    strongest = asking[0]
    return Requirement(
        role=strongest.roles[0],
        roles=strongest.roles,
        other_than_decider=any(rule.other_than_decider for rule in asking),
        offences=tuple(each.id for each in chosen if any(_applies(rule, each) for rule in asking)),
        rules=tuple(rule.id for rule in asking),
        sentence=" ".join(rule.sentence for rule in asking),
    )


def _applies(rule: SignOffRule, offence: Offence) -> bool:
    return offence.communications if rule.applies_to == "communications" else offence.incitement
