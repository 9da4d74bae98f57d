"""Open a withheld file to one person for a short time, or withhold it no longer: once two people have agreed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from upstander.duties.oversight.models import AskedAct
from upstander.law.oversight import act
from upstander.law.specialists import clock_of
from upstander.record.cases import withholding
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.cases.queue import end_clocks, settle
from upstander.record.cases.states import WrongState
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor


def check(held: ReportedFile, said: dict[str, Any]) -> None:
    """Refuse what is not withheld. Raises WrongState."""
    if held.withheld == withholding.NOT_WITHHELD:
        raise WrongState("This file is not withheld.")


def unseal(asked: AskedAct, held: ReportedFile, actor: Actor, at: datetime) -> bool:
    """Open the file to whoever asked, for as many minutes as the law of oversight says."""
    minutes = act("unseal", timezone.localdate(at)).opened_for
    until = at + timedelta(minutes=minutes)
    opening = withholding.unseal(held, to=asked.asked_by, at=at, until=until)
    about = [asked, held.report, *cases_with([held])]
    record(actor, Verb.UNSEALED, held, at=at, about=about, to=asked.asked_by_id, until=opening.until_at.isoformat())
    return True


def end_withholding(asked: AskedAct, held: ReportedFile, actor: Actor, at: datetime) -> bool:
    """Let the content be opened again like any other."""
    was, rows = held.withheld, withholding.end(held)
    _end_clocks(rows, was, at)
    record_for_each(rows, actor, Verb.WITHHOLDING_ENDED, at=at, also=[asked], was=was)
    return True


def _end_clocks(rows: list[ReportedFile], was: str, at: datetime) -> None:
    """End the clocks that wait for a referral of what may be opened again, where nothing else of the case waits."""
    name = clock_of(was, timezone.localdate(at))
    for case in cases_with(rows) if name else []:
        others = ReportedFile.objects.filter(report__in=reports_of(case)).exclude(withheld="")
        if not others.exists():
            case = Case.objects.select_for_update().get(pk=case.pk)
            end_clocks(case, name, at=at)
            settle(case)


def record_for_each(
    rows: list[ReportedFile], actor: Actor, verb: Verb, *, at: datetime, also: Sequence[Any] = (), **data: Any
) -> None:
    """Journal what was done to a content once for each file that holds it, with its own cases.

    The custody of a case goes out with its package: it must not say that the same file is in another case.
    """
    for row in rows:
        record(actor, verb, row, at=at, about=[*also, row.report, *cases_with([row])], **data)


def cases_with(rows: list[ReportedFile]) -> list[Case]:
    """Return the cases under which the reports of these files count or ever counted."""
    reports = [row.report_id for row in rows]
    return list(Case.objects.filter(memberships__report__in=reports).distinct().order_by("pk"))
