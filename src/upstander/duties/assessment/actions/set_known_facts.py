"""Set down what is known of the conduct and the people, for the law to be asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from upstander.duties.assessment.advised import ask_law
from upstander.duties.assessment.children import children_in
from upstander.duties.assessment.limits import newest_facts, run_limit
from upstander.duties.assessment.models import KnownFacts
from upstander.duties.bundling.queries import require_reports
from upstander.law.access import Act
from upstander.law.advice import Advice
from upstander.law.facts import BadFacts, labelled
from upstander.law.version import version
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of

CHILD = "child"


@action
def set_known_facts(*, case: Case, facts: Mapping[str, Any], actor: Actor, at: datetime) -> KnownFacts:
    """Keep a whole document of `law.facts` as what is known now; what was known before stays as it was.

    The offences that it points to are looked at from now on: their time limits run before anybody has decided. A case
    with a child is marked. The same facts again keep nothing new. Raises NotAllowed, WrongState, BadFacts (every
    mistake and contradiction by name).
    """
    case = locked(case.pk)
    require(actor, Act.DECIDE, case)
    require_reports(case)
    if case.state == Case.State.CLOSED:
        raise WrongState("The case is closed. Reopen it to set down facts.")
    asked = ask_law(case, facts, timezone.localdate(at))
    if asked.advice is None:
        raise BadFacts(list(asked.problems))
    kept, advice = labelled(facts), asked.advice
    held = newest_facts(case)
    if held and held.facts == kept and held.law_version == version():
        return held
    child = bool(children_in(advice))
    row = KnownFacts.objects.create(
        case=case, facts=kept, advised=_looked_at(advice), child=child,
        law_version=version(), by=user_of(actor), at=at,
    )  # fmt: skip
    case.marks = [mark for mark in case.marks if mark != CHILD]
    if child:
        case.marks = sorted({*case.marks, CHILD})
    run_limit(case, at=at)
    settle(case)
    record(actor, Verb.KNOWN_FACTS_SET, case, at=at, about=[row], offences=row.advised, law=row.law_version)
    return row


def _looked_at(advice: Advice) -> list[str]:
    """Return the offences whose limits run: those advised, and what remains of one if hostility is not proved."""
    ids = [id for row in advice.offences for id in (row.id, row.basic.id if row.basic else "") if id]
    return list(dict.fromkeys(ids))
