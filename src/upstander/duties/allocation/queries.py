"""Read offers: those to a viewer's force, and those of one case."""

from collections.abc import Sequence
from dataclasses import dataclass

from upstander.duties.allocation.models import FactSheet, Offer
from upstander.law.access import Act, Role
from upstander.record.cases.grants import of_visible, require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor

MOST = 500
FORCE_ROLES = (Role.FORCE_OFFICER, Role.FORCE_COORDINATOR)


@dataclass(frozen=True)
class OfferLine:
    """An offer with its case and force; `to_answer` says whether the viewer's force has still to answer it."""

    offer: Offer
    case: Case
    to_answer: bool


def offers_to(viewer: Actor) -> list[OfferLine]:
    """Return the offers to the viewer's force in cases that the viewer may see: unanswered first, by their clock."""
    rows = Offer.objects.filter(of_visible(viewer), force=viewer.organisation).select_related("case", "force")
    waiting = rows.filter(state=Offer.State.WAITING).order_by("answer_by", "pk")[:MOST]
    rest = rows.exclude(state=Offer.State.WAITING).order_by("-answered_at", "-pk")[:MOST]
    return [_line(row, viewer) for row in (*waiting, *rest)]


def offer_to(viewer: Actor, id: int) -> OfferLine | None:
    """Return one offer to the viewer's force in a case that the viewer may see, however old; None for every other."""
    rows = Offer.objects.filter(of_visible(viewer), force=viewer.organisation).select_related("case", "force")
    row = rows.filter(pk=id).first()
    return _line(row, viewer) if row else None


def offers_of(viewer: Actor, case: Case) -> list[OfferLine]:
    """Return the offers of `case`, newest first; to someone of a force only those to that force. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    rows = Offer.objects.filter(case=case).select_related("case", "force", "offered_by", "answered_by")
    if viewer.role in FORCE_ROLES:
        rows = rows.filter(force=viewer.organisation)
    return [_line(row, viewer) for row in rows.order_by("-offered_at", "-pk")]


def reached_a_force(cases: Sequence[int]) -> tuple[set[int], set[int]]:
    """Return which of these cases were ever offered to an investigating force, and which such a force accepted."""
    rows = Offer.objects.filter(case__in=cases, capacity=Offer.Capacity.INVESTIGATING)
    found = list(rows.values_list("case", "state"))
    return {case for case, _ in found}, {case for case, state in found if state == Offer.State.ACCEPTED}


def _line(row: Offer, viewer: Actor) -> OfferLine:
    return OfferLine(row, row.case, row.state == Offer.State.WAITING and row.force_id == viewer.organisation)


def fact_sheets(viewer: Actor, case: Case) -> list[FactSheet]:
    """Return what officers set down of places in `case`, oldest first. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    return list(FactSheet.objects.filter(case=case).select_related("by").order_by("at", "pk"))
