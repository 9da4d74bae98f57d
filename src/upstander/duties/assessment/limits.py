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
from upstander.law.facts.days import span_of
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
UNDECIDED = (Case.State.NEW, Case.State.CLAIMED, Case.State.REOPENED)
"""States in which it is open whether the case is a crime, or open again."""
TIME_LIMIT = "time_limit"
"""The closing reason that says so: outcome 17."""


@dataclass(frozen=True)
class OfOffence:
    """What stands for one offence: its limit, or why none can be reckoned."""

    offence: str
    title: str
    limit: Limit | None
    conflict: str = ""


@dataclass(frozen=True)
class _Read:
    """The decision whose offences are looked at and the facts that were set down last, read once for one question."""

    decision: Decision | None
    facts: KnownFacts | None


def _read(case: Case) -> _Read:
    return _Read(decision_for_limits(case), newest_facts(case))


def decision_for_limits(case: Case) -> Decision | None:
    """Return the decision whose offences are looked at: what waits for its sign-off, else what stands."""
    rows = Decision.objects.filter(case=case, state__in=[Decision.State.AWAITING, Decision.State.FINAL])
    return rows.order_by("-decided_at", "-pk").first()


def offences_looked_at(case: Case) -> list[str]:
    """Return the offences of the decision that waits or stands, or those that the facts set down point to.

    The facts count before any decision, while more is needed, and where they are newer in a case that is decided anew.
    None where it was found no crime.
    """
    return _offences(case, _read(case))


def _offences(case: Case, read: _Read) -> list[str]:
    decision, facts = read.decision, read.facts
    if facts and facts_stand(case, decision, facts):
        return list(facts.advised)
    return list(decision.offences) if decision and decision.finding == Decision.Finding.CRIME else []


def facts_stand(case: Case, decision: Decision | None, facts: KnownFacts) -> bool:
    """Whether the facts set down say what is looked at in a case, rather than its decision."""
    if decision is None or decision.finding == Decision.Finding.NEED_MORE:
        return True
    return case.state in UNDECIDED and facts.at > decision.decided_at


def newest_facts(case: Case) -> KnownFacts | None:
    """Return the facts that were set down last; None before anybody has."""
    return KnownFacts.objects.filter(case=case).select_related("by").order_by("-at", "-pk").first()


def versions_of(id: str) -> tuple[Offence, ...]:
    """Return every version of an offence."""
    return tuple(each for each in all_offences() if each.id == id)


@dataclass(frozen=True)
class Days:
    """The first and the last day of the conduct, None while not known; `last` is None too while it goes on."""

    first: date | None = None
    last: date | None = None


def days_of(case: Case) -> Days:
    """Return the days of the conduct as they were said last: by a decision, on their own, or among the facts."""
    return _days(case, _read(case))


def _days(case: Case, read: _Read) -> Days:
    decision, facts = read.decision, read.facts
    said: list[tuple[datetime, int, Days]] = []
    if facts:
        said.append((facts.at, 0, days_in(facts.facts, timezone.localdate(facts.at))))
    if decision:
        known = days_in(decision.facts, timezone.localdate(decision.decided_at))
        held = Days(known.first or decision.conduct_on, decision.conduct_on or known.last)
        if held != Days():
            said.append((decision.decided_at, 1, held))
    found = Conduct.objects.filter(case=case).order_by("-at", "-pk").first()
    if found:
        said.append((found.at, 2, Days(found.on, found.on)))
    return max(said, key=lambda each: each[:2])[2] if said else Days()


def days_in(facts: Mapping[str, Any], on: date) -> Days:
    """Return the days in a document of facts that was read on the day `on`; nothing else of it is looked at."""
    span, _wrong = span_of(facts.get("conduct") or {}, on)
    return Days(span.first, None if span.open_ended else span.last)


def conduct_of(case: Case) -> date | None:
    """Return the day whose law is asked: the last day of the conduct, the first while it goes on; None if not known."""
    days = days_of(case)
    return days.last or days.first


def dates_of(case: Case) -> Dates:
    """Return all that the limits of a case are reckoned from; what was corrected counts no more."""
    return _dates(case, _read(case))


def seen_of(case: Case) -> tuple[SeenOn, ...]:
    """Return the days on which a prosecutor saw the file, the earliest first; what was corrected counts no more."""
    rows = Seen.objects.filter(case=case, counts=True, corrected_by=None).order_by("on", "pk")
    return tuple(SeenOn(on, cast("Enough", enough), pk) for on, enough, pk in rows.values_list("on", "enough", "pk"))


def _dates(case: Case, read: _Read) -> Dates:
    first = reports_of(case).order_by("received_at").values_list("received_at", flat=True).first()
    days = _days(case, read)
    return Dates(days.last, timezone.localdate(first) if first else None, seen_of(case), days.first)


def limits_of(case: Case, on: date, offences: Sequence[str] | None = None) -> list[OfOffence]:
    """Return what stands for each offence of the case, or of those named, on the day `on`."""
    read = _read(case)
    dates = _dates(case, read)
    asked = _offences(case, read) if offences is None else offences
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
