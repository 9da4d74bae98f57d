"""What was withdrawn, or is held, is in no fact, count, letter or package of its case, and nothing brings it back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.allocation.actions.accept import accept
from upstander.duties.allocation.actions.hand_on import hand_on
from upstander.duties.allocation.due import hand_over, offers_stale
from upstander.duties.allocation.facts import facts_of
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.tests.sending import WEST_YORKSHIRE, offered, ready
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.queries import said_of
from upstander.duties.assessment.tests.deciding import claimed, decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.tests.making import a_post, alone
from upstander.duties.evidence.actions.ask import PackageRefused, ask
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.hold_report import hold_report, release_report
from upstander.duties.oversight.actions.withdraw_report import withdraw_report
from upstander.duties.oversight.models import Hold
from upstander.record.cases import conservation, queue
from upstander.record.cases.models import Case, Report
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User
from upstander.record.work.models import Item

Make = Callable[..., Received]
Away = Callable[[Report, User], None]


def held(report: Report, by: User) -> Hold:
    return hold_report(report=report, kind="quarantine", reason="It may be a trap.", actor=acting(by), at=NOW)


def withdrawn(report: Report, by: User) -> None:
    withdraw_report(report=report, reason="By telephone.", actor=acting(by), at=NOW)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def standing(report: Report) -> str:
    return Report.objects.get(pk=report.pk).standing


def bundle(report: Make, officer: User, **second: object) -> tuple[Received, Received, Case]:
    """A claimed case of two reports, of which the second says more than the first."""
    one = alone(report, 1, strands=("race",))
    two = alone(report, 2, strands=("religion",), **second)
    case = claimed(one.case, officer)
    join(report=two.report, case=case, actor=acting(officer), reason="The same.", at=NOW)
    return one, two, fresh(case)


@pytest.mark.parametrize("away", [held, withdrawn])
def test_neither_facts_nor_strands_nor_answers_are_drawn_from_it(away: Away, report: Make, officer: User) -> None:
    post = a_post(number=2, link="https://www.tiktok.com/@someone/video/7012345678901234567")
    _, two, case = bundle(report, officer, posts=(post,))
    row = Report.objects.get(pk=two.report.pk)
    row.future_event, row.event_place, row.knows_poster = True, "HU1 1AA", True
    row.save()
    assert (facts_of(case).event_place, facts_of(case).suspect_known, said_of(acting(officer), case).event) == (
        "HU1 1AA", True, 1,
    )  # fmt: skip
    assert case.strands == ["race", "religion"]
    away(two.report, officer)
    case = fresh(case)
    assert (facts_of(case).event_place, facts_of(case).suspect_known) == (None, False)
    said = said_of(acting(officer), case)
    assert (said.reports, said.event, said.links) == (1, 0, 1)
    assert case.strands == ["race"]
    assert [*conservation.faults(), *queue.faults()] == []


def test_a_withdrawn_report_is_no_number_in_the_queue_and_a_held_one_is(report: Make, officer: User) -> None:
    one, two, case = bundle(report, officer)
    held(two.report, officer)
    assert fresh(case).report_count == 2, "it is to be released, and keeps its case in the queue"
    withdrawn(one.report, officer)
    assert fresh(case).report_count == 1
    assert fresh(case).lane != queue.OUT
    Case.objects.filter(pk=case.pk).update(report_count=2)
    assert any("counts 2 reports and holds 1" in fault for fault in queue.faults())


def test_a_held_report_still_says_that_someone_is_in_danger(report: Make, officer: User) -> None:
    _, two, case = bundle(report, officer, danger=True)
    assert case.danger
    hold = held(two.report, officer)
    assert fresh(case).danger
    release_report(hold=hold, reason="No.", actor=acting(officer), at=NOW)
    withdrawn(two.report, officer)
    assert not fresh(case).danger


def test_the_clock_of_recording_gains_nothing_by_a_withdrawal(report: Make, officer: User) -> None:
    one, _, case = bundle(report, officer)
    Report.objects.filter(pk=one.report.pk).update(told_policing_at=NOW - timedelta(days=2))
    queue.start_clock(case, "recording", due_at=NOW, at=NOW)
    withdrawn(one.report, officer)
    assert case.clocks.get(name="recording").due_at == NOW - timedelta(days=1)


def test_a_package_is_made_without_it_and_of_nothing_else_none(report: Make, officer: User) -> None:
    one, two = alone(report, 1), alone(report, 2)
    case = ready(one.case, officer)
    join(report=two.report, case=case, actor=acting(officer), reason="The same.", at=NOW)
    withdrawn(two.report, officer)
    package = ask(case=fresh(case), actor=acting(officer), at=NOW)
    assert one.report.reference in str(package.pinned)
    assert two.report.reference not in str(package.pinned)
    package.delete()
    held(one.report, officer)
    with pytest.raises((PackageRefused, WrongState), match="is held"):
        ask(case=fresh(case), actor=acting(officer), at=NOW)


@pytest.mark.parametrize("away", [held, withdrawn])
def test_an_offer_made_with_it_is_stale(
    away: Away, report: Make, officer: User, force: Callable[..., Organisation]
) -> None:
    one, two = alone(report, 1), alone(report, 2)
    case = ready(one.case, officer)
    join(report=two.report, case=case, actor=acting(officer), reason="The same.", at=NOW)
    made = offered(fresh(case), force(WEST_YORKSHIRE), officer)
    away(two.report, officer)
    assert Item.objects.filter(name="offers_stale", about__case=case.pk).exists()
    offers_stale(case=case.pk)
    assert Offer.objects.get(pk=made.pk).stale


def on_its_way(report: Make, officer: User) -> tuple[Received, Received, Case, Offer]:
    one, two = alone(report, 1, knows_poster=True), alone(report, 2)
    hand_over(case=one.case.pk)
    case = claimed(one.case, officer)
    join(report=two.report, case=fresh(case), actor=acting(officer), reason="The same.", at=NOW)
    return one, two, fresh(case), Offer.objects.get(case=case, capacity="handover")


def test_a_hand_over_and_a_reopening_leave_a_withdrawn_report_withdrawn(report: Make, officer: User) -> None:
    one, two, case, made = on_its_way(report, officer)
    withdrawn(two.report, officer)
    hand_on(offer=made, how="By telephone.", actor=acting(officer), at=NOW)
    assert (standing(one.report), standing(two.report)) == ("handed on", "withdrawn")
    told = Item.objects.get(name="tell_complainant", about__of="handed_on")
    assert told.about["reports"] == [one.report.pk]
    reopen(case=fresh(case), reason="Sent back.", actor=acting(officer), at=NOW + timedelta(days=1))
    assert (standing(one.report), standing(two.report)) == ("active", "withdrawn")
    assert fresh(case).report_count == 1
    assert [*conservation.faults(), *queue.faults()] == []


def test_a_case_is_not_closed_or_handed_on_by_the_hub_while_a_report_is_held(report: Make, officer: User) -> None:
    _, two, case, made = on_its_way(report, officer)
    hold = held(two.report, officer)
    with pytest.raises(WrongState, match=f"Held in this case: {two.report.reference}"):
        hand_on(offer=made, how="By telephone.", actor=acting(officer), at=NOW)
    plain = alone(report, 3)
    decided(plain.case, officer, **no_crime())
    other = held(plain.report, officer)
    with pytest.raises(WrongState, match=f"Held in this case: {plain.report.reference}"):
        close(case=fresh(plain.case), closing_reason="not_criminal", actor=acting(officer), at=NOW)
    for each in (hold, other):
        release_report(hold=each, reason="Nothing.", actor=acting(officer), at=NOW)
    close(case=fresh(plain.case), closing_reason="not_criminal", actor=acting(officer), at=NOW)
    hand_on(offer=made, how="By telephone.", actor=acting(officer), at=NOW)
    assert (fresh(plain.case).state, fresh(case).state) == ("closed", "closed")


def test_a_force_takes_a_case_and_the_hub_keeps_answering_for_what_it_holds(
    report: Make, officer: User, force_officer: Callable[[str], User]
) -> None:
    one, two, case, made = on_its_way(report, officer)
    hold = held(two.report, officer)
    theirs = force_officer(made.force.code)
    accept(offer=made, actor=acting(theirs), at=NOW)
    assert (fresh(case).state, standing(one.report), standing(two.report)) == ("closed", "handed on", "held")
    assert list(case.clocks.filter(ended_at=None).values_list("name", flat=True)) == ["held_quarantine"]
    release_report(hold=hold, reason="Nothing.", actor=acting(officer), at=NOW)
    assert (fresh(case).marks.count("held"), case.clocks.filter(ended_at=None).count()) == (0, 0)
    assert [*conservation.faults(), *queue.faults()] == []


def test_a_case_of_nothing_but_withdrawn_reports_is_not_reopened(report: Make, officer: User, supervisor: User) -> None:
    received = report()
    withdrawn(received.report, supervisor)
    with pytest.raises(WrongState, match="Every report of this case was withdrawn"):
        reopen(case=fresh(received.case), reason="Look again.", actor=acting(officer), at=NOW)
