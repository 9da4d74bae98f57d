"""What the worker does for allocation: hand over, tell forces, keep offers true when a bundle or a case changes."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from upstander.duties.allocation.actions.hand_over import hand_over as hand_over_now
from upstander.duties.allocation.actions.withdraw import take_back
from upstander.duties.allocation.models import Offer
from upstander.law.clocks import LONDON
from upstander.record.cases.grants import report_ids
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.outbox.posting import Letter, post
from upstander.record.people.actors import SYSTEM
from upstander.record.work.asking import handles

STILL_HELD = (Offer.State.WAITING, Offer.State.ACCEPTED)


@handles("hand_over")
def hand_over(case: int) -> None:
    """Offer a named poster or a coming event to the force that the facts name; doing it twice changes nothing."""
    hand_over_now(case=Case.objects.get(pk=case), at=timezone.now())


@handles("tell_force")
def tell_force(offer: int) -> None:
    """Write to the force's office that something waits for it; nothing of what was reported is in the letter."""
    row = Offer.objects.select_related("case", "force").get(pk=offer)
    if row.force.email:
        now = timezone.now()
        once = f"send:tell_force:{row.pk}:{row.state}"
        post(_letter(row), kind="tell_force", about=row, not_before=now, once=once)


@handles("offers_stale")
def offers_stale(case: int) -> None:
    """Mark the offers that were made for other reports than the case holds now, and unmark those that fit again."""
    now = report_ids(Case.objects.get(pk=case))
    for row in Offer.objects.filter(case=case, state__in=STILL_HELD):
        if row.stale != (row.reports != now):
            row.stale = not row.stale
            row.save(update_fields=["stale"])


@handles("case_closed")
@transaction.atomic
def case_closed(case: int) -> None:
    """Take back what no force has answered on a case that the hub has closed, unless it was reopened since."""
    at = timezone.now()
    row = Case.objects.select_for_update().get(pk=case)
    if row.state != Case.State.CLOSED:
        return
    for offer in Offer.objects.filter(case=row, state=Offer.State.WAITING).select_related("force"):
        offer.case = row
        take_back(offer, row, reason="The hub has closed the case.", actor=SYSTEM, at=at)
        settle(row)
        record(SYSTEM, Verb.WITHDREW_OFFER, row, at=at, about=[offer], force=offer.force.code, capacity=offer.capacity)


def _letter(offer: Offer) -> Letter:
    by = offer.answer_by.astimezone(LONDON)
    if offer.state == Offer.State.WITHDRAWN:
        what = "What was sent to your force under this reference has been withdrawn. Nothing is left to do."
    elif offer.capacity in (Offer.Capacity.INVESTIGATING, Offer.Capacity.HANDOVER):
        what = f"It waits for your force. Please sign in and answer by {by:%H:%M on %A %d %B %Y}."
    else:
        what = f"Your force is told of it. Please sign in and confirm by {by:%H:%M on %A %d %B %Y}."
    text = f"Reference {offer.case.reference}\n\n{what}\n\n{settings.BASE_URL}/force/\n"
    return Letter(to=offer.force.email, subject=f"Reference {offer.case.reference}", text=text)
