"""Check that every case whose hand-over waits for a force says so, and no other: its reports may not leave it."""

from collections.abc import Iterator

from upstander.duties.allocation.models import Offer
from upstander.duties.bundling.queries import ON_ITS_WAY
from upstander.record.cases.models import Case


def faults() -> Iterator[str]:
    """Yield in plain words the cases whose mark does not agree with their offers."""
    waiting = Offer.objects.filter(capacity=Offer.Capacity.HANDOVER, state=Offer.State.WAITING)
    held = set(waiting.values_list("case", flat=True))
    cases = Case.objects.filter(route=Case.Route.FORCE).order_by("pk")
    for pk, reference, marks in cases.values_list("pk", "reference", "marks").iterator(2000):
        if (pk in held) != (ON_ITS_WAY in marks):
            waits = "waits for a force" if pk in held else "waits for no force"
            yield f"case {reference}: its hand-over {waits}, and the case says otherwise"
