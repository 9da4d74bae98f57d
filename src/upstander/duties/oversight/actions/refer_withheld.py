"""Record that a withheld file was referred to specialists: what leaves the hub is its hash and where it was."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.oversight.models import SpecialistReferral
from upstander.engines.text import visible
from upstander.law import specialists
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import case_of, reports_of, require
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of


@action
def refer_withheld(
    *, held: ReportedFile, body: str, to_whom: str, reference: str = "", note: str = "", referred_at: datetime,
    actor: Actor, at: datetime,
) -> SpecialistReferral:  # fmt: skip
    """Record that `held` was referred to a body of law.specialists; the clock ends with the first that must have it.

    Raises NotAllowed, Outdated, WrongState (not withheld, a body that takes no such material, nobody named, a time to
    come), UnknownBody.
    """
    case = locked(case_of(held.report).pk)
    require(actor, Act.REFER_WITHHELD, case)
    held = ReportedFile.objects.select_related("report", "file").get(pk=held.pk)
    if not held.withheld:
        raise WrongState("This file is not withheld: withhold it first.")
    try:
        to = specialists.body(body, held.withheld, timezone.localdate(at))
    except specialists.UnknownBody:
        raise WrongState("Choose a body that takes such material.") from None
    if not to_whom.strip():
        raise WrongState("Say who there has it: a name, a desk or a mailbox.")
    if referred_at > at:
        raise WrongState("It cannot have been referred at a time to come.")
    row = SpecialistReferral.objects.create(
        file=held, withheld=held.withheld, body=to.id, to_whom=visible(to_whom.strip())[0],
        reference=visible(reference.strip())[0], note=visible(note.strip())[0], referred_at=referred_at,
        by=user_of(actor), at=at,
    )  # fmt: skip
    if to.clock and not _waiting(case):
        end_clocks(case, to.clock, at=at)
    settle(case)
    record(actor, Verb.WITHHELD_REFERRED, held, at=at, about=[case, held.report, row], body=to.id, why=held.withheld)
    return row


def _waiting(case: Case) -> bool:
    """Whether another withheld file of the case has been referred to nobody who must have it."""
    bodies = [each.id for each in specialists.all_bodies() if each.clock]
    told = SpecialistReferral.objects.filter(body__in=bodies).values("file")
    return ReportedFile.objects.filter(report__in=reports_of(case)).exclude(withheld="").exclude(pk__in=told).exists()
