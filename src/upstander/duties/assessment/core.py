"""Whether the core evidence of a decision is complete: something shows every element of an offence that it rests on.

Source: prosecution guidance of 5 May 2026 on hate crime (law.public_interest, stage core_evidence): supporting evidence
may follow after the charge, what goes to an element may not.
"""

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
        said = decision.elements.get(id, {})
        lacking = [part.text for part in chosen.elements if not shows(said.get(part.id, ""))]
        found.append(Core(chosen.title, len(chosen.elements), tuple(lacking)))
    return tuple(found)


def shows(said: str) -> bool:
    """Whether an answer says that something shows the element."""
    return not said.strip().casefold().startswith(NOT_SHOWN) and bool(said.strip())
