"""Reviews that complainants ask for: when, once, kept whole, decided by somebody else, told either way."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.ask_appeal import LONGEST, ask_appeal
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.actions.decide_appeal import decide_appeal
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.appeals import askable, reviewed_of_mine, waiting
from upstander.duties.assessment.models import Appeal, Decision
from upstander.duties.assessment.queries import current_decision
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.care.due import tell_complainant
from upstander.duties.care.models import Update
from upstander.duties.enquiries.actions.record_line import record_line
from upstander.duties.intake.actions.receive import Received
from upstander.law.clocks import due
from upstander.record.cases.models import Case, Report
from upstander.record.cases.queue import faults
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting, complainant
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
LATER = NOW + timedelta(days=2)
WORDS = "Nobody has read what it was an answer to."


@pytest.fixture
def closed(report: Make, officer: User) -> Report:
    """A report to a case that was found to be no crime, and closed."""
    received = report()
    decided(received.case, officer, **no_crime())
    close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    return received.report


def asked(report: Report, words: str = WORDS, at: object = LATER) -> Appeal:
    return ask_appeal(report=report, words=words, actor=complainant(report), at=at)  # type: ignore[arg-type]


def of(report: Report) -> list[str]:
    rows = Item.objects.filter(name="tell_complainant", about__report=report.pk).order_by("pk")
    return [row.about["of"] for row in rows]


def test_it_is_kept_with_its_clocks_and_acknowledged(closed: Report, supervisor: User) -> None:
    appeal = asked(closed)
    assert (appeal.decision, appeal.step, appeal.words) == (current_decision(appeal.case), None, WORDS)
    assert appeal.acknowledge_by == due("vrr_police_acknowledge", LATER)
    assert appeal.finish_by == due("vrr_police_finish", LATER)
    assert "review_asked" in of(closed)
    assert "read what it was" not in Entry.objects.get(verb="review asked").body
    assert [line.appeal for line in waiting(acting(supervisor))] == [appeal]


def test_it_is_locked_in_the_database(closed: Report) -> None:
    appeal = asked(closed)
    kept = Appeal.objects.filter(pk=appeal.pk).values_list("words", flat=True)[0]
    assert WORDS.encode() not in bytes(kept)
    assert Appeal.objects.get(pk=appeal.pk).words == WORDS


def test_a_second_request_for_the_same_decision_is_refused(closed: Report) -> None:
    asked(closed)
    with pytest.raises(WrongState, match="asked for already"):
        asked(closed, "Once more.")
    assert Appeal.objects.count() == 1


def test_nothing_is_asked_before_anything_is_decided_nor_of_a_crime(report: Make, officer: User) -> None:
    received = report()
    assert askable(received.report, at=LATER).refusal == "nothing_decided"
    decided(received.case, officer)
    with pytest.raises(WrongState, match="no decision"):
        asked(received.report)


def test_three_months_and_not_a_moment_more(closed: Report) -> None:
    until = askable(closed, at=LATER).until
    assert until == due("vrr_police_request", NOW)
    with pytest.raises(WrongState, match="is over"):
        asked(closed, at=until + timedelta(seconds=1))
    assert asked(closed, at=until)


@pytest.mark.parametrize("words", ["", "  ", "x" * (LONGEST + 1)])
def test_it_says_why_and_not_at_any_length(closed: Report, words: str) -> None:
    with pytest.raises(WrongState, match="Say why"):
        asked(closed, words)


def test_only_who_reported_asks(closed: Report, report: Make, officer: User) -> None:
    other = report(posts=()).report
    with pytest.raises(NotAllowed):
        ask_appeal(report=closed, words=WORDS, actor=complainant(other), at=LATER)


def test_an_anonymous_witness_may_ask_once_it_is_closed_and_is_told(report: Make, officer: User) -> None:
    received = report(told_as="witness", contact_means="none")
    decided(received.case, officer, **no_crime())
    assert askable(received.report, at=LATER).refusal == "nothing_decided"
    close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    asked(received.report)
    tell_complainant(of="review_asked", report=received.report.pk)
    assert Update.objects.get(of="review_asked").message is None


def test_a_closing_without_such_a_decision_is_reviewed_too(report: Make, officer: User, supervisor: User) -> None:
    received = report()
    decided(received.case, officer)
    record_line(
        case=received.case,
        positive=False,
        reasons="None.",
        closing_reason="anonymous_account",
        actor=acting(officer),
        at=NOW,
    )
    appeal = asked(received.report)
    assert appeal.decision == current_decision(received.case)
    decide_appeal(appeal=appeal, upheld=True, reasons="There is a clip.", actor=acting(supervisor), at=LATER)
    case = Case.objects.get(pk=received.case.pk)
    assert (case.state, current_decision(case) is not None) == ("reopened", True)
    assert not list(faults())


def test_somebody_else_decides_it_with_reasons(closed: Report, officer: User, supervisor: User) -> None:
    appeal = asked(closed)
    User.objects.filter(pk=officer.pk).update(role="supervisor")
    officer.refresh_from_db()
    said = {"appeal": appeal, "upheld": False, "at": LATER}
    with pytest.raises(NotAllowed, match="other than"):
        decide_appeal(**said, reasons="Mine.", actor=acting(officer))  # type: ignore[arg-type]
    with pytest.raises(NotComplete):
        decide_appeal(**said, reasons="", actor=acting(supervisor))  # type: ignore[arg-type]
    decide_appeal(**said, reasons="Read whole.", actor=acting(supervisor))  # type: ignore[arg-type]
    with pytest.raises(WrongState):
        decide_appeal(**said, reasons="Again.", actor=acting(supervisor))  # type: ignore[arg-type]
    assert of(closed)[-1] == "review_not_upheld"
    assert Case.objects.get().state == "closed"
    assert waiting(acting(supervisor)) == []


def test_upheld_it_is_decided_anew_and_who_decided_reads_of_it(closed: Report, officer: User, supervisor: User) -> None:
    appeal = asked(closed)
    decide_appeal(appeal=appeal, upheld=True, reasons="Not read whole.", actor=acting(supervisor), at=LATER)
    case = Case.objects.get()
    assert (case.state, of(closed)[-1]) == ("reopened", "review_upheld")
    assert [row.state for row in Decision.objects.order_by("pk")] == ["replaced", "final"]
    assert reviewed_of_mine(acting(officer), since=NOW) == [appeal]
    assert reviewed_of_mine(acting(supervisor), since=NOW) == []
    assert not list(faults())


def test_a_new_decision_may_be_reviewed_in_its_turn(closed: Report, officer: User, supervisor: User) -> None:
    decide_appeal(appeal=asked(closed), upheld=True, reasons="Anew.", actor=acting(supervisor), at=LATER)
    case = Case.objects.get()
    decided(case, officer, LATER, **no_crime())
    assert askable(closed, at=LATER).refusal == ""


def test_what_is_decided_anew_already_is_not_opened_twice(closed: Report, officer: User, supervisor: User) -> None:
    appeal, case = asked(closed), Case.objects.get()
    reopen(case=case, reason="New words.", actor=acting(supervisor), at=LATER)
    decided(case, officer, LATER)
    decide_appeal(appeal=appeal, upheld=True, reasons="Done.", actor=acting(supervisor), at=LATER)
    assert Case.objects.get().state == "decided"
    assert not list(faults())
