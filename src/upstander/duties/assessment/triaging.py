"""Read the twelve answers to a case: who gave each and when, what band they lead to, and what the reports say of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from upstander.duties.assessment.bands import LEVELS
from upstander.duties.assessment.models import Triage
from upstander.law import triage
from upstander.law.access import Act
from upstander.law.triage import Band, Level, Question
from upstander.record.cases.grants import require, working_reports_of
from upstander.record.cases.models import Case, Report, ReportedPost
from upstander.record.cases.queue import pointed_at
from upstander.record.people.actors import Actor


@dataclass(frozen=True)
class Answered:
    """One question with its answer so far (empty: nobody has answered), who gave it and when."""

    question: Question
    answer: str
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Answers:
    """The newest answers, what they lead to, and what was set; `earlier` are the sets before it, newest first."""

    questions: tuple[Answered, ...]
    leads_to: Band | None
    latest: Triage | None
    earlier: tuple[Triage, ...]
    older_than_a_report: bool
    """A report came in after the questions were answered."""

    @property
    def level(self) -> Level | None:
        """Return the band that was set."""
        return LEVELS[self.latest.band] if self.latest and self.latest.counts else None

    @property
    def overridden(self) -> bool:
        """Whether a person set another band than the answers lead to."""
        return self.latest is not None and self.latest.band != self.latest.proposed


def answers_of(viewer: Actor, case: Case) -> Answers:
    """Return the answers to the twelve questions as they stand, and who gave each. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    rows = list(Triage.objects.filter(case=case).select_related("by").order_by("-at", "-pk"))
    latest = rows[0] if rows else None
    on = timezone.localdate()
    asked = tuple(_answered(question, rows) for question in triage.questions(on))
    known = {each.question.id: each.answer for each in asked if each.answer}
    return Answers(
        asked,
        triage.band(known, on) if latest else None,
        latest,
        tuple(rows[1:]),
        latest is not None and case.last_report_at > latest.at,
    )


def _answered(question: Question, rows: list[Triage]) -> Answered:
    """Return the newest answer with the first set, in one unbroken row back from now, that gave it."""
    if not rows or question.id not in rows[0].answers:
        return Answered(question, "")
    answer, first = rows[0].answers[question.id], rows[0]
    for row in rows[1:]:
        if row.answers.get(question.id) != answer:
            break
        first = row
    return Answered(question, answer, first.by.name, first.at)


@dataclass(frozen=True)
class Said:
    """What the reports of a case say that bears on the questions: counts of reports, as facts, never as answers."""

    reports: int
    danger: int
    at_a_person: int
    at_an_institution: int
    event: int
    event_place: int
    knows_poster: int
    no_contact: int
    other_language: int
    on_behalf: int
    links: int
    accounts: int
    platforms: tuple[str, ...]
    disability: bool
    wording: str
    reported_again: bool


def said_of(viewer: Actor, case: Case) -> Said:
    """Count what the reports of `case` say, in two queries however many they are. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    reports = Report.objects.filter(pk__in=working_reports_of(case).order_by().values("pk"))
    found = reports.aggregate(
        reports=Count("pk"),
        danger=Count("pk", filter=Q(danger=True)),
        at_a_person=Count("pk", filter=Q(targeted__in=[Report.Targeted.PERSON, Report.Targeted.SEVERAL])),
        at_an_institution=Count("pk", filter=Q(targeted=Report.Targeted.INSTITUTION)),
        event=Count("pk", filter=Q(future_event=True)),
        event_place=Count("pk", filter=~Q(event_place="")),
        knows_poster=Count("pk", filter=Q(knows_poster=True)),
        no_contact=Count("pk", filter=Q(contact_means=Report.Means.NONE)),
        other_language=Count("pk", filter=~Q(language__startswith="en")),
        on_behalf=Count("pk", filter=Q(told_as=Report.Told.ON_BEHALF)),
    )
    posts = ReportedPost.objects.filter(report__in=reports).aggregate(
        links=Count("link", filter=~Q(link=""), distinct=True), accounts=Count("by", distinct=True)
    )
    return Said(
        **found,
        **posts,
        platforms=tuple(case.platforms),
        disability="disability" in case.strands,
        wording=pointed_at(case),
        reported_again="reported again" in case.marks,
    )
