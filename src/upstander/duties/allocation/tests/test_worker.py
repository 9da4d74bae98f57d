"""What the worker does for offers: letters to forces, and offers kept true when bundles and cases change."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.withdraw import withdraw
from upstander.duties.allocation.due import case_closed, offers_stale, tell_force
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.queries import offers_to
from upstander.duties.allocation.tests.sending import (
    LATER,
    WEST_YORKSHIRE,
    entries,
    offered,
    ready,
    running,
)
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.split import split
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case
from upstander.record.cases.queue import faults
from upstander.record.cases.states import WrongState
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import opened
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User
from upstander.record.work.models import Item

Make = Callable[..., Received]
Force = Callable[[str], Organisation]
ForceOfficer = Callable[[str], User]


def test_the_letter_to_a_force_names_the_case_and_the_clock_and_nothing_reported(
    report: Make, officer: User, force: Force
) -> None:
    received = report()
    made = offered(ready(received.case, officer), force(WEST_YORKSHIRE), officer)
    tell_force(offer=made.pk)
    letter = opened(Message.objects.get())
    assert letter.to == force(WEST_YORKSHIRE).email
    assert received.case.reference in letter.subject
    assert received.case.reference in letter.text
    assert "answer by" in letter.text
    said = (
        received.report.account,
        "They should all go",
        "LS1",
        "religion",
        "Sample Person",
        received.report.reference,
    )
    assert not any(word in letter.text + letter.subject for word in said)


def test_a_force_without_an_address_gets_no_letter(report: Make, officer: User, force: Force) -> None:
    made = offered(ready(report().case, officer), force(WEST_YORKSHIRE), officer)
    Organisation.objects.filter(code=WEST_YORKSHIRE).update(email="")
    tell_force(offer=made.pk)
    assert not Message.objects.exists()


def test_a_withdrawn_offer_is_told_as_withdrawn(report: Make, officer: User, force: Force) -> None:
    made = offered(ready(report().case, officer), force(WEST_YORKSHIRE), officer)
    withdraw(offer=made, reason="Wrong.", actor=acting(officer), at=LATER)
    tell_force(offer=made.pk)
    assert "withdrawn" in opened(Message.objects.get()).text


def test_an_offer_is_stale_while_the_case_holds_other_reports_than_it_was_made_for(
    report: Make, officer: User, force: Force
) -> None:
    case = ready(report().case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    second = report().report
    join(report=second, case=case, actor=acting(officer), reason="The same again.", at=LATER)
    assert Item.objects.filter(name="offers_stale", about__case=case.pk).exists()
    offers_stale(case=case.pk)
    made.refresh_from_db()
    assert made.stale
    split(report=second, actor=acting(officer), reason="It is not.", at=LATER)
    offers_stale(case=case.pk)
    made.refresh_from_db()
    assert not made.stale


def test_a_force_cannot_accept_a_case_whose_reports_were_joined_elsewhere(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    received, other = report(), report()
    case = ready(received.case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    claimed(other.case, officer)
    join(report=received.report, case=other.case, actor=acting(officer), reason="One matter.", at=LATER)
    with pytest.raises(WrongState, match="joined to another case"):
        accept(offer=made, actor=acting(force_officer(WEST_YORKSHIRE)), at=LATER)
    withdraw(offer=made, reason="Joined.", actor=acting(officer), at=LATER)
    split(report=received.report, actor=acting(officer), reason="Not one matter.", at=LATER)
    case.refresh_from_db()
    assert (case.state, running(case)) == ("decided", ["allocation"])
    assert not list(faults())


def test_closing_an_offered_case_takes_the_offer_back(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    dc = acting(force_officer(WEST_YORKSHIRE))
    close(case=case, closing_reason="victim_choice", actor=acting(officer), at=LATER)
    with pytest.raises(WrongState, match="closed"):
        accept(offer=made, actor=dc, at=LATER)
    case_closed(case=case.pk)
    made.refresh_from_db()
    case.refresh_from_db()
    assert (made.state, case.state, case.marks) == ("withdrawn", "closed", [])
    assert offers_to(dc) == []
    case_closed(case=case.pk)
    assert entries("withdrew offer") == 1
    assert not list(faults())


def test_an_accepted_offer_stands_when_the_hub_closes_its_case(
    report: Make, officer: User, force: Force, force_officer: ForceOfficer
) -> None:
    case = ready(report().case, officer)
    made = offered(case, force(WEST_YORKSHIRE), officer)
    dc = acting(force_officer(WEST_YORKSHIRE))
    accept(offer=made, actor=dc, at=LATER)
    close(case=case, closing_reason="handed_to_force", actor=acting(officer), at=LATER)
    case_closed(case=case.pk)
    assert [line.offer.state for line in offers_to(dc)] == ["accepted"]


def test_a_case_reopened_before_the_worker_came_keeps_what_it_has(report: Make, officer: User, force: Force) -> None:
    case = ready(report().case, officer)
    offered(case, force(WEST_YORKSHIRE), officer)
    close(case=case, closing_reason="victim_choice", actor=acting(officer), at=LATER)
    reopen(case=case, reason="They came back.", actor=acting(officer), at=LATER + timedelta(hours=1))
    case_closed(case=case.pk)
    assert Offer.objects.get().state == "waiting"
    assert Case.objects.get(pk=case.pk).state == "reopened"
