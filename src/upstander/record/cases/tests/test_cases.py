"""References, the equation of conservation, the queue's columns and who sees what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Once, OtherBody, Received
from upstander.law.access import Act, Relation
from upstander.record.cases import conservation, queue, references
from upstander.record.cases.grants import end_grant, grant, require, visible_to
from upstander.record.cases.models import Case, Clock, Membership, Report
from upstander.record.cases.states import MOVES, WrongState, move
from upstander.record.people.actors import NotAllowed, acting, complainant
from upstander.record.people.identity import opened
from upstander.record.people.models import Organisation, Person, User

pytestmark = pytest.mark.django_db
Receive = Callable[..., Received]


@given(st.sampled_from(["R", "C"]), st.randoms())
def test_a_reference_is_found_however_it_is_typed(kind: str, random: object) -> None:
    reference = references.new_reference(kind)
    typed = reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert references.normalise(typed) == reference


def test_a_mistyped_reference_is_refused() -> None:
    reference = references.new_reference("R")
    wrong = reference[:2] + ("2" if reference[2] != "2" else "3") + reference[3:]
    assert references.normalise(wrong) is None
    assert references.normalise("") is None
    assert references.normalise("R-" + "é" * 10) is None


def test_references_are_not_sequential() -> None:
    assert len({references.new_reference("R") for _ in range(2000)}) == 2000


def test_every_acknowledged_report_is_accounted_for(report: Receive) -> None:
    for _ in range(3):
        report()
    lines, faults = conservation.balances()
    web = next(line for line in lines if line.channel == "web")
    assert (web.acknowledged, web.by_outcome["open"], faults) == (3, 3, [])


def test_a_planted_vanished_report_is_found(report: Receive) -> None:
    received = report()
    with connection.cursor() as cursor:
        for table in ("cases_membership", "cases_reportedpost", "keys_item"):
            cursor.execute(f"DELETE FROM {table} WHERE report_id = %s", [received.report.pk])
        cursor.execute("UPDATE cases_case SET opened_by_id = opened_by_id WHERE id = %s", [received.case.pk])
    Report.objects.filter(pk=received.report.pk).update(reference="R-GONE-GONE-00")
    assert any(received.report.reference in fault for fault in conservation.faults())


def test_a_report_under_no_case_is_found(report: Receive) -> None:
    received = report()
    Membership.objects.filter(report=received.report).update(until_at=NOW)
    assert any("counts under 0 cases" in fault for fault in conservation.faults())


def test_sending_the_same_again_gives_the_first_receipt(report: Receive, hub: Organisation) -> None:
    from upstander.duties.intake.actions.receive import receive
    from upstander.duties.intake.submission import Submission
    from upstander.record.people.actors import PUBLIC

    def send(words: str) -> Received:
        once = Once("web", "key-1", words)
        return receive(Submission(account=words), channel="web", actor=PUBLIC, at=NOW, once=once)

    first, second = send("one"), send("one")
    assert (second.report, second.again) == (first.report, True)
    with pytest.raises(OtherBody):
        send("two")
    assert Report.objects.count() == 1


def test_identity_is_not_readable_in_the_database(report: Receive) -> None:
    received = report()
    person = Person.objects.get()
    assert b"Sample" not in bytes(person.locked or b"")
    assert opened(received.report.complainant).name == "Sample Person"


def test_queue_columns_that_lie_are_found(report: Receive) -> None:
    received = report()
    assert list(queue.faults()) == []
    for wrong in ({"report_count": 5}, {"lane": 7}, {"next_clock_at": NOW + timedelta(days=99)}):
        Case.objects.filter(pk=received.case.pk).update(**wrong)
        assert list(queue.faults()), wrong
        queue.settle(Case.objects.get(pk=received.case.pk))
    assert list(queue.faults()) == []


def test_danger_stands_first_and_starts_its_clock(report: Receive) -> None:
    received = report(danger=True, danger_place="LS1 1UR")
    assert received.case.lane == queue.DANGER
    assert Clock.objects.filter(case=received.case, name="danger").exists()


def test_a_named_poster_goes_the_way_of_the_force(report: Receive) -> None:
    assert report(knows_poster=True).case.route == Case.Route.FORCE


@pytest.mark.parametrize("state", Case.State.values)
def test_only_moves_of_the_table_are_made(state: str) -> None:
    for to in Case.State.values:
        case = Case(state=state)
        if to in MOVES[state]:
            move(case, to)
        else:
            with pytest.raises(WrongState):
                move(case, to)


def test_hub_officers_see_hub_cases_and_forces_only_what_they_were_offered(
    report: Receive, officer: User, force: Callable[[str], Organisation], force_officer: Callable[[str], User],
    administrator: User, auditor: User,
) -> None:  # fmt: skip
    case = report().case
    detective = force_officer("E23000010")
    other = force_officer("E23000012")
    assert visible_to(acting(officer)).filter(pk=case.pk).exists()
    for nobody in (detective, other, administrator, auditor):
        assert not visible_to(acting(nobody)).exists()
    grant(case, to=detective.organisation, relation=Relation.OFFERED, at=NOW)
    assert visible_to(acting(detective)).get() == case
    assert not visible_to(acting(other)).exists()
    end_grant(case, to=detective.organisation, relation=Relation.OFFERED, at=NOW)
    assert not visible_to(acting(detective)).exists()


def test_what_the_table_refuses_is_refused_with_a_sentence(report: Receive, officer: User) -> None:
    case = report().case
    with pytest.raises(NotAllowed, match="You may not decide"):
        require(acting(officer), Act.DECIDE, case)
    require(acting(officer), Act.CLAIM, case)


def test_a_complainant_stands_to_their_own_case_alone(report: Receive) -> None:
    mine, other = report(), report()
    require(complainant(mine.report), Act.FOLLOW_REPORT, mine.case)
    with pytest.raises(NotAllowed):
        require(complainant(mine.report), Act.FOLLOW_REPORT, other.case)


def test_the_list_of_visible_cases_is_one_query(
    report: Receive, officer: User, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(5):
        report()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert len(list(visible_to(acting(officer)))) == 5
