"""Record that somebody is charged, or take back such an entry: never without consent, never after the limit."""

from datetime import date, datetime

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.charging import require_chargeable, require_open
from upstander.duties.assessment.limits import run_limit
from upstander.duties.assessment.models import Charge
from upstander.duties.assessment.queries import is_crime
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
from upstander.record.people.actors import Actor, user_of


@action
def record_charge(
    *, case: Case, offence: str, kind: str, on: date, reference: str, actor: Actor, at: datetime
) -> Charge:
    """Record a charge or postal requisition on the day `on`; from then on no time limit runs in the case.

    Raises NotAllowed, NotComplete, DatesConflict, and WrongState with the sentence why: not decided to be a crime, a
    consent that is not given or dated later, the limit passed.
    """
    case = locked(case.pk)
    require(actor, Act.RECORD_CHARGE, case)
    require_open(case)
    if not is_crime(case):
        raise WrongState("A charge is recorded once the case is decided to be a crime.")
    if kind not in (Charge.Kind.CHARGE, Charge.Kind.REQUISITION):
        raise NotComplete(["Say how proceedings began."])
    if not reference.strip():
        raise NotComplete(["Give the reference under which it can be found."])
    limit = require_chargeable(case, offence, on, at)
    row = Charge.objects.create(
        case=case, offence=offence, kind=kind, on=on, reference=reference.strip(), rule=limit.rule,
        last_day=limit.last_day, law_version=version(), by=user_of(actor), at=at,
    )  # fmt: skip
    run_limit(case, at=at)
    settle(case)
    record(actor, Verb.CHARGED, case, at=at, about=[row], offence=offence, kind=kind, rule=limit.rule)
    return row


@action
def take_back_charge(*, charge: Charge, why: str, actor: Actor, at: datetime) -> Charge:
    """Record that an entry of a charge was a mistake; it stays, and the time limit runs again.

    Raises NotAllowed, WrongState, NotComplete.
    """
    case = locked(charge.case_id)
    require(actor, Act.RECORD_CHARGE, case)
    require_open(case)
    if not why.strip():
        raise NotComplete(["Say why this entry is taken back."])
    if charge.kind == Charge.Kind.TAKEN_BACK or Charge.objects.filter(takes_back=charge).exists():
        raise WrongState("That entry is taken back already.")
    row = Charge.objects.create(
        case=case, offence=charge.offence, kind=Charge.Kind.TAKEN_BACK, on=charge.on, takes_back=charge,
        why=why.strip(), law_version=version(), by=user_of(actor), at=at,
    )  # fmt: skip
    run_limit(case, at=at)
    settle(case)
    record(actor, Verb.CHARGE_TAKEN_BACK, case, at=at, about=[row, charge], offence=charge.offence)
    return row
