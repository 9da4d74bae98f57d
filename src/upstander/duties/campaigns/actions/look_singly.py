"""Take one report out from behind its campaign, to be looked at singly; and put it back."""

from datetime import datetime

from upstander.duties.campaigns.counting_in import stand
from upstander.duties.campaigns.models import Member
from upstander.law.access import Act
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import stands_behind
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, user_of


@action
def look_singly(*, case: Case, actor: Actor, reason: str, at: datetime) -> Member:
    """Let a case that stands behind a campaign stand in the queue by itself; `put_back` undoes it.

    Raises NotAllowed (also for an empty reason), WrongState, Outdated.
    """
    case = locked(case.pk)
    require(actor, Act.CLAIM, case)
    if not stands_behind(case):
        raise WrongState("This case does not stand behind a campaign.")
    if not reason.strip():
        raise NotAllowed("Say why this one is to be looked at singly. It is kept.", needs_reason=True)
    member = Member.objects.select_for_update(of=("self",)).get(case=case)
    member.taken_out_by, member.taken_out_at, member.reason = user_of(actor), at, reason.strip()
    member.save(update_fields=["taken_out_by", "taken_out_at", "reason"])
    stand(member)
    record(
        actor, Verb.TAKEN_FROM_CAMPAIGN, case, at=at, about=[("report", member.report_id)], campaign=member.campaign_id
    )
    return member


@action
def put_back(*, case: Case, actor: Actor, at: datetime) -> Member:
    """Put a case that a person took out back behind its campaign. Who took it out stands in the journal.

    Raises NotAllowed, WrongState for one that nobody took out or that is worked on by now, Outdated.
    """
    case = locked(case.pk)
    require(actor, Act.CLAIM, case)
    member = Member.objects.select_for_update(of=("self",)).filter(case=case).first()
    if member is None or member.taken_out_at is None:
        raise WrongState("Nobody took this case out of a campaign.")
    if case.state != Case.State.NEW:
        raise WrongState("This case is being worked on. It stays by itself.")
    member.taken_out_by, member.taken_out_at, member.reason = None, None, ""
    member.save(update_fields=["taken_out_by", "taken_out_at", "reason"])
    stand(member)
    about = [("report", member.report_id)]
    record(actor, Verb.PUT_BACK_BEHIND, case, at=at, about=about, campaign=member.campaign_id)
    return member
