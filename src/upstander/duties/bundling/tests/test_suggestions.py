"""What an officer is shown of suggestions, and turning them down."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling.actions import suggest as suggesting
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.actions.leave_apart import leave_apart
from upstander.duties.bundling.actions.undo_apart import undo_apart
from upstander.duties.bundling.looking import Found
from upstander.duties.bundling.models import CannotLink, Suggestion
from upstander.duties.bundling.queries import suggestions
from upstander.duties.bundling.tests.making import a_post, alone, entries, looked
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.record.cases.grants import grant
from upstander.record.cases.models import Grant
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import Organisation, User

Make = Callable[..., Received]
LINK = "https://x.com/i/status/1234567890123456789"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def pair(report: Make) -> tuple[Received, Received]:
    """Two reports of one post, the later one looked at by the worker."""
    one = alone(report, 1, posts=(a_post(number=1, link=LINK),))
    two = alone(report, 2, posts=(a_post(number=2, link=LINK),))
    looked(two.report)
    return one, two


Pair = tuple[Received, Received]


def test_both_cases_show_the_suggestion_with_sentence_and_evidence(pair: Pair, officer: User) -> None:
    one, two = pair
    (line,) = suggestions(acting(officer), two.case)
    assert (line.own, line.report, line.case) == (two.report, one.report, one.case)
    assert "same post" in line.sentences[0]
    assert line.evidence[0]["value"]
    (other_side,) = suggestions(acting(officer), one.case)
    assert (other_side.own, other_side.report) == (one.report, two.report)


def test_a_case_that_the_viewer_may_not_see_is_not_listed(pair: Pair, officer: User) -> None:
    one, two = pair
    Grant.objects.filter(case=one.case).update(until_at=NOW)
    assert suggestions(acting(officer), two.case) == []


def test_the_suggestions_of_a_case_that_one_may_not_see_are_refused(
    pair: Pair, administrator: User, force: Callable[[str], Organisation], force_officer: Callable[[str], User]
) -> None:
    with pytest.raises(NotAllowed):
        suggestions(acting(administrator), pair[1].case)
    viewer = force_officer("E23000010")
    grant(pair[1].case, to=force("E23000010"), relation=Relation.OFFERED, at=NOW)
    assert suggestions(acting(viewer), pair[1].case) == []


def test_joined_reports_are_not_suggested_any_more(pair: Pair, officer: User) -> None:
    one, two = pair
    claimed(one.case, officer)
    join(report=two.report, case=one.case, actor=acting(officer), at=LATER)
    assert suggestions(acting(officer), one.case) == []


def test_left_apart_is_never_suggested_again_until_undone(pair: Pair, officer: User) -> None:
    two = pair[1]
    claimed(two.case, officer)
    (row,) = Suggestion.objects.all()
    leave_apart(suggestion=row, actor=acting(officer), reason="Another week, another poster.", at=LATER)
    assert [found.state for found in looked(two.report)] == ["apart"]
    assert entries("suggested") == 1
    assert [line.suggestion.state for line in suggestions(acting(officer), two.case)] == ["apart"]
    undo_apart(suggestion=row, actor=acting(officer), at=LATER)
    assert [line.suggestion.state for line in suggestions(acting(officer), two.case)] == ["open"]
    kept = CannotLink.objects.get()
    assert (kept.reason, kept.undone_by, kept.undone_at) == ("Another week, another poster.", officer, LATER)
    assert (entries("left apart"), entries("apart undone")) == (1, 1)
    leave_apart(suggestion=row, actor=acting(officer), reason="Sure now.", at=LATER)
    assert CannotLink.objects.count() == 2


def test_a_bundle_that_holds_what_was_left_apart_is_not_suggested_through_another_report(
    pair: Pair, report: Make, officer: User
) -> None:
    one, two = pair
    claimed(one.case, officer)
    leave_apart(suggestion=Suggestion.objects.get(), actor=acting(officer), reason="Another matter.", at=LATER)
    third = alone(report, 3, posts=(a_post(number=3, link=LINK),))
    join(report=third.report, case=one.case, actor=acting(officer), at=LATER)
    assert [row.earlier for row in looked(two.report)] == [one.report]
    assert Suggestion.objects.count() == 1


def test_turning_down_needs_a_reason_a_right_and_an_open_suggestion(
    pair: Pair, officer: User, other_officer: User
) -> None:
    claimed(pair[0].case, officer)
    row = Suggestion.objects.get()
    with pytest.raises(NotAllowed) as refused:
        leave_apart(suggestion=row, actor=acting(officer), reason=" ", at=LATER)
    assert refused.value.needs_reason
    with pytest.raises(NotAllowed):
        leave_apart(suggestion=row, actor=acting(other_officer), reason="Not mine.", at=LATER)
    with pytest.raises(WrongState):
        undo_apart(suggestion=row, actor=acting(officer), at=LATER)
    leave_apart(suggestion=row, actor=acting(officer), reason="Another matter.", at=LATER)
    with pytest.raises(WrongState):
        leave_apart(suggestion=row, actor=acting(officer), reason="Again.", at=LATER)


def test_marks_lock_the_cases_in_the_order_in_which_joining_locks_them(
    report: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [alone(report, number) for number in range(4)]
    pks = [each.case.pk for each in made]
    locked: list[int] = []
    monkeypatch.setattr(suggesting, "look", lambda *_: Found((), True, (pks[3], pks[0], pks[2])))
    monkeypatch.setattr(suggesting, "settle", lambda case: locked.append(case.pk))
    suggesting.suggest(report=made[1].report, at=NOW)
    assert locked == sorted(pks)
