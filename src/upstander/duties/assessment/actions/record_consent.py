"""Record what became of a consent: given, refused, or found not to be needed."""

from datetime import date, datetime

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.charging import consents_of, keep_consent, need_of, require_open
from upstander.duties.assessment.models import Consent
from upstander.law.access import Act
from upstander.law.limits import said
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
def record_consent(
    *, case: Case, offence: str, giver: str, answer: str, on: date, reference: str, words: str = "", actor: Actor,
    at: datetime,
) -> Consent:  # fmt: skip
    """Record the answer to a consent that was asked for; a later answer stands in place of an earlier one.

    Not needed, with the reason in `words`, is taken only where the law needs it in some cases. Raises NotAllowed,
    WrongState, NotComplete, DatesConflict.
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_PROSECUTOR, case)
    require_open(case)
    need, held, said_now = need_of(case, offence, giver, at), consents_of(case).get((offence, giver)), answer
    if said_now == Consent.Answer.NOT_NEEDED:
        if not need.conditional:
            raise WrongState(f"The law needs the consent of the {need.title} in every case of this offence.")
        if not words.strip():
            raise NotComplete(["Say why this consent is not needed, and who says so."])
    elif held is None:
        raise WrongState("Record first on which day this consent was asked for.")
    elif on < held.on:
        raise WrongState(f"The answer is dated before {said(held.on)}, the day of what was recorded before it.")
    row = keep_consent(
        case, Consent.Answer(said_now), offence=offence, giver=giver, on=on, reference=reference, words=words,
        actor=actor, at=at,
    )  # fmt: skip
    settle(case)
    record(actor, Verb.CONSENT_ANSWERED, case, at=at, about=[row], offence=offence, giver=giver, answer=row.answer)
    return row
