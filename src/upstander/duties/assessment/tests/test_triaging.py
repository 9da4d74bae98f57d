"""The twelve answers: who may give them, what band they set, what a person may set instead, and what stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.assessment import checking
from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.actions.reopen import reopen
from upstander.duties.assessment.models import Triage
from upstander.duties.assessment.queries import answers_of, said_of
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.law.triage import UnknownAnswer
from upstander.record.cases.models import Case, Grant
from upstander.record.cases.queue import HIGH, MEDIUM, STANDARD, URGENT, WORKED_HIGH, WORKED_STANDARD, faults, settle
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import timeline
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
THREAT = {"T1": "yes", "T2": "yes"}


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_answers_set_the_band_and_nobody_claims_anything(report: Make, officer: User) -> None:
    case = report().case
    asked = Item.objects.count()
    row = answer_triage(case=case, answers=THREAT, actor=acting(officer), at=NOW)
    case = fresh(case)
    assert (row.band, row.proposed, row.rule, row.by, row.at) == (HIGH, HIGH, "high_threat", officer, NOW)
    assert row.answers["T1"] == "yes"
    assert row.answers["E1"] == "not_known"
    assert (case.band, case.lane, case.state, case.owner) == (HIGH, URGENT, "new", None)
    assert Item.objects.count() == asked
    assert list(faults()) == list(checking.faults()) == []
    entry = next(line for line in timeline("case", case.pk) if line.verb == "triaged")
    assert (entry.data["band"], entry.data["proposed"], entry.data["overrides"]) == ("high", "high", False)


def test_another_band_than_proposed_needs_a_reason_and_both_are_kept(report: Make, officer: User) -> None:
    case = report().case
    with pytest.raises(NotAllowed, match="reason") as refusal:
        answer_triage(case=case, answers=THREAT, band="standard", reason="  ", actor=acting(officer), at=NOW)
    assert refusal.value.needs_reason
    assert fresh(case).band is None
    row = answer_triage(
        case=case, answers=THREAT, band="standard", reason="A line of a song.", actor=acting(officer), at=NOW
    )
    assert (row.proposed, row.band, row.reason) == (HIGH, STANDARD, "A line of a song.")
    assert (fresh(case).band, fresh(case).lane) == (STANDARD, WORKED_STANDARD)
    entry = next(line for line in timeline("case", case.pk) if line.verb == "triaged")
    assert (entry.data["band"], entry.data["proposed"], entry.data["overrides"]) == ("standard", "high", True)
    assert "song" not in str(entry.data)
    same = answer_triage(case=case, answers=THREAT, band="high", reason="Not needed.", actor=acting(officer), at=NOW)
    assert (same.band, same.reason) == (HIGH, "")


def test_nothing_but_not_known_is_no_answer_and_leaves_the_case_unanswered(report: Make, officer: User) -> None:
    case = report().case
    for answers in ({}, dict.fromkeys(("T1", "H1"), "not_known")):
        with pytest.raises(NotComplete, match="at least one"):
            answer_triage(case=case, answers=answers, actor=acting(officer), at=NOW)
    with pytest.raises(UnknownAnswer):
        answer_triage(case=case, answers={"T1": "perhaps"}, actor=acting(officer), at=NOW)
    with pytest.raises(UnknownAnswer):
        answer_triage(case=case, answers={"Z9": "yes"}, actor=acting(officer), at=NOW)
    assert fresh(case).band is None
    assert not Triage.objects.exists()


def test_earlier_answers_stay_and_each_answer_has_who_gave_it_first_and_when(
    report: Make, officer: User, other_officer: User
) -> None:
    case, later = report().case, NOW + timedelta(hours=1)
    answer_triage(case=case, answers={"T1": "no", "R1": "yes"}, actor=acting(officer), at=NOW)
    answer_triage(case=case, answers={"T1": "no", "R1": "no", "H1": "yes"}, actor=acting(other_officer), at=later)
    found = answers_of(acting(officer), case)
    by = {each.question.id: (each.answer, each.by, each.at) for each in found.questions if each.answer != "not_known"}
    assert by == {
        "T1": ("no", officer.name, NOW),
        "R1": ("no", other_officer.name, later),
        "H1": ("yes", other_officer.name, later),
    }
    assert found.latest
    assert found.latest.band == HIGH
    assert [row.band for row in found.earlier] == [MEDIUM]
    assert found.leads_to
    assert found.leads_to.rule == "high_harm"
    assert not found.overridden


def test_a_report_that_joins_later_makes_the_answers_older_than_it(report: Make, officer: User) -> None:
    one, two = report(at=NOW), report(at=NOW + timedelta(hours=2))
    decided(one.case, officer)
    answer_triage(case=one.case, answers=THREAT, actor=acting(officer), at=NOW + timedelta(hours=1))
    assert not answers_of(acting(officer), fresh(one.case)).older_than_a_report
    join(report=two.report, case=one.case, reason="The same post.", actor=acting(officer), at=NOW + timedelta(hours=3))
    assert answers_of(acting(officer), fresh(one.case)).older_than_a_report


def test_a_reopened_case_is_unread_again_and_its_answers_count_no_more(
    report: Make, officer: User, supervisor: User
) -> None:
    case = report().case
    decided(case, officer, **no_crime())
    answer_triage(case=case, answers=THREAT, actor=acting(officer), at=NOW)
    assert fresh(case).lane == WORKED_HIGH
    close(case=case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    with pytest.raises(WrongState, match="closed"):
        answer_triage(case=case, answers=THREAT, actor=acting(officer), at=NOW)
    reopen(case=case, reason="Reported again.", actor=acting(supervisor), at=NOW)
    assert fresh(case).band is None
    assert answers_of(acting(officer), case).level is None
    assert answers_of(acting(officer), case).questions[0].answer == "yes"
    assert list(checking.faults()) == []


def test_a_band_that_nobody_set_is_a_fault(report: Make, officer: User) -> None:
    case = fresh(report().case)
    answer_triage(case=case, answers=THREAT, actor=acting(officer), at=NOW)
    Case.objects.filter(pk=case.pk).update(band=STANDARD)
    settle(fresh(case))
    assert [fault for fault in checking.faults() if case.reference in fault]


def test_only_who_works_on_the_desk_of_the_hub_may_answer(
    report: Make, officer: User, administrator: User, auditor: User, force_officer: Callable[[str], User]
) -> None:
    case = report().case
    for user in (administrator, auditor, force_officer("E23000010")):
        with pytest.raises(NotAllowed):
            answer_triage(case=case, answers=THREAT, actor=acting(user), at=NOW)
    Grant.objects.filter(case=case).update(until_at=NOW)
    with pytest.raises(NotAllowed):
        answer_triage(case=case, answers=THREAT, actor=acting(officer), at=NOW)


def test_what_the_reports_say_is_counted_in_a_fixed_number_of_queries(report: Make, officer: User) -> None:
    one = report(danger=True, targeted="person", knows_poster=True, contact_means="none")
    decided_case = fresh(one.case)
    said = said_of(acting(officer), decided_case)
    assert (said.reports, said.danger, said.at_a_person, said.knows_poster, said.no_contact, said.links) == (
        1,
        1,
        1,
        1,
        1,
        1,
    )
    assert (said.event, said.at_an_institution, said.disability, said.wording) == (0, 0, False, "")
    with CaptureQueriesContext(connection) as few:
        said_of(acting(officer), decided_case)
    target = decided(report().case, officer).case
    for _ in range(4):
        join(report=report().report, case=target, reason="Same.", actor=acting(officer), at=NOW)
    target = fresh(target)
    with CaptureQueriesContext(connection) as many:
        assert said_of(acting(officer), target).reports == 5
    assert len(many) == len(few)
