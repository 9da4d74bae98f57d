"""Whether the core evidence of a decision is complete: something shows every element of an offence that it rests on.

Source: prosecution guidance of 5 May 2026 on hate crime (law.public_interest, stage core_evidence): supporting evidence
may follow after the charge, what goes to an element may not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from upstander.duties.assessment.models import Decision
from upstander.duties.assessment.threshold import NOT_SHOWN
from upstander.law.offences import UnknownOffence, offence


@dataclass(frozen=True)
class Core:
    """One offence of a decision: how many elements it has, and the texts of those that nothing shows."""

    title: str
    elements: int
    lacking: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every element is shown."""
        return not self.lacking


def core_of(decision: Decision, on: date) -> tuple[Core, ...]:
    """Return how each offence of a decision stands, by the law of the day of the conduct (of `on` if not known)."""
    found = []
    for id in decision.offences:
        try:
            chosen = offence(id, decision.conduct_on or on)
        except UnknownOffence:
            continue
        said, points = decision.elements.get(id, {}), decision.shown_by.get(id, {})
        lacking = [part.text for part in chosen.elements if not shows(said.get(part.id, ""), points.get(part.id, ()))]
        found.append(Core(chosen.title, len(chosen.elements), tuple(lacking)))
    return tuple(found)


def shows(said: str, points: Sequence[str] = ()) -> bool:
    """Whether an answer says that something shows the element; `points` is what it points to, by codes."""
    words = said.strip().casefold()
    return bool(words) and not words.startswith(NOT_SHOWN) and NOT_SHOWN not in points
