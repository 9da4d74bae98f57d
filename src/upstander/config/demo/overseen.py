"""What the demo shows of oversight: looks to ask about, a tripwire, a withheld file, a held report, acts that wait."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from upstander.config.demo.casework import Moment, Story
from upstander.duties.assessment.filtering import QueueFilters
from upstander.duties.oversight.actions.ask_act import ask_act
from upstander.duties.oversight.actions.hold_report import hold_report
from upstander.duties.oversight.actions.set_tripwire import set_tripwire
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.duties.oversight.exporting import as_said, cases_for
from upstander.duties.oversight.watching import QUICK, SLOW, watch
from upstander.law.access import Role
from upstander.record.cases.grants import case_of
from upstander.record.cases.identities import open_identity
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.journal.writing import consulted
from upstander.record.people.actors import acting
from upstander.record.people.models import User

NIGHT = 2
OLD = "closed"


def plan_of_oversight(story: Story) -> Iterator[Moment]:
    """Yield what auditors, and those who answer for acts of two people, find waiting in the demo."""
    second, fourth, staff, now = story.staff.officers[1], story.staff.officers[3], story.staff, story.now
    night = timezone.localtime(now - timedelta(days=1)).replace(hour=NIGHT, minute=17)
    yield Moment(now - timedelta(days=2), _set_tripwire)
    yield Moment(now - timedelta(hours=31), lambda at: _look(second, _tripwire_case(), at))
    yield Moment(night, lambda at: _look(fourth, _some_case(staff.officers[0]), at))
    for days in range(4):
        moment = now - timedelta(days=0.8 + days, minutes=days * 31)
        yield Moment(moment, lambda at: _look(fourth, _anothers_case(story), at))
    yield Moment(now - timedelta(days=7.7), lambda at: _open_identity(staff.supervisor, at))
    yield Moment(now - timedelta(hours=7), lambda at: _withhold(staff.officers[2], at))
    yield Moment(now - timedelta(hours=5, minutes=40), lambda at: _hold(staff.supervisor, at))
    yield Moment(now - timedelta(hours=3), lambda at: _ask_to_unseal(staff.senior, at))
    yield Moment(now - timedelta(hours=2, minutes=20), lambda at: _ask_to_export(staff.supervisor, at))
    yield Moment(now - timedelta(minutes=50), _watch)


def _auditor() -> User:
    return User.objects.filter(role=Role.AUDITOR.value).order_by("pk")[0]


def _tripwire_case() -> Case | None:
    return Case.objects.filter(state=OLD, report_count=1).order_by("closed_at", "pk").first()


def _some_case(owner: User) -> Case | None:
    return Case.objects.filter(owner=owner, report_count=1, restricted=False).order_by("-opened_at").first()


def _anothers_case(story: Story) -> Case | None:
    """Return the case of the first shared post, which the first officer works on."""
    first = next((received for sent, received in story.taken if sent.shared == 0), None)
    return case_of(first.report) if first else None


def _set_tripwire(at: datetime) -> None:
    if case := _tripwire_case():
        set_tripwire(reference=case.reference, actor=acting(_auditor()), at=at)


def _look(officer: User, case: Case | None, at: datetime) -> None:
    if case is not None:
        with transaction.atomic():
            consulted(acting(officer), [case, case.opened_by], page="desk:case", at=at)
            consulted(acting(officer), [case, case.opened_by], page="desk:reports", at=at + timedelta(seconds=40))


def _open_identity(supervisor: User, at: datetime) -> None:
    case = Case.objects.filter(report_count=1, restricted=False).order_by("pk").first()
    if case is not None:
        open_identity(
            report=case.opened_by, case=case, actor=acting(supervisor), reason="The person rang and asked.",
            page="desk:identity", at=at,
        )  # fmt: skip


def _withhold(officer: User, at: datetime) -> None:
    files = ReportedFile.objects.filter(report__memberships__until_at=None, report__memberships__case__restricted=False)
    held = files.filter(report__memberships__case__state__in=("new", "claimed")).order_by("-pk").first()
    if held is not None:
        reason = "It seems to show a child. For the specialists."
        withhold_file(held=held, why="abuse", reason=reason, actor=acting(officer), at=at)


def _hold(supervisor: User, at: datetime) -> None:
    case = Case.objects.filter(state="new", danger=False, route="hub", report_count=1).order_by("pk").first()
    if case is not None:
        reason = "The sender was asked whether the link is the right one."
        hold_report(report=case.opened_by, kind="sender", reason=reason, actor=acting(supervisor), at=at)


def _ask_to_unseal(senior: User, at: datetime) -> None:
    held = ReportedFile.objects.exclude(withheld="").order_by("pk").first()
    if held is not None:
        reason = "To describe it to the specialists before it is handed over."
        ask_act(code="unseal", about=held, reason=reason, actor=acting(senior), at=at)


def _ask_to_export(supervisor: User, at: datetime) -> None:
    filters = QueueFilters(strand="religion")
    said = {
        "filters": as_said(filters), "count": len(cases_for(acting(supervisor), filters)), "query": "strand=religion"
    }  # fmt: skip
    reason = "Figures for the meeting with the faith communities on Thursday."
    ask_act(code="export", said=said, reason=reason, actor=acting(supervisor), at=at)


def _watch(at: datetime) -> None:
    watch(until=at, rules=QUICK)
    watch(until=at, rules=SLOW)
    # The quick rules look back a day; the story is older.
    watch(until=at - timedelta(hours=20), rules=QUICK)
