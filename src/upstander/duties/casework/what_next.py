"""Draw from a case what is not known yet, for the law to say which missing fact would change most, and by when."""

from datetime import date
from typing import Any

from upstander.duties.allocation.facts import facts_of
from upstander.duties.assessment.advised import ask_law
from upstander.duties.assessment.core import not_shown
from upstander.duties.assessment.limits import facts_stand, limits_of, newest_facts
from upstander.law.access import Act
from upstander.law.offences import UnknownOffence, offence
from upstander.law.what_next import Known, Missing, NotShown, Running, what_next
from upstander.record.cases.grants import require, working_reports_of
from upstander.record.cases.models import Case, Clock
from upstander.record.people.actors import Actor

S = Case.State
SETTLED = (S.OFFERED, S.ACCEPTED, S.CLOSED)
"""States in which no fact about places is looked for: a force has the case, or nobody does."""


def missing_facts(viewer: Actor, case: Case, *, decision: Any, clocks: list[Clock], on: date) -> tuple[Missing, ...]:
    """Return the facts that would change the case, the first to look for first. Raises NotAllowed.

    `decision` is the one that stands or waits, `clocks` those that run. It ranks enquiries; nobody is ranked by it.
    """
    require(viewer, Act.SEE_CASE, case)
    if case.state == S.CLOSED or case.report_count == 0:
        return ()
    running = tuple(Running(clock.name, clock.due_at) for clock in clocks)
    facts = None if case.state in SETTLED else facts_of(case)
    event = facts is not None and working_reports_of(case).filter(future_event=True).exists()
    held = newest_facts(case)
    stands = held is not None and facts_stand(case, decision, held)
    lacking = _open_in(case, held.facts, on) if held and stands else _not_shown(case, decision, on) if decision else []
    return what_next(Known(facts, tuple(lacking), running, event), on)


def _open_in(case: Case, facts: dict[str, Any], on: date) -> list[NotShown]:
    """Return the elements not known of the offences that the facts set down meet in their gist."""
    advice = ask_law(case, facts, on).advice
    return [
        NotShown(row.id, element.id, element.text, row.limit.last_day)
        for row in (advice.offences if advice else ())
        for element in row.elements
        if element.state == "not known"
    ]


def _not_shown(case: Case, decision: Any, on: date) -> list[NotShown]:
    """Return the elements of the offences decided on that nothing shows, each with the last day of its offence."""
    found = []
    conduct = decision.conduct_on or on
    chosen = []
    for id in decision.offences:
        try:
            chosen.append(offence(id, conduct))
        except UnknownOffence:
            continue
    lacking = {each.id: not_shown(decision, each) for each in chosen}
    wanted = [each.id for each in chosen if lacking[each.id]]
    limits = {each.offence: each.limit for each in limits_of(case, on, wanted)} if wanted else {}
    for each in chosen:
        limit = limits.get(each.id)
        found += [NotShown(each.id, part.id, part.text, limit.last_day if limit else None) for part in lacking[each.id]]
    return found
