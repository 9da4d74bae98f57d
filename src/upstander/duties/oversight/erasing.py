"""Erase a report for good: its person, its words, its bodies and files, its keys, its letters, its packages."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from upstander.duties.bundling.moving import take_away
from upstander.duties.campaigns.counting_in import forget as forget_campaign
from upstander.duties.evidence.forgetting import blank_exhibits, take_away_packages
from upstander.duties.intake.forgetting import forget as forget_words
from upstander.duties.oversight.actions.hold_report import take_off
from upstander.duties.oversight.journal_reading import with_records
from upstander.duties.oversight.models import AskedAct, Hold
from upstander.record.cases import conflicts
from upstander.record.cases.models import Case, Report
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry, Touch
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.keys.keeping import forget as forget_keys
from upstander.record.outbox.settling import erase_about
from upstander.record.people import identity
from upstander.record.people.actors import Actor
from upstander.record.search.keeping import forget as forget_search


def check(report: Report, said: dict[str, Any]) -> None:
    """Refuse what was erased already. Raises WrongState."""
    if report.standing == Report.Standing.ERASED:
        raise WrongState("This report was erased already.")


def when_approved(asked: AskedAct, report: Report, actor: Actor, at: datetime) -> bool:
    """Erase the report now: what two people agreed on is not left lying."""
    erase(report, asked=asked, actor=actor, at=at)
    return True


def erase(report: Report, *, asked: AskedAct, actor: Actor, at: datetime) -> None:
    """Erase a report in the caller's transaction; the entry in the journal is its certificate. Raises WrongState.

    What officers wrote about the case stays with the case; what a force has fetched is named by the force's code.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    check(report, {})
    cases = list(Case.objects.filter(memberships__report=report).distinct().order_by("pk"))
    named = identity.erase(report.complainant)
    keys = forget_keys(report)
    forget_search(report)
    conflicts.forget(report)
    forget_campaign(report)
    place = take_away(report, at=at)
    words = forget_words(report, at=at)
    letters = erase_about("report", report.pk)
    packages = take_away_packages(cases)
    blank_exhibits(report)
    held = Hold.objects.filter(report=report, ended_at=None)
    if held.update(ended_at=at, ended_by=actor.user, end_reason="") and place:
        take_off(Case.objects.get(pk=place.pk), at)
    report.standing = Report.Standing.ERASED
    report.save(update_fields=["standing"])
    record(
        actor, Verb.ERASED, report, at=at, about=[*cases, asked], identity=named, keys=keys, letters=letters,
        packages=packages, disclosed_to=fetched_by(cases), **asdict(words),
    )  # fmt: skip


def fetched_by(cases: list[Case]) -> list[int]:
    """Return the ids of the users who were given a file or a package of these cases: copies that are out of reach."""
    seqs = Touch.objects.filter(kind="case", record__in=[case.pk for case in cases]).values("entry")
    rows = Entry.objects.filter(seq__in=seqs, verb=Verb.DOWNLOADED).order_by("seq")
    return sorted({read.user for read in with_records(rows)} - {0})
