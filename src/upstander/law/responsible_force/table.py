"""The ordered table of rules, loaded from its dated file and held against the words that the engine understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from upstander.law.dated import Dated, in_force, load

TABLE = Path(__file__).parent / "responsible_force.yaml"


@dataclass(frozen=True)
class Option:
    """One way to fill an answer: the source of the place (or who holds it), a sentence, perhaps another rule's id."""

    source: str
    sentence: str
    rule: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rule(Dated):
    """One row: when all of its terms hold, each answer is the first of its options whose place is known."""

    id: str
    title: str
    when: tuple[str, ...]
    recording: tuple[Option, ...]
    investigating: tuple[Option, ...] | None = None
    victim_contact: tuple[Option, ...] | None = None
    sign_off: str
    questions: tuple[str, ...] = ()
    urgency: str = "usual"
    review_days: int | None = None

    def options(self, capacity: str) -> tuple[Option, ...]:
        """The options of one answer; an answer left out is the same as the recording one."""
        return getattr(self, capacity) or self.recording


@dataclass(frozen=True, kw_only=True)
class Modifier(Dated):
    """A row that changes sign-off and contact without choosing the force."""

    id: str
    title: str
    when: tuple[str, ...]
    sign_off: str
    victim_contact: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Notice(Dated):
    """A force to tell when all terms hold: the source of its place, why, and the clock that the telling starts."""

    id: str
    when: tuple[str, ...]
    source_of_force: str
    why: str
    sentence: str
    clock: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Flag(Dated):
    """A warning to show when all terms hold, under the rules named (none named: under all)."""

    id: str
    when: tuple[str, ...]
    text: str
    rules: tuple[str, ...] = ()


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every version of every rule, in the order of the table."""
    answers = dict.fromkeys(("recording", "investigating", "victim_contact"), _options)
    return load(TABLE, Rule, section="rules", convert=answers)


@cache
def all_modifiers() -> tuple[Modifier, ...]:
    """Every modifier in the file."""
    return load(TABLE, Modifier, section="modifiers", convert={"victim_contact": _options})


@cache
def all_notices() -> tuple[Notice, ...]:
    """Every notice in the file."""
    return load(TABLE, Notice, section="notices")


@cache
def all_flags() -> tuple[Flag, ...]:
    """Every flag in the file."""
    return load(TABLE, Flag, section="flags")


def rules(on: date) -> tuple[Rule, ...]:
    """The rules in force on the day `on`, in the order in which they are tested."""
    return in_force(all_rules(), on)


def _options(raw: Any) -> tuple[Option, ...]:
    """Options are written as a list of mappings with `from`, `sentence` and perhaps `rule`."""
    if not isinstance(raw, list) or not raw:
        raise ValueError("a list of options is needed")
    if any(set(row) - {"from", "sentence", "rule"} for row in raw):
        raise ValueError("an option has from, sentence and perhaps rule")
    return tuple(Option(row["from"], row["sentence"], row.get("rule")) for row in raw)
