"""Draw from a case what is not known yet, for the law to say which missing fact would change most, and by when."""

from datetime import date
from typing import Any

from upstander.duties.allocation.facts import facts_of
from upstander.duties.assessment.threshold import NOT_SHOWN
from upstander.law.access import Act
from upstander.law.offences import UnknownOffence, offence, time_limit
from upstander.law.what_next import Known, Missing, NotShown, Running, what_next
from upstander.record.cases.grants import require, working_reports_of
from upstander.record.cases.models import Case, Clock
from upstander.record.people.actors import Actor

S = Case.State
SETTLED = (S.OFFERED, S.ACCEPTED, S.CLOSED)
"""States in which no fact about places is looked for: a force has the case, or nobody does."""


def missing_facts(viewer: Actor, case: Case, *, decision: Any, clocks: list[Clock], on: date) -> tuple[Missing, ...]:
    """Return the facts that would change the case, the first to look for first. Raises NotAllowed.

    `decision` is the one that stands, `clocks` those that run. It ranks enquiries; nobody is ranked by it.
    """
    require(viewer, Act.SEE_CASE, case)
    if case.state == S.CLOSED or case.report_count == 0:
        return ()
    running = tuple(Running(clock.name, clock.due_at) for clock in clocks)
    facts = None if case.state in SETTLED else facts_of(case)
    event = facts is not None and working_reports_of(case).filter(future_event=True).exists()
    return what_next(Known(facts, tuple(_not_shown(decision, on)) if decision else (), running, event), on)


def _not_shown(decision: Any, on: date) -> list[NotShown]:
    """Return the elements of the offences decided on that nothing shows."""
    found = []
    conduct = decision.conduct_on or on
    for id in decision.offences:
        try:
            chosen = offence(id, conduct)
        except UnknownOffence:
            continue
        limit, said = time_limit(chosen, conduct), decision.elements.get(id, {})
        found += [
            NotShown(id, element.id, element.text, limit)
            for element in chosen.elements
            if said.get(element.id, "").strip().casefold() in ("", NOT_SHOWN)
        ]
    return found
