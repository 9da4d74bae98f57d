"""Ask for an act that two people do; at night, or with nobody else there, do it alone and be reviewed."""

from datetime import datetime
from typing import Any

from upstander.duties.casework.reviewing import ALONE, ask_review
from upstander.duties.oversight.models import AskedAct
from upstander.duties.oversight.two_people import (
    DOINGS,
    About,
    cases_of,
    expiry,
    may_act_alone,
    require_act,
    rules,
)
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def ask_act(
    *, code: str, about: About = None, said: dict[str, Any] | None = None, reason: str, alone: bool = False,
    actor: Actor, at: datetime,
) -> AskedAct:  # fmt: skip
    """Ask for the act `code` (of law.oversight) about a record, or about the list that `said` describes.

    With `alone`, do it at once under the night rule; a supervisor reviews it by the end of the next working day.
    Raises NotAllowed (with `needs_reason` for a missing one), WrongState, UnknownAct.
    """
    law, doing, said = rules(code, at), DOINGS[code], said or {}
    about = type(about)._default_manager.select_for_update().get(pk=about.pk) if about else None
    require_act(actor, law.asks, about)
    doing.check(about, said)
    if not reason.strip():
        raise NotAllowed("Give a reason. It is kept and reviewed.", needs_reason=True)
    if alone and not (rule := may_act_alone(actor, law, about, at)).allowed:
        raise NotAllowed(rule.sentence)
    named = {"about_kind": about._meta.model_name, "about_id": about.pk} if about else {}
    if about and AskedAct.objects.filter(code=code, approved=None, expires_at__gt=at, **named).exists():
        raise WrongState("This was asked for already. It waits for an answer.")
    asked = AskedAct.objects.create(
        code=code, said=said, reason=reason.strip(), asked_by=user_of(actor), asked_at=at,
        expires_at=expiry(law.answer_within, at), **named,
    )  # fmt: skip
    touched = [*([about] if about else []), *cases_of(about)]
    record(actor, Verb.ACT_ASKED, asked, at=at, about=touched, act=code, alone=alone)
    if alone:
        _do_alone(asked, about, actor, at)
    return asked


def _do_alone(asked: AskedAct, about: About, actor: Actor, at: datetime) -> None:
    law = rules(asked.code, at)
    asked.answered_by, asked.answered_at, asked.approved, asked.alone = user_of(actor), at, True, True
    asked.expires_at = expiry(law.use_within, at)
    done = DOINGS[asked.code].when_approved(asked, about, actor, at)
    asked.done_at = at if done else None
    asked.save()
    cases = cases_of(about)
    ask_review(
        kind=ALONE, of=user_of(actor), at=at, case=cases[0] if cases else None, about=asked, act=law.asks,
        words=asked.reason,
    )  # fmt: skip
