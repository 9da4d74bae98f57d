"""Twelve questions and a table of rules that put a report into a band, for the reason of the first rule that fires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from upstander.law.dated import Dated, in_force, load

TRIAGE = Path(__file__).parent / "triage.yaml"

Level = Literal["high", "medium", "standard"]
YES, NO, NOT_KNOWN = "yes", "no", "not_known"


class UnknownAnswer(ValueError):
    """An answer is to a question that does not exist, or is none of yes, no and not_known."""


@dataclass(frozen=True, kw_only=True)
class Question(Dated):
    """One of the questions; `theme` is Threat, Harm, Risk, Investigation, Vulnerability or Engagement."""

    id: str
    theme: str
    text: str


@dataclass(frozen=True, kw_only=True)
class BandRule(Dated):
    """One row of the table: the level set when, of each group in `all_of`, at least one question is answered yes."""

    id: str
    level: Level
    all_of: tuple[tuple[str, ...], ...]
    sentence: str


@dataclass(frozen=True)
class Band:
    """The band of a report, the rule that set it, its sentence, and the questions still not known.

    `could_rise_to` is the highest level that the questions not known could still bring, None when they change nothing.
    """

    level: Level
    rule: str
    sentence: str
    not_known: tuple[str, ...] = ()
    could_rise_to: Level | None = None


@cache
def all_questions() -> tuple[Question, ...]:
    """Every question in the file, of whatever date."""
    return load(TRIAGE, Question, section="questions")


@cache
def all_rules() -> tuple[BandRule, ...]:
    """Every rule in the file, of whatever date, in the order in which they are tested."""
    return load(TRIAGE, BandRule, section="rules", convert={"all_of": _groups})


def questions(on: date) -> tuple[Question, ...]:
    """The questions asked on the day `on`."""
    return in_force(all_questions(), on)


def band(answers: Mapping[str, str], on: date | None = None) -> Band:
    """The band that the `answers` (question id to "yes", "no" or "not_known") lead to; a missing answer is not known.

    Not known is never no: it neither fires a rule nor rules one out, and the band says what it could still become.
    Without `on`, the rules that hold until further notice are used. Raises UnknownAnswer.
    """
    asked = [each.id for each in _held(all_questions(), on)]
    for id, answer in answers.items():
        if id not in asked or answer not in (YES, NO, NOT_KNOWN):
            raise UnknownAnswer(f"{id!r}: {answer!r} is not an answer to a question of the table")
    given = {id: answers.get(id, NOT_KNOWN) for id in asked}
    rules = _held(all_rules(), on)
    fired = _first(rules, {id for id, answer in given.items() if answer == YES})
    best = _first(rules, {id for id, answer in given.items() if answer != NO})
    not_known = tuple(id for id, answer in given.items() if answer == NOT_KNOWN)
    rises = best.level if best.level != fired.level else None
    return Band(fired.level, fired.id, fired.sentence, not_known, rises)


def _held(entries: tuple[Any, ...], on: date | None) -> tuple[Any, ...]:
    return in_force(entries, on) if on else tuple(entry for entry in entries if entry.valid_to is None)


def _first(rules: tuple[BandRule, ...], yes: set[str]) -> BandRule:
    return next(rule for rule in rules if all(yes & set(group) for group in rule.all_of))


def _groups(raw: Any) -> tuple[tuple[str, ...], ...]:
    """Groups are written as a list of lists of question ids; an empty list is a rule that always fires."""
    return tuple(tuple(str(id) for id in group) for group in raw)
