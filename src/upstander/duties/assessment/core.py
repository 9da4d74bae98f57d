"""The core evidence of a decision: which elements of an offence nothing shows.

Source: prosecution guidance of 5 May 2026 on hate crime (law.public_interest, stage core_evidence): supporting evidence
may follow after the charge, what goes to an element may not.
"""

from upstander.duties.assessment.models import Decision
from upstander.duties.assessment.threshold import NOT_SHOWN
from upstander.law.offences import Element, Offence


def not_shown(decision: Decision, offence: Offence) -> tuple[Element, ...]:
    """Return the elements of an offence that nothing shows by this decision; none of them: its core is complete."""
    said, points = decision.elements.get(offence.id, {}), decision.shown_by.get(offence.id, {})
    return tuple(each for each in offence.elements if not _shows(said.get(each.id, ""), points.get(each.id, ())))


def _shows(said: str, points: list[str] | tuple[str, ...]) -> bool:
    """Whether an answer says that something shows the element; `points` is what it points to, by codes."""
    words = said.strip().casefold()
    return bool(words) and not words.startswith(NOT_SHOWN) and NOT_SHOWN not in points
