"""Record that a consent to a charge was asked for: of whom, when, under which reference."""

from datetime import date, datetime

from upstander.duties.assessment.charging import consents_of, keep_consent, need_of, require_open
from upstander.duties.assessment.models import Consent
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor


@action
def ask_consent(
    *, case: Case, offence: str, giver: str, on: date, reference: str, words: str = "", actor: Actor, at: datetime
) -> Consent:
    """Record the request; after a refusal it may be asked for again.

    Raises NotAllowed, WrongState (one that is given needs no asking), NotComplete, DatesConflict.
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_PROSECUTOR, case)
    require_open(case)
    need_of(case, offence, giver, at)
    held = consents_of(case).get((offence, giver))
    if held is not None and held.answer == Consent.Answer.GIVEN:
        raise WrongState("This consent is given already.")
    row = keep_consent(
        case, Consent.Answer.ASKED, offence=offence, giver=giver, on=on, reference=reference, words=words, actor=actor,
        at=at,
    )  # fmt: skip
    settle(case)
    record(actor, Verb.CONSENT_ASKED, case, at=at, about=[row], offence=offence, giver=giver)
    return row
