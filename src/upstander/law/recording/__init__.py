"""Who must sign off, besides the person who decides, before a crime of a certain kind is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load
from upstander.law.offences import Offence, offence


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
    return load(Path(__file__).parent / "recording.yaml", SignOffRule)


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
