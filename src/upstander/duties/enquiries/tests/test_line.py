"""The line of enquiry: recorded after a crime was decided; without one the case ends with an honest letter."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.tests.deciding import claimed, decided, no_crime
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.enquiries.models import LineOfEnquiry
from upstander.duties.enquiries.queries import line, lines
from upstander.duties.intake.actions.receive import Received
from upstander.law.disposition import UnknownReason
from upstander.record.cases.queue import OUT, faults
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
LATER = NOW + timedelta(hours=3)


def letters(*names: str) -> list[dict[str, object]]:
    rows = Item.objects.filter(name="tell_complainant").order_by("pk")
    return [row.about for row in rows if row.about["of"] in names]


def test_a_positive_line_opens_the_way_to_a_force(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer)
    made = record_line(case=case, positive=True, reasons="The account is known.", actor=acting(officer), at=LATER)
    case.refresh_from_db()
    assert (case.state, case.positive_line, made.closing_reason) == ("decided", True, "")
    assert line(case) == made
    assert letters("no_positive_line", "closed") == []
    assert "The account is known" not in Entry.objects.get(verb="line recorded").body
    assert not list(faults())


def test_without_a_line_the_case_closes_with_its_one_honest_letter(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer)
    record_line(
        case=case, positive=False, reasons="The platform has nothing.", closing_reason="anonymous_account",
        actor=acting(officer), at=LATER,
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.state, case.closed_as, case.lane, case.positive_line) == ("closed", "anonymous_account", OUT, False)
    (told,) = letters("no_positive_line", "closed")
    assert told == {
        "case": case.pk,
        "reports": [case.opened_by_id],
        "of": "no_positive_line",
        "reasons": ["anonymous_account"],
    }
    assert Entry.objects.filter(verb="closed").count() == 0
    assert not list(faults())


def test_a_change_is_a_new_row(report: Make, officer: User, administrator: User) -> None:
    case = report().case
    decided(case, officer)
    first = record_line(case=case, positive=True, reasons="Known.", actor=acting(officer), at=NOW)
    second = record_line(
        case=case, positive=False, reasons="Not any more.", closing_reason="no_positive_line", actor=acting(officer),
        at=LATER,
    )  # fmt: skip
    assert lines(acting(officer), case) == [second, first]
    with pytest.raises(NotAllowed):
        lines(acting(administrator), case)


def test_a_line_is_recorded_only_of_a_crime_by_its_officer_and_with_reasons(
    report: Make, officer: User, other_officer: User
) -> None:
    case = report().case
    claimed(case, officer)
    with pytest.raises(WrongState):
        record_line(case=case, positive=True, reasons="Known.", actor=acting(officer), at=LATER)
    decided(case, officer)
    with pytest.raises(NotAllowed):
        record_line(case=case, positive=True, reasons="Known.", actor=acting(other_officer), at=LATER)
    with pytest.raises(NotComplete):
        record_line(case=case, positive=True, reasons=" ", actor=acting(officer), at=LATER)
    with pytest.raises(UnknownReason):
        record_line(case=case, positive=False, reasons="None.", actor=acting(officer), at=LATER)
    with pytest.raises(WrongState, match="not to be a crime"):
        record_line(
            case=case, positive=False, reasons="None.", closing_reason="not_criminal", actor=acting(officer), at=LATER
        )
    assert not LineOfEnquiry.objects.exists()


def test_what_is_not_a_crime_has_no_line_of_enquiry(report: Make, officer: User) -> None:
    case = report().case
    decided(case, officer, **no_crime())
    with pytest.raises(WrongState):
        record_line(case=case, positive=True, reasons="Known.", actor=acting(officer), at=LATER)
