"""Draw up the list of cases whose export two people agreed on: once, for whoever asked, journalled case by case."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from upstander.duties.oversight.exporting import MOST, as_filters, cases_for, list_of
from upstander.duties.oversight.models import AskedAct
from upstander.law.access import Act
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role, user_of


@dataclass(frozen=True)
class Exported:
    """The list and how many cases stand in it."""

    body: bytes
    count: int


@action
def export_cases(*, asked: AskedAct, actor: Actor, at: datetime) -> Exported:
    """Return the list as it stands now, of the cases that whoever asked may see. Once only.

    Raises NotAllowed (somebody else asked), WrongState (not agreed, lapsed, fetched already, grown past the limit).
    """
    require_role(actor, Act.EXPORT)
    asked = AskedAct.objects.select_for_update().get(pk=asked.pk)
    if asked.code != "export" or asked.asked_by_id != user_of(actor).pk:
        raise NotAllowed("Only the person who asked for this list may fetch it.")
    if not asked.approved:
        raise WrongState("Nobody has agreed to this list yet." if asked.approved is None else "This list was refused.")
    if asked.done_at is not None:
        raise WrongState("This list was fetched already. Ask for it again.")
    if asked.expires_at <= at:
        raise WrongState("This has lapsed. It has to be asked for again.")
    cases = cases_for(actor, as_filters(asked.said.get("filters", {})))
    if len(cases) > MOST:
        raise WrongState(f"More than {MOST} cases fit these filters by now. Ask again with narrower ones.")
    body = list_of(cases)
    asked.done_at = at
    asked.save(update_fields=["done_at"])
    record(
        actor, Verb.EXPORTED, asked, at=at, about=cases, count=len(cases), sha256=sha256(body).hexdigest(),
        agreed_by=asked.answered_by_id,
    )  # fmt: skip
    return Exported(body, len(cases))
