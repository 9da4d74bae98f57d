"""The time limits of a case: what they are reckoned from, the clock and the mark that show them, and how one may end.

`run_limit` is called by every act that changes a decision, a date or a charge, before it settles the case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.utils import timezone

from upstander.duties.assessment.limit_marks import UNCLEAR, mark_of, put_mark
from upstander.duties.assessment.models import Charge, Conduct, Decision, KnownFacts, Seen
from upstander.law.facts import Document
from upstander.law.limits import Dates, DatesConflict, Limit, closes_at, earliest, limit_of, opens_at, said
from upstander.law.limits import Seen as SeenOn
from upstander.law.limits.reckoning import Enough
from upstander.law.offences import Offence, all_offences
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case
from upstander.record.cases.queue import end_clocks, start_clock
from upstander.record.cases.states import WrongState
from upstander.record.work.asking import due

CLOCK = "time_limit"
TIME_LIMIT = "time_limit"
"""The closing reason that says so: outcome 17."""


@dataclass(frozen=True)
class OfOffence:
    """What stands for one offence: its limit, or why none can be reckoned."""

    offence: str
    title: str
    limit: Limit | None
    conflict: str = ""


def decision_for_limits(case: Case) -> Decision | None:
    """Return the decision whose offences are looked at: what waits for its sign-off, else what stands."""
    rows = Decision.objects.filter(case=case, state__in=[Decision.State.AWAITING, Decision.State.FINAL])
    return rows.order_by("-decided_at", "-pk").first()


def offences_looked_at(case: Case) -> list[str]:
    """Return the offences of the decision that waits or stands; before any, or while more is needed, those advised.

    None where it found no crime.
    """
    decision = decision_for_limits(case)
    if decision is None or decision.finding == Decision.Finding.NEED_MORE:
        facts = newest_facts(case)
        return list(facts.advised) if facts else []
    return list(decision.offences) if decision.finding == Decision.Finding.CRIME else []


def newest_facts(case: Case) -> KnownFacts | None:
    """Return the facts that were set down last; None before anybody has."""
    return KnownFacts.objects.filter(case=case).select_related("by").order_by("-at", "-pk").first()


def versions_of(id: str) -> tuple[Offence, ...]:
    """Return every version of an offence."""
    return tuple(each for each in all_offences() if each.id == id)


def conduct_of(case: Case) -> date | None:
    """Return the day of the conduct as it was said last: by a decision, on its own, or among the facts set down.

    Of conduct that lasted, its last day. None where nobody knows.
    """
    decision = decision_for_limits(case)
    found = Conduct.objects.filter(case=case).order_by("-at", "-pk").first()
    if found and (decision is None or decision.conduct_on is None or found.at >= decision.decided_at):
        return found.on
    if decision and decision.conduct_on:
        return decision.conduct_on
    facts = newest_facts(case)
    return last_day(facts.facts, timezone.localdate(facts.at)) if facts else None


def last_day(facts: Mapping[str, Any], on: date) -> date | None:
    """Return the last day of the conduct in a document of facts that was read on the day `on`; None if not known."""
    return Document.from_json(facts, on).last


def dates_of(case: Case) -> Dates:
    """Return all that the limits of a case are reckoned from; what was corrected counts no more."""
    first = reports_of(case).order_by("received_at").values_list("received_at", flat=True).first()
    rows = Seen.objects.filter(case=case, counts=True, corrected_by=None).order_by("on", "pk")
    seen = tuple(SeenOn(on, cast("Enough", enough), pk) for on, enough, pk in rows.values_list("on", "enough", "pk"))
    return Dates(conduct_of(case), timezone.localdate(first) if first else None, seen)


def limits_of(case: Case, on: date, offences: Sequence[str] | None = None) -> list[OfOffence]:
    """Return what stands for each offence of the case, or of those named, on the day `on`."""
    dates = dates_of(case)
    asked = offences_looked_at(case) if offences is None else offences
    return [_of_offence(id, dates, on) for id in asked]


def _of_offence(id: str, dates: Dates, on: date) -> OfOffence:
    versions = versions_of(id)
    title = versions[-1].title if versions else id
    try:
        limit = limit_of(versions, dates, on)
    except DatesConflict as conflict:
        return OfOffence(id, title, None, str(conflict))
    return OfOffence(id, limit.title, limit)


def charges_of(case: Case) -> list[Charge]:
    """Return the charges that stand, in the order of their days."""
    rows = Charge.objects.filter(case=case, taken_back_by=None).exclude(kind=Charge.Kind.TAKEN_BACK)
    return list(rows.order_by("on", "pk"))


def passed_without_charge(case: Case, on: date) -> Limit | None:
    """Return the limit that has passed in a case of which it stands that it is a crime, and nobody is charged."""
    if not Decision.objects.filter(
        case=case, state=Decision.State.FINAL, finding=Decision.Finding.CRIME
    ).exists() or charges_of(case):
        return None
    passed = [each.limit for each in limits_of(case, on) if each.limit and each.limit.passed(on)]
    return earliest(passed)


def run_limit(case: Case, *, at: datetime) -> Limit | None:
    """Bring the clock and the mark of the earliest limit in line, ask for what comes on its days, and return it.

    Once somebody is charged, and once the case is closed, none runs. Where the dates contradict each other, the clock
    stands as it did and the case is marked. `settle` must follow.
    """
    on = timezone.localdate(at)
    found = [] if case.state == Case.State.CLOSED or charges_of(case) else limits_of(case, on)
    first = earliest(each.limit for each in found if each.limit)
    unclear = any(each.conflict for each in found)
    running = case.clocks.filter(name=CLOCK, ended_at=None).first()
    ends = closes_at(first.last_day) if first and first.last_day else None
    if running and running.due_at != ends and not (unclear and ends is None):
        end_clocks(case, CLOCK, at=at)  # and begun anew: an earlier end may not stand where the law gives a later one
        running = None
    if ends and running is None:
        start_clock(case, CLOCK, due_at=ends, at=at)
    put_mark(case, UNCLEAR if unclear else mark_of(first, on))
    if first and first.last_day:
        _ask(case, first, on)
    return first


def _ask(case: Case, limit: Limit, on: date) -> None:
    """Let the worker look on the days on which something of this limit comes, once for each."""
    if limit.last_day is None:
        return
    days = {f"{each.percent}": each.on for each in limit.warnings if each.on > on}
    days["over"] = limit.last_day + timedelta(days=1)
    for what, day in days.items():
        due("watch_limit", at=opens_at(day), case=case, once=f"limit:{case.pk}:{limit.last_day}:{what}")


def require_honest_end(case: Case, key: str, reasons: str, at: datetime) -> None:
    """Refuse to end a case silently where its time limit has passed, and to say that it has where it has not.

    Raises WrongState.
    """
    on = timezone.localdate(at)
    limit = passed_without_charge(case, on)
    if limit is not None and key != TIME_LIMIT and not reasons.strip():
        raise WrongState(
            f"The time limit for {limit.title} ended on {said(limit.last_day or on)}, and nobody is charged. Close the "
            "case for that reason, or say in your own words why for another."
        )
    if key == TIME_LIMIT:
        still = [each.title for each in limits_of(case, on) if not (each.limit and each.limit.passed(on))]
        if limit is None or still:
            raise WrongState(
                "The time limit closes only a case in which nobody is charged, and nobody can be any more. Still open: "
                f"{'; '.join(still) or 'none'}."
            )


def ask_for_review(case: Case, *, on: date) -> None:
    """Let a supervisor be asked about a limit that has passed, once for each last day; the duty above does it."""
    limit = passed_without_charge(case, on)
    if limit is not None:
        once = f"limit passed:{case.pk}:{limit.last_day}"
        due("time_limit_passed", case=case, offence=limit.offence, last_day=str(limit.last_day), once=once)
