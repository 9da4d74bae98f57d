"""Record what enquiries found out about places, for the proposal of a force."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from upstander.duties.allocation.models import FactSheet
from upstander.law.access import Act
from upstander.law.responsible_force import Facts
from upstander.record.cases.editions import locked
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of


@action
def set_facts(*, case: Case, facts: Mapping[str, Any], actor: Actor, at: datetime) -> FactSheet:
    """Keep `facts` (fields of law.responsible_force.Facts) above what the reports say; they replace those kept before.

    A field that is empty is left to the reports. Raises NotAllowed, BadFacts.
    """
    case = locked(case.pk)
    require(actor, Act.ALLOCATE, case)
    kept = {name: value for name, value in facts.items() if value not in (None, "", [], ())}
    Facts.from_json(kept)
    sheet = FactSheet.objects.create(case=case, facts=kept, by=user_of(actor), at=at)
    settle(case)
    record(actor, Verb.FACTS_SET, case, at=at, about=[sheet], named=sorted(kept))
    return sheet
