"""Draw from a case what is not known yet, for the law to say which missing fact would change most, and by when."""

from datetime import date
from typing import Any

from upstander.duties.allocation.facts import facts_of
from upstander.duties.assessment.advised import advice_on
from upstander.duties.assessment.core import shows
from upstander.duties.assessment.limits import newest_facts
from upstander.law.access import Act
from upstander.law.offences import UnknownOffence, offence, time_limit
from upstander.law.what_next import Known, Missing, NotShown, Running, what_next
from upstander.record.cases.grants import require, working_reports_of
from upstander.record.cases.models import Case, Clock
from upstander.record.people.actors import Actor

S = Case.State
SETTLED = (S.OFFERED, S.ACCEPTED, S.CLOSED)
"""States in which no fact about places is looked for: a force has the case, or nobody does."""
UNDECIDED = (S.NEW, S.CLAIMED, S.REOPENED)
"""States in which the elements that the facts leave open are looked for, rather than those of a decision."""


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
    undecided = case.state in UNDECIDED and (decision is None or decision.finding == "need more")
    not_shown = _open_in(case, on) if undecided else _not_shown(decision, on) if decision else []
    return what_next(Known(facts, tuple(not_shown), running, event), on)


def _open_in(case: Case, on: date) -> list[NotShown]:
    """Return the elements not known of the offences that the facts set down meet in their gist, before a decision."""
    held = newest_facts(case)
    if held is None or not held.advised:
        return []
    return [
        NotShown(row.id, element.id, element.text, row.limit.last_day)
        for row in advice_on(held.facts, on).offences
        for element in row.elements
        if element.state == "not known"
    ]


def _not_shown(decision: Any, on: date) -> list[NotShown]:
    """Return the elements of the offences decided on that nothing shows."""
    found = []
    conduct = decision.conduct_on or on
    for id in decision.offences:
        try:
            chosen = offence(id, conduct)
        except UnknownOffence:
            continue
        limit = time_limit(chosen, conduct)
        said, points = decision.elements.get(id, {}), decision.shown_by.get(id, {})
        found += [
            NotShown(id, element.id, element.text, limit)
            for element in chosen.elements
            if not shows(said.get(element.id, ""), points.get(element.id, ()))
        ]
    return found
