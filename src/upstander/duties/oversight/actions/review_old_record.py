"""Decide about the person named in an old record of no crime, one record at a time, and sign what must be signed."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.oversight.models import OldRecord
from upstander.duties.oversight.old_records import choice_of, one, review_on
from upstander.duties.oversight.subject_erasing import erase_subject, grounds
from upstander.law.access import Act
from upstander.law.disposition.reviewing import BulkReview, Choice
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def decide_old_record(
    *, case: Case, choice: str, reason: str = "", nothing_holds: bool = False, actor: Actor, at: datetime
) -> OldRecord:
    """Decide what becomes of the subject's data in one old record: a choice of the review in force on the day.

    What needs a signature waits for another person; what needs none is done now. For a choice that erases,
    `nothing_holds` is the word of whoever decides that nothing of law.retention stops it which the hub cannot know.
    Raises NotAllowed (with `needs_reason` for a missing one), WrongState.
    """
    case = locked(case.pk)
    require(actor, Act.REVIEW_OLD, case)
    review = _in_force(at)
    chosen = choice_of(review, choice)
    if chosen is None:
        raise WrongState("Say what becomes of the subject's data.")
    if one(actor, review, case, timezone.localdate(at)) is None:
        raise WrongState("This record names nobody any more, was decided about already, or is not under review.")
    if chosen.needs_reason and not reason.strip():
        raise NotAllowed("Give a reason. It is kept.", needs_reason=True)
    if chosen.erases:
        _require_free(case, nothing_holds, at)
    state = OldRecord.State.AWAITING if chosen.needs_sign_off else OldRecord.State.FINAL
    row = OldRecord.objects.create(
        review=review.id, case=case, choice=chosen.id, state=state, reason=reason.strip(), by=user_of(actor), at=at
    )
    record(
        actor, Verb.OLD_RECORD_DECIDED, case, at=at, about=[row], review=review.id, choice=chosen.id,
        awaits=review.signs if chosen.needs_sign_off else "",
    )  # fmt: skip
    if state == OldRecord.State.FINAL:
        _carry_out(row, chosen, case, actor, at)
    return row


@action
def sign_old_record(*, row: OldRecord, agrees: bool, reason: str = "", actor: Actor, at: datetime) -> OldRecord:
    """Sign what another person decided about an old record, which is then done, or return it with a reason.

    Raises NotAllowed (their own, another role than the review names, no reason to return it), WrongState.
    """
    case = locked(row.case_id)
    row = OldRecord.objects.select_for_update().get(pk=row.pk)
    require(actor, Act.REVIEW_OLD, case)
    review = _in_force(at)
    if actor.role != review.signs:
        raise NotAllowed("Your role does not sign this.")
    if row.by_id == user_of(actor).pk:
        raise NotAllowed("Another person has to sign: you decided this yourself.")
    chosen = choice_of(review, row.choice)
    if row.state != OldRecord.State.AWAITING or row.review != review.id or chosen is None:
        raise WrongState("This does not wait for a signature any more.")
    if not agrees and not reason.strip():
        raise NotAllowed("Give a reason. It is kept.", needs_reason=True)
    row.state = OldRecord.State.FINAL if agrees else OldRecord.State.RETURNED
    row.signed_by, row.signed_at, row.signed_reason = user_of(actor), at, reason.strip()
    row.save()
    verb = Verb.OLD_RECORD_SIGNED if agrees else Verb.OLD_RECORD_RETURNED
    record(actor, verb, case, at=at, about=[row], review=review.id, choice=chosen.id, by=row.by_id)
    if agrees:
        _carry_out(row, chosen, case, actor, at)
    return row


def _in_force(at: datetime) -> BulkReview:
    review, runs = review_on(timezone.localdate(at))
    if review is None or not runs:
        raise WrongState("No review of old records is in force today. Nothing can be decided.")
    return review


def _require_free(case: Case, nothing_holds: bool, at: datetime) -> None:
    if reasons := grounds(case, at):
        raise WrongState(f"Nothing may be erased now. {' '.join(reasons)}")
    if not nothing_holds:
        raise WrongState("Say that you have checked that nothing else stops the erasing.")


def _carry_out(row: OldRecord, chosen: Choice, case: Case, actor: Actor, at: datetime) -> None:
    if chosen.erases:
        erase_subject(case, decided=row, actor=actor, at=at)
    settle(case)
