"""Second readings: drawn by lot, read blind by somebody who is free of the case, settled by neither of the two."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from pytest_django import Settings

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.actions.decide import NotComplete, decide
from upstander.duties.assessment.actions.draw_reading import draw_again
from upstander.duties.assessment.actions.read_second import read_second
from upstander.duties.assessment.actions.release import release
from upstander.duties.assessment.actions.settle_reading import settle_reading
from upstander.duties.assessment.models import Decision, Reading
from upstander.duties.assessment.queries import current_decision, decisions, queue, steps
from upstander.duties.assessment.readings import open_to, settled_of_mine, to_read, to_settle
from upstander.duties.assessment.tests.deciding import a_crime, answers, claimed, decided, no_crime
from upstander.duties.assessment.tests.test_claiming import running
from upstander.duties.care.queries import told
from upstander.duties.casework.queries import notes
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation, Role
from upstander.record.cases.grants import end_grant, grant, holders, visible_to
from upstander.record.cases.models import Case, Grant
from upstander.record.cases.queue import faults
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.work.models import Item

Make = Callable[..., Received]
LATER = NOW + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _every_one_is_drawn(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SECOND_READINGS = 100
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def reading(report: Make, officer: User, other_officer: User, supervisor: User) -> Reading:
    """A decision of one officer that waits to be read by the other: the supervisor is aside, to settle."""
    case = report().case
    grant(case, to=supervisor, relation=Relation.CONFLICT, at=NOW)
    decided(case, officer, **no_crime())
    end_grant(case, to=supervisor, relation=Relation.CONFLICT, at=NOW)
    return Reading.objects.get()


def read(reading: Reading, reader: User, finding: str, **changes: object) -> Reading:
    said = {"reasons": "I read a threat in it.", "expression": answers(), **changes}
    return read_second(reading=reading, finding=finding, actor=acting(reader), at=LATER, **said)  # type: ignore[arg-type]


def test_the_lot_alone_says_what_is_drawn(report: Make, officer: User, other_officer: User, settings: Settings) -> None:
    settings.SECOND_READINGS = 20
    for number, drawn in ((20, 0), (19, 1)):
        with patch("upstander.duties.assessment.actions.draw_reading.randbelow", return_value=number) as lot:
            decided(report(posts=()).case, officer, **no_crime())
        lot.assert_called_once_with(100)
        assert Reading.objects.count() == drawn


def test_none_is_drawn_where_the_share_is_none_nor_of_other_findings(
    report: Make, officer: User, other_officer: User, settings: Settings
) -> None:
    decided(report(posts=()).case, officer)
    decided(report(posts=()).case, officer, finding="need more", reasons="Which?")
    settings.SECOND_READINGS = 0
    decided(report(posts=()).case, officer, **no_crime())
    assert not Reading.objects.exists()


def test_the_reader_is_another_of_the_hub_who_is_free_of_the_case(
    report: Make, officer: User, other_officer: User, supervisor: User, administrator: User,
    make_user: Callable[..., User], force_officer: Callable[[str], User],
) -> None:  # fmt: skip
    force_officer("E23000010")
    gone = make_user(Role.HUB_OFFICER, "gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for _ in range(6):
        case = report(posts=()).case
        grant(case, to=supervisor, relation=Relation.CONFLICT, at=NOW)
        decided(case, officer, **no_crime())
    assert {row.reader for row in Reading.objects.all()} == {other_officer}
    assert Entry.objects.filter(verb="reading drawn").count() == 6


def test_who_worked_on_the_case_before_does_not_read_it(
    report: Make, officer: User, other_officer: User, settings: Settings
) -> None:
    case = report().case
    settings.SECOND_READINGS = 0
    decided(case, other_officer, **no_crime())
    release(case=case, reason="Leave.", actor=acting(other_officer), at=NOW)
    settings.SECOND_READINGS = 100
    decided(case, officer, **no_crime())
    assert Reading.objects.get().reader is None


def test_everything_of_the_case_is_closed_to_the_reader_until_they_have_answered(
    reading: Reading, other_officer: User
) -> None:
    case, reader = reading.case, acting(other_officer)
    assert not visible_to(reader).filter(pk=case.pk).exists()
    assert case not in [row.case for row in queue(reader).rows]
    for look in (decisions, steps, told, notes):
        with pytest.raises(NotAllowed):
            look(reader, case)
    assert open_to(reader, reading.pk) == reading
    read(reading, other_officer, "not a crime")
    assert len(decisions(reader, case)) == 1
    assert holders(case, Relation.BLIND) == []


def test_the_fence_is_the_relation_and_nothing_else(reading: Reading, other_officer: User) -> None:
    """The control of the test above: without the relation the reader would read the decision."""
    Grant.objects.filter(relation=Relation.BLIND).delete()
    assert len(decisions(acting(other_officer), reading.case)) == 1


def test_the_letter_does_not_wait(reading: Reading) -> None:
    assert Item.objects.filter(name="tell_complainant", about__of="decided_not_crime").exists()


def test_two_who_agree_are_recorded_and_nobody_is_asked(
    reading: Reading, officer: User, other_officer: User, supervisor: User
) -> None:
    done = read(reading, other_officer, "not a crime")
    assert (done.state, done.reasons) == ("agreed", "I read a threat in it.")
    assert to_settle(acting(supervisor)) == []
    assert settled_of_mine(acting(officer)) == [done]
    entry = Entry.objects.get(verb="read a second time")
    assert "threat" not in entry.body
    assert '"agrees":true' in entry.body.replace(" ", "")
    with pytest.raises(NotAllowed):
        read(reading, other_officer, "crime")


def test_nobody_else_answers_and_not_without_reasons(
    reading: Reading, officer: User, other_officer: User, supervisor: User
) -> None:
    for other in (officer, supervisor):
        assert to_read(acting(other)) == []
        with pytest.raises(NotAllowed):
            read(reading, other, "crime")
    for changes in ({"reasons": " "}, {"expression": {}}):
        with pytest.raises(NotComplete):
            read(reading, other_officer, "crime", **changes)
    assert read(reading, other_officer, "need more", expression={}).state == "disputed"


def test_two_who_differ_are_settled_by_neither_of_them(
    reading: Reading, officer: User, other_officer: User, supervisor: User
) -> None:
    User.objects.filter(pk=other_officer.pk).update(role=Role.SUPERVISOR)
    other_officer.refresh_from_db()
    read(reading, other_officer, "crime")
    said = {"reading": reading, "stands": True, "at": LATER}
    assert [line.refusal == "" for line in to_settle(acting(supervisor))] == [True]
    assert [line.refusal == "" for line in to_settle(acting(other_officer))] == [False]
    for actor in (officer, other_officer):
        with pytest.raises(NotAllowed):
            settle_reading(**said, reasons="Mine.", actor=acting(actor))
    with pytest.raises(NotComplete):
        settle_reading(**said, reasons=" ", actor=acting(supervisor))
    settle_reading(**said, reasons="It is satire.", actor=acting(supervisor))
    assert current_decision(reading.case) == reading.decision
    assert not Item.objects.filter(about__of="set_aside").exists()
    with pytest.raises(WrongState):
        settle_reading(**said, reasons="Again.", actor=acting(supervisor))


@pytest.mark.parametrize("closed", [False, True])
def test_a_decision_that_does_not_stand_is_kept_and_the_case_decided_anew(
    reading: Reading, officer: User, other_officer: User, supervisor: User, closed: bool
) -> None:
    case = reading.case
    if closed:
        close(case=case, closing_reason="not_criminal", actor=acting(officer), at=LATER)
    read(reading, other_officer, "crime")
    settle_reading(reading=reading, stands=False, reasons="A threat.", actor=acting(supervisor), at=LATER)
    case.refresh_from_db()
    first, second = Decision.objects.order_by("pk")
    assert (first.finding, first.state) == ("not a crime", "replaced")
    assert (second.finding, second.state, second.decided_by) == ("need more", "final", supervisor)
    assert (case.state, case.owner) == (("reopened", None) if closed else ("claimed", officer))
    assert Item.objects.filter(name="tell_complainant", about__of="set_aside").count() == 1
    assert settled_of_mine(acting(officer)) == [reading]
    assert running(case)
    assert not list(faults())
    if closed:
        claimed(case, officer, LATER)
    assert decide(case=case, actor=acting(officer), at=LATER, **a_crime()).state == "final"


def test_a_case_that_nobody_has_goes_back_into_the_queue(
    reading: Reading, other_officer: User, supervisor: User
) -> None:
    release(case=reading.case, reason="Leave.", actor=acting(reading.decision.decided_by), at=LATER)
    read(reading, other_officer, "crime")
    settle_reading(reading=reading, stands=False, reasons="A threat.", actor=acting(supervisor), at=LATER)
    case = Case.objects.get(pk=reading.case_id)
    assert (case.state, case.owner) == ("new", None)
    assert not list(faults())


def test_a_new_decision_ends_the_reading_of_the_old_one(reading: Reading, officer: User, other_officer: User) -> None:
    decide(case=reading.case, actor=acting(officer), at=LATER, **a_crime())
    reading.refresh_from_db()
    assert (reading.state, holders(reading.case, Relation.BLIND)) == ("lapsed", [])
    assert to_read(acting(other_officer)) == []


def test_another_reader_is_drawn_only_where_the_first_does_not_answer(
    reading: Reading, other_officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WrongState):
        draw_again(reading=reading, actor=acting(supervisor), at=LATER)
    with pytest.raises(NotAllowed):
        draw_again(reading=reading, actor=acting(other_officer), at=reading.due_at + timedelta(days=1))
    after = reading.due_at + timedelta(days=1)
    drawn = draw_again(reading=reading, actor=acting(supervisor), at=after)
    monkeypatch.setattr(timezone, "now", lambda: after)
    assert drawn.reader == supervisor
    assert holders(reading.case, Relation.BLIND) == [supervisor]
    assert drawn.due_at > after
    assert visible_to(acting(other_officer)).filter(pk=reading.case_id).exists()


def test_a_reader_who_declares_a_connection_reads_no_more(
    reading: Reading, other_officer: User, supervisor: User
) -> None:
    grant(reading.case, to=other_officer, relation=Relation.CONFLICT, at=LATER)
    assert to_read(acting(other_officer)) == []
    with pytest.raises(NotAllowed):
        read(reading, other_officer, "crime")
    assert [line.draws for line in to_settle(acting(supervisor))] == [True]
