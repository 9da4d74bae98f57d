"""Withhold a file that nobody may open; packages that hold it are taken away."""

from datetime import datetime

from django.utils import timezone

from upstander.duties.bundling.forgetting import forget_files
from upstander.duties.evidence.forgetting import take_away_packages
from upstander.duties.oversight.unsealing import cases_with, record_for_each
from upstander.law.access import Act
from upstander.law.clocks import due as clock_end
from upstander.law.specialists import clock_of
from upstander.record.cases import withholding
from upstander.record.cases.grants import locked_case_of, require
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.cases.queue import settle, start_clock
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.keys import keeping
from upstander.record.people.actors import Actor, NotAllowed, user_of
from upstander.record.vault import captures, previews


@action
def withhold_file(*, held: ReportedFile, why: str, reason: str, actor: Actor, at: datetime) -> ReportedFile:
    """Withhold the content of `held` from everybody, wherever else it came and will come. Two people end or open it.

    `why` is a code of ReportedFile.Withheld. Raises NotAllowed (with `needs_reason`), WrongState.
    """
    held = ReportedFile.objects.select_for_update(of=("self",)).select_related("report", "file").get(pk=held.pk)
    case = locked_case_of(held.report)
    require(actor, Act.WITHHOLD, case)
    if why not in ReportedFile.Withheld.values:
        raise WrongState("Say what the file is suspected to be.")
    if not reason.strip():
        raise NotAllowed("Give a reason. It is kept. Do not describe what the file shows.", needs_reason=True)
    if held.withheld:
        raise WrongState("This file is withheld already.")
    rows = withholding.withhold(held, why=why, reason=reason.strip(), by=user_of(actor), at=at)
    cases = cases_with(rows)
    previews.forget(held.file)
    captures.forget(held.file)
    keeping.keep_again(row.report_id for row in rows)  # without the words that were read on it
    forget_files(rows)
    take_away_packages(cases)
    _start_clock(case, why, at)
    record_for_each(rows, actor, Verb.WITHHELD, at=at, why=why)
    held.refresh_from_db()
    return held


def _start_clock(case: Case, why: str, at: datetime) -> None:
    """Let the clock run until specialists have it."""
    if name := clock_of(why, timezone.localdate(at)):
        start_clock(case, name, due_at=clock_end(name, at), at=at)
    settle(case)
