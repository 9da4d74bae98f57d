"""Break the glass of a restricted case: read it for a few hours, with a reason, and answer for it afterwards."""

from datetime import datetime

from upstander.duties.casework.models import Review
from upstander.duties.casework.reviewing import GLASS, ask_review
from upstander.law.access import Act, Relation, judge, reasons
from upstander.law.clocks import due as clock_end
from upstander.record.cases.grants import grant, relations, require
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def break_glass(*, case: Case, code: str, words: str, actor: Actor, at: datetime) -> Review:
    """Let the actor read `case`, and change nothing, until the glass closes again; a supervisor reviews it.

    `code` is one of law.access.reasons; words of their own go with it. Raises NotAllowed (also for a missing reason),
    WrongState for a case that the actor may read without.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    require(actor, Act.BREAK_GLASS, case, reason=words)
    if code not in {reason.code for reason in reasons()}:
        raise NotAllowed("Choose a reason to read this restricted case. It is kept and reviewed.", needs_reason=True)
    if judge(actor.role, Act.SEE_CASE, relations(actor, case)).allowed:
        raise WrongState("You may read this case already.")
    until = clock_end("broken_glass", at)
    grant(case, to=user_of(actor), relation=Relation.GLASS, at=at, until=until)
    review = ask_review(kind=GLASS, of=user_of(actor), case=case, code=code, words=words, at=at)
    record(actor, Verb.GLASS_BROKEN, case, at=at, about=[review], code=code, until=until.isoformat())
    return review
