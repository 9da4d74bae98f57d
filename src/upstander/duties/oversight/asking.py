"""Read the questions of an audit and the tripwires, and the acts of two people that wait or were answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from upstander.duties.oversight.auditing import AuditLine, lines
from upstander.duties.oversight.models import AskedAct, Hold, Question, SpecialistReferral, Tripwire
from upstander.duties.oversight.two_people import About, may_act_alone, rules
from upstander.law.access import Act, Relation, judge
from upstander.law.oversight import Alone, TwoPersonAct
from upstander.record.cases.grants import relations, visible_to
from upstander.record.cases.models import Case, Membership, Report, ReportedFile, ReportedPost
from upstander.record.fence.viewer import unfenced
from upstander.record.journal.models import Entry
from upstander.record.people.actors import Actor, require_role, user_of

PAGE = 50
MOST_ENTRIES = 100
"""Entries that the page of one question shows."""
RECENT = 25


@dataclass(frozen=True)
class QuestionLine:
    """A question with the reference of its case; empty for one that is about no single case."""

    question: Question
    reference: str


@dataclass(frozen=True)
class QuestionFilters:
    """Which questions to show: the open ones unless told otherwise."""

    answered: bool = False
    code: str = ""
    officer: int | None = None


@dataclass(frozen=True)
class AskedLine:
    """An act of two people as those see it who may ask or agree: its law, what it is about, what the viewer may do."""

    asked: AskedAct
    law: TwoPersonAct
    about: About
    case: Case | None
    may_answer: bool
    may_fetch: bool
    lapsed: bool


def questions(viewer: Actor, filters: QuestionFilters, *, page: int = 1) -> tuple[list[QuestionLine], bool]:
    """Return a page of questions, the newest first, and whether there are more. Raises NotAllowed."""
    require_role(viewer, Act.LOOK_INTO)
    with unfenced():
        rows = Question.objects.select_related("who__organisation", "answered_by")
        rows = rows.exclude(answer="") if filters.answered else rows.filter(answer="")
        if filters.code:
            rows = rows.filter(code=filters.code)
        if filters.officer is not None:
            rows = rows.filter(who=filters.officer)
        start = (max(page, 1) - 1) * PAGE
        found = list(rows.order_by("-day", "-pk")[start : start + PAGE + 1])
        return _with_references(found[:PAGE]), len(found) > PAGE


def open_questions(viewer: Actor) -> dict[str, int]:
    """Return how many questions wait, by code. Raises NotAllowed."""
    require_role(viewer, Act.LOOK_INTO)
    with unfenced():
        counted = Question.objects.filter(answer="").values("code").annotate(times=Count("pk"))
        return {row["code"]: row["times"] for row in counted.order_by("code")}


def question(viewer: Actor, number: int) -> tuple[QuestionLine, list[AuditLine]] | None:
    """Return one question with the entries that it rests on, None where there is none. Raises NotAllowed."""
    require_role(viewer, Act.LOOK_INTO)
    with unfenced():
        row = Question.objects.select_related("who__organisation", "answered_by").filter(pk=number).first()
        if row is None:
            return None
        entries = Entry.objects.filter(seq__range=(row.first_entry, row.last_entry), actor=f"user:{row.who_id}")
        shown = lines(entries.order_by("-seq")[:MOST_ENTRIES])
        about = [line for line in shown if not row.about_id or _names(line, row)]
        return _with_references([row])[0], about


def tripwires(viewer: Actor) -> list[Tripwire]:
    """Return the tripwires that stand, with the references of their cases. Raises NotAllowed."""
    require_role(viewer, Act.SET_TRIPWIRE)
    with unfenced():
        return list(Tripwire.objects.filter(ended_at=None).select_related("case", "by").order_by("at", "pk"))


def asked_acts(viewer: Actor) -> tuple[list[AskedLine], list[AskedLine]]:
    """Return the acts of two people that wait for an answer or for use, and the latest of the rest.

    Whoever asked sees their own, whoever may agree sees those of others; nobody else any.
    """
    now = timezone.now()
    with unfenced():
        waiting = Q(approved=None, expires_at__gt=now) | Q(approved=True, done_at=None, expires_at__gt=now)
        rows = _of_the_hub(viewer)
        return (
            list(_asked(viewer, rows.filter(waiting).order_by("asked_at", "pk"), now)),
            list(_asked(viewer, rows.exclude(waiting).order_by("-asked_at", "-pk")[:RECENT], now)),
        )


def asked_act(viewer: Actor, number: int) -> AskedLine | None:
    """Return one act of two people that concerns the viewer, None for every other."""
    with unfenced():
        return next(iter(_asked(viewer, _of_the_hub(viewer).filter(pk=number), timezone.now())), None)


def alone_now(viewer: Actor, code: str, about: About) -> Alone:
    """Say whether the viewer may do an act of two people alone now."""
    now = timezone.now()
    with unfenced():
        return may_act_alone(viewer, rules(code, now), about, now)


def running_hold(report: Report) -> Hold | None:
    """Return the hold of a report that is held; the caller asks who may see the report."""
    return Hold.objects.filter(report=report, ended_at=None).select_related("owner").first()


def running_holds(reports: Iterable[int]) -> dict[int, Hold]:
    """Return the running holds of these reports, by report; the caller asks who may see them."""
    rows = Hold.objects.filter(report__in=list(reports), ended_at=None).select_related("owner")
    return {row.report_id: row for row in rows}


def file_to_withhold(viewer: Actor, number: int, act: Act) -> ReportedFile | None:
    """Return a reported file of a case about which the viewer may do `act`, None for every other."""
    with unfenced():
        held = ReportedFile.objects.select_related("report", "file").filter(pk=number).first()
        if held is None:
            return None
        member = held.report.memberships.filter(until_at=None).select_related("case").first()
        return held if member and judge(viewer.role, act, relations(viewer, member.case)).allowed else None


def referrals_of(held: ReportedFile) -> list[SpecialistReferral]:
    """Return to whom a withheld file was referred, the latest first; the caller asks who may see it."""
    return list(SpecialistReferral.objects.filter(file=held).select_related("by").order_by("-at", "-pk"))


def addresses_of(held: ReportedFile) -> list[str]:
    """Return the addresses that the report of a file names: where it was, as far as anybody said."""
    links = ReportedPost.objects.filter(report=held.report_id).exclude(link="").order_by("position", "pk")
    return list(dict.fromkeys(links.values_list("link", flat=True)))


def _of_the_hub(viewer: Actor) -> QuerySet[AskedAct]:
    user_of(viewer)
    rows = AskedAct.objects.filter(asked_by__organisation=viewer.organisation)
    return rows.select_related("asked_by", "answered_by")


def _asked(viewer: Actor, rows: Iterable[AskedAct], now: datetime) -> list[AskedLine]:
    """Return the rows that concern the viewer, in a fixed number of queries however many there are."""
    found, held = [], list(rows)
    abouts = _abouts(held)
    places = _places([each if isinstance(each, Report) else each.report for each in abouts.values()])
    agreeable = _agreeable(viewer, held, {case.pk for case in places.values()}, now)
    for row in held:
        about = abouts.get((row.about_kind, row.about_id))
        case = places[about.pk if isinstance(about, Report) else about.report_id] if about else None
        law, own, lapsed = rules(row.code, row.asked_at), row.asked_by_id == viewer.id, row.expires_at <= now
        agrees = not own and (row.code, case.pk if case else 0) in agreeable
        if own or agrees:
            may_answer = agrees and row.approved is None and not lapsed
            may_fetch = own and row.code == "export" and bool(row.approved) and row.done_at is None and not lapsed
            found.append(AskedLine(row, law, about, case, may_answer, may_fetch, lapsed))
    return found


def _abouts(rows: list[AskedAct]) -> dict[tuple[str, int], Report | ReportedFile]:
    reports = Report.objects.filter(pk__in=[row.about_id for row in rows if row.about_kind == "report"])
    files = ReportedFile.objects.filter(pk__in=[row.about_id for row in rows if row.about_kind == "reportedfile"])
    return {
        **{("report", report.pk): report for report in reports},
        **{("reportedfile", file.pk): file for file in files.select_related("report", "file")},
    }


def _places(reports: list[Report]) -> dict[int, Case]:
    """Return by report the case that it counts under, or counted last."""
    members = Membership.objects.filter(report__in=reports).select_related("case").order_by("from_at", "pk")
    return {member.report_id: member.case for member in members}


def _agreeable(viewer: Actor, rows: list[AskedAct], cases: set[int], now: datetime) -> set[tuple[str, int]]:
    """Return the acts, each with a case (0 for a list), to which the viewer may agree."""
    found: set[tuple[str, int]] = set()
    for code in {row.code for row in rows}:
        act = Act(rules(code, now).approves)
        if judge(viewer.role, act, [Relation.ANY]).allowed:
            found.add((code, 0))
        allowed = visible_to(viewer, act=act).filter(pk__in=cases)
        found |= {(code, pk) for pk in allowed.values_list("pk", flat=True)}
    return found


def _with_references(rows: list[Question]) -> list[QuestionLine]:
    cases = dict(
        Case.objects.filter(pk__in={row.about_id for row in rows if row.about_kind == "case"}).values_list(
            "pk", "reference"
        )
    )
    return [QuestionLine(row, cases.get(row.about_id, "") if row.about_kind == "case" else "") for row in rows]


def _names(line: AuditLine, row: Question) -> bool:
    return any((record.kind, record.id) == (row.about_kind, row.about_id) for record in line.records)
