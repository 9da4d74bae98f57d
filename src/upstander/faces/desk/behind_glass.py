"""Turn somebody from a case that they may not read: in silence, with an alert, or to the glass of a restricted one."""

from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.readings import reading_of
from upstander.duties.casework.actions.turn_away import turn_away
from upstander.duties.casework.glass import behind_glass, refused_case, refused_file
from upstander.faces.kit.acting import LeadElsewhere, Request


def turn_from_file(request: Request, held: int) -> None:
    """Alert the supervisors where a declared connection closes the case of this file, and return for a 404."""
    if closed := refused_file(request.actor, held):
        turn_away(case=closed, actor=request.actor, at=timezone.now())


def turn_from(request: Request, reference: str) -> None:
    """Alert the supervisors where a declared connection closes the case, and return for the 404 of no case at all.

    Raises LeadElsewhere: to the glass, for a restricted case that may be read with a reason; to their own page, for one
    who is to read the case a second time.
    """
    if number := reading_of(request.actor, reference):
        raise LeadElsewhere(reverse("desk:reading", args=[number]))
    if closed := refused_case(request.actor, reference):
        turn_away(case=closed, actor=request.actor, at=timezone.now())
    elif behind_glass(request.actor, reference):
        raise LeadElsewhere(reverse("desk:glass", args=[reference]))
