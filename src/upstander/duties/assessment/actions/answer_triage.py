"""Answer the twelve questions about a case, and set the band that orders it in the queue."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.bands import LEVELS, NUMBERS
from upstander.duties.assessment.models import Triage
from upstander.duties.bundling.queries import require_reports
from upstander.law import triage
from upstander.law.access import Act
from upstander.law.version import version
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
def answer_triage(
    *, case: Case, answers: Mapping[str, str], band: str = "", reason: str = "", actor: Actor, at: datetime
) -> Triage:
    """Keep a new set of answers beside the earlier ones and set the case's band; nobody claims anything by it.

    `answers` is {question: yes | no | not_known}; what is missing is not known. `band` is high, medium or standard
    where a person sets another than the answers lead to, which needs a `reason`; both are kept.
    Raises NotAllowed, WrongState, NotComplete, law.triage.UnknownAnswer.
    """
    case = locked(case.pk)
    require(actor, Act.TRIAGE, case)
    require_reports(case)
    if case.state == Case.State.CLOSED:
        raise WrongState("This case is closed. Reopen it before its questions are answered anew.")
    on = timezone.localdate(at)
    proposed = triage.band(answers, on)
    given = {question.id: answers.get(question.id, triage.NOT_KNOWN) for question in triage.questions(on)}
    if set(given.values()) == {triage.NOT_KNOWN}:
        raise NotComplete(["Answer at least one question with yes or no. Until then the case counts as not answered."])
    chosen = NUMBERS[band] if band else NUMBERS[proposed.level]
    overrides = chosen != NUMBERS[proposed.level]
    if overrides and not reason.strip():
        raise NotAllowed("Give a reason to set another band. It is kept with the band proposed.", needs_reason=True)
    row = Triage.objects.create(
        case=case, answers=given, proposed=NUMBERS[proposed.level], rule=proposed.rule, band=chosen,
        reason=reason.strip() if overrides else "", law_version=version(), by=user_of(actor), at=at,
    )  # fmt: skip
    case.band = chosen
    settle(case)
    record(
        actor, Verb.TRIAGED, case, at=at, about=[row], proposed=proposed.level, band=LEVELS[chosen], rule=proposed.rule,
        overrides=overrides, law=row.law_version,
    )  # fmt: skip
    return row
