"""Erase from a case what it keeps of its subject, and say what stands in the way of that."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime

from upstander.duties.assessment.limits import charges_of
from upstander.duties.assessment.models import Appeal, Reading
from upstander.duties.bundling.moving import forget_reasons
from upstander.duties.campaigns.counting_in import forget_what_was_said
from upstander.duties.casework.models import Task
from upstander.duties.evidence.forgetting import name_exhibits_anew, take_away_packages
from upstander.duties.intake.forgetting import forget_subject
from upstander.duties.oversight.erasing import fetched_by
from upstander.duties.oversight.models import AskedAct, OldRecord
from upstander.record.cases import conflicts
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case, Report, ReportedFile
from upstander.record.cases.states import WrongState
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.keys import keeping as keys
from upstander.record.people.actors import Actor
from upstander.record.search import keeping as search

ILLEGAL = (ReportedFile.Withheld.ABUSE, ReportedFile.Withheld.TERRORISM)


def grounds(case: Case, at: datetime) -> list[str]:
    """Return in plain sentences why nothing may be erased from this case now, as far as the hub itself can know it.

    What else holds (law.retention), such as a claim in a court, no row of the hub knows: a person answers for that.
    """
    readings = Reading.objects.filter(case=case, state__in=[Reading.State.OPEN, Reading.State.DISPUTED])
    asked = AskedAct.objects.filter(approved=None, expires_at__gt=at, about_kind="report")
    found = {
        "An enquiry is open: the case is not closed.": case.state != Case.State.CLOSED,
        "A task on this case is still open.": Task.objects.filter(case=case, done_at=None).exists(),
        "The person who reported has asked for a review, and it is still running.": Appeal.objects.filter(
            case=case, outcome=Appeal.Outcome.OPEN
        ).exists(),
        "The decision is still being read a second time.": readings.exists(),
        "Somebody is charged.": bool(charges_of(case)),
        "A report of this case is held.": reports_of(case).filter(standing=Report.Standing.HELD).exists(),
        "A file is withheld as suspected illegal material: it is evidence.": ReportedFile.objects.filter(
            report__in=reports_of(case), withheld__in=ILLEGAL
        ).exists(),
        "Two people are about to act on a report of this case.": asked.filter(
            about_id__in=reports_of(case).order_by().values("pk")
        ).exists(),
    }
    return [sentence for sentence, holds in found.items() if holds]


def erase_subject(case: Case, *, decided: OldRecord, actor: Actor, at: datetime) -> None:
    """Erase what the reports of a locked case keep of its subject; the entry in the journal is its certificate.

    It holds numbers and ids, never content. What somebody wrote in running words and what a file shows stays, and so
    does everything of those who reported and were targeted. Raises WrongState where something stands in the way.
    """
    if reasons := grounds(case, at):
        raise WrongState(f"Nothing may be erased now. {' '.join(reasons)}")
    destroyed: Counter[str] = Counter()
    reports = list(reports_of(case).exclude(standing=Report.Standing.ERASED).select_related("raw"))
    for report in reports:
        conflicts.forget_accounts(report)
        search.forget_accounts(report)
        destroyed.update(asdict(forget_subject(report, at=at)))
        name_exhibits_anew(report)
        keys.keep(report)
        forget_what_was_said(report)
        search.keep(report)
    # What was suggested about them quotes what they shared, accounts among it, and weighs whom they name.
    forget_reasons(reports)
    destroyed["packages"] = take_away_packages([case])
    fetched = fetched_by([case])
    record(actor, Verb.SUBJECT_ERASED, case, at=at, about=[*reports, decided], disclosed_to=fetched, **destroyed)
