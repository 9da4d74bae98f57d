"""Agree to an act that another person asked for, which is then done, or refuse it."""

from datetime import datetime

from upstander.duties.oversight.models import AskedAct
from upstander.duties.oversight.two_people import DOINGS, about_of, cases_of, expiry, require_act, rules
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def approve_act(*, asked: AskedAct, reason: str = "", actor: Actor, at: datetime) -> AskedAct:
    """Agree to what somebody else asked for. Raises NotAllowed, WrongState (answered, lapsed, no longer to be done)."""
    asked = _locked(asked, actor, at)
    law, about = rules(asked.code, at), about_of(asked)
    DOINGS[asked.code].check(about, asked.said)
    _answered(asked, True, reason, actor, at)
    asked.expires_at = expiry(law.use_within, at)
    touched = [*([about] if about else []), *cases_of(about)]
    asked.save()
    done = DOINGS[asked.code].when_approved(asked, about, actor, at)
    asked.done_at = at if done else None
    asked.save(update_fields=["done_at"])
    record(actor, Verb.ACT_APPROVED, asked, at=at, about=touched, act=asked.code, asked_by=asked.asked_by_id)
    return asked


@action
def refuse_act(*, asked: AskedAct, reason: str, actor: Actor, at: datetime) -> AskedAct:
    """Refuse what somebody else asked for, with a reason. Raises NotAllowed, WrongState."""
    asked = _locked(asked, actor, at)
    if not reason.strip():
        raise NotAllowed("Give a reason. It is kept.", needs_reason=True)
    _answered(asked, False, reason, actor, at)
    asked.save()
    about = about_of(asked)
    touched = [*([about] if about else []), *cases_of(about)]
    record(actor, Verb.ACT_REFUSED, asked, at=at, about=touched, act=asked.code, asked_by=asked.asked_by_id)
    return asked


def _locked(asked: AskedAct, actor: Actor, at: datetime) -> AskedAct:
    """Lock an asked act that this person may answer now. Raises NotAllowed, WrongState."""
    asked = AskedAct.objects.select_for_update().get(pk=asked.pk)
    require_act(actor, rules(asked.code, at).approves, about_of(asked))
    if asked.asked_by_id == user_of(actor).pk:
        raise NotAllowed("Another person has to agree: you asked for this yourself.")
    if asked.approved is not None:
        raise WrongState("This was answered already.")
    if asked.expires_at <= at:
        raise WrongState("This has lapsed. It has to be asked for again.")
    return asked


def _answered(asked: AskedAct, approved: bool, reason: str, actor: Actor, at: datetime) -> None:
    asked.approved, asked.answer_reason = approved, reason.strip()
    asked.answered_by, asked.answered_at = user_of(actor), at
