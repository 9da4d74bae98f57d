"""Whatever is joined, taken out and left apart, in whatever order: every report counts once and nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upstander.conftest import NOW
from upstander.duties.assessment.tests.deciding import claimed, decided
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.actions.split import split
from upstander.duties.bundling.actions.undo_apart import undo_apart
from upstander.duties.bundling.models import CannotLink, Suggestion
from upstander.duties.bundling.tests.making import a_post, alone, looked
from upstander.duties.bundling.tests.test_join_and_split import everything
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.grants import case_of
from upstander.record.cases.models import Membership, Report
from upstander.record.cases.queue import faults
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import acting
from upstander.record.people.models import User

REPORTS = 5
LINK = "https://x.com/i/status/1234567890123456789"
number = st.integers(0, REPORTS - 1)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("join"), number, number),
        st.tuples(st.just("split"), number, number),
        st.tuples(st.just("apart"), number, number),
        st.tuples(st.just("undo"), number, number),
    ),
    max_size=14,
)


def made(report: Callable[..., Received], officer: User) -> list[Received]:
    """Five reports of one post: all claimed by one officer, one decided, one with danger."""
    rows = [
        alone(
            report, place, posts=(a_post(number=place, link=LINK),), danger=place == 2, at=NOW + timedelta(hours=place)
        )
        for place in range(REPORTS)
    ]
    for row in rows:
        looked(row.report)
    for row in rows[:-1]:
        claimed(row.case, officer)
    decided(rows[-1].case, officer)
    return rows


def take(step: tuple[str, int, int], rows: list[Received], officer: User, turn: int) -> None:
    """Take one step; what is refused in plain words leaves everything as it was."""
    what, one, two = step
    told: dict[str, Any] = {"actor": acting(officer), "at": NOW + timedelta(days=1, minutes=turn)}
    pair = Suggestion.objects.filter(report=rows[max(one, two)].report, earlier=rows[min(one, two)].report).first()
    try:
        if what == "join":
            join(report=rows[one].report, case=rows[two].case, reason="Tried.", **told)
        elif what == "split":
            split(report=rows[one].report, reason="Tried.", **told)
        elif pair and what == "apart":
            leave_apart(suggestion=pair, reason="Tried.", **told)
        elif pair:
            undo_apart(suggestion=pair, **told)
    except WrongState:
        pass


def check(rows: list[Received]) -> None:
    assert not list(faults())
    reports = {row.report.pk for row in rows}
    assert set(Report.objects.values_list("pk", flat=True)) == reports
    counted = Membership.objects.filter(until_at=None).values_list("report", flat=True)
    assert sorted(counted) == sorted(reports)
    for pair in Suggestion.objects.all():
        together = case_of(pair.report) == case_of(pair.earlier)
        assert (pair.state == "joined") == together
        apart = CannotLink.objects.filter(report=pair.report, earlier=pair.earlier, undone_at=None).exists()
        assert (pair.state == "apart") == apart


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps, one=number, two=number)
def test_every_report_counts_once_after_any_steps_and_taking_out_undoes_joining(
    report: Callable[..., Received], officer: User, taken: list[tuple[str, int, int]], one: int, two: int
) -> None:
    with transaction.atomic():
        rows = made(report, officer)
        for turn, step in enumerate(taken):
            take(step, rows, officer, turn)
            check(rows)
        at_home = case_of(rows[one].report) == rows[one].case
        before = everything()
        take(("join", one, two), rows, officer, 50)
        if at_home and everything() != before:
            check(rows)
            take(("split", one, one), rows, officer, 51)
            assert everything() == before
        transaction.set_rollback(True)
