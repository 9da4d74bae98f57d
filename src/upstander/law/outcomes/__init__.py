"""The outcomes a matter may have: the Home Office's types and the hub's own wider list of results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from upstander.law.dated import Dated, in_force, load


class UnknownOutcome(LookupError):
    """No outcome has this code on that day."""


@dataclass(frozen=True, kw_only=True)
class Outcome(Dated):
    """One outcome. `group` sorts it for counting; `positive` marks a result for the victim or the community."""

    code: str
    label: str
    kind: Literal["home_office", "hub"]
    group: str
    positive: bool = False


@cache
def all_outcomes() -> tuple[Outcome, ...]:
    """Every outcome in the file, of whatever date."""
    return load(Path(__file__).parent / "outcomes.yaml", Outcome)


def outcomes(on: date, kind: str | None = None) -> tuple[Outcome, ...]:
    """The outcomes that may be recorded on the day `on`, of one `kind` ("home_office" or "hub") or of both."""
    return tuple(each for each in in_force(all_outcomes(), on) if kind is None or each.kind == kind)


def outcome(code: str, on: date) -> Outcome:
    """The outcome `code` on the day `on`. Raises UnknownOutcome."""
    for entry in outcomes(on):
        if entry.code == code:
            return entry
    raise UnknownOutcome(f"no outcome has the code {code!r} on {on}")
