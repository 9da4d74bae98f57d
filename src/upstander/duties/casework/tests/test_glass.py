"""The glass is broken with a reason, for some hours, to read; and somebody else finds on it the next working day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.casework.actions import break_glass as breaking
from upstander.duties.casework.actions.break_glass import break_glass
from upstander.duties.casework.actions.name_member import name_member
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.actions.review import review
from upstander.duties.casework.models import Review
from upstander.duties.casework.reviewing import ask_review, done, looked_at, one, waiting, waiting_count
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Act
from upstander.law.clocks import LONDON
from upstander.record.cases.grants import require, visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.journal.writing import consulted
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
Make = Callable[..., Received]


@pytest.fixture(autouse=True)
def clock() -> "time_machine.travel":
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def kept(report: Make, officer: User) -> Case:
    """A case that is restricted to its owner."""
    case = report().case
    claim(case=case, actor=acting(officer), at=NOW)
    return restrict(case=case, members=[], reason="A colleague is named.", actor=acting(officer), at=NOW)


def broken(case: Case, by: User, at: datetime = NOW) -> Review:
    return break_glass(case=case, code="cover", words="He is on leave.", actor=acting(by), at=at)


def test_it_is_read_for_some_hours_and_then_no_more(kept: Case, other_officer: User, clock: object) -> None:
    assert not visible_to(acting(other_officer)).exists()
    broken(kept, other_officer)
    assert visible_to(acting(other_officer)).get() == kept
    clock.shift(timedelta(hours=3, minutes=59))  # type: ignore[attr-defined]
    assert visible_to(acting(other_officer)).exists()
    clock.shift(timedelta(minutes=2))  # type: ignore[attr-defined]
    assert not visible_to(acting(other_officer)).exists()


def test_it_lets_nobody_change_anything(kept: Case, other_officer: User, supervisor: User) -> None:
    for user in (other_officer, supervisor):
        broken(kept, user)
        for act in (Act.CLAIM, Act.BUNDLE, Act.DECIDE, Act.CLOSE, Act.ALLOCATE, Act.RESTRICT, Act.BUILD_PACKAGE):
            with pytest.raises(NotAllowed):
                require(acting(user), act, kept, reason="x")
        with pytest.raises(NotAllowed):
            close(case=kept, closing_reason="abroad", reasons="x", actor=acting(user), at=NOW)


@pytest.mark.parametrize(("code", "words"), [("", "He is on leave."), ("cover", "  "), ("curious", "I wonder.")])
def test_it_needs_a_reason_chosen_and_in_words(kept: Case, other_officer: User, code: str, words: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        break_glass(case=kept, code=code, words=words, actor=acting(other_officer), at=NOW)
    assert refused.value.needs_reason
    assert not visible_to(acting(other_officer)).exists()
    assert not Review.objects.exists()


def test_only_the_hub_may_and_only_where_it_must(
    kept: Case, report: Make, officer: User, administrator: User, auditor: User, force_officer: Callable[[str], User]
) -> None:
    for user in (administrator, auditor, force_officer("E23000010")):
        with pytest.raises(NotAllowed):
            broken(kept, user)
    with pytest.raises(WrongState, match="already"):
        broken(kept, officer)
    with pytest.raises(NotAllowed):
        broken(report(account="Another.", posts=()).case, officer)


@pytest.mark.parametrize(
    ("at", "by"),
    [
        (datetime(2026, 11, 18, 10, 0, tzinfo=UTC), (2026, 11, 19)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), (2026, 11, 23)),
        (datetime(2026, 12, 24, 20, 0, tzinfo=UTC), (2026, 12, 29)),
    ],
)
def test_the_review_is_due_on_the_next_working_day(
    kept: Case, other_officer: User, at: datetime, by: tuple[int, int, int]
) -> None:
    due = broken(kept, other_officer, at).due_at.astimezone(LONDON)
    assert (due.year, due.month, due.day) == by


def test_the_supervisors_are_told_and_nobody_reviews_their_own(
    kept: Case, supervisor: User, senior_investigator: User, officer: User
) -> None:
    asked = broken(kept, supervisor)
    assert waiting_count(acting(supervisor)) == 0
    assert one(acting(supervisor), asked.pk) is None
    assert waiting(acting(senior_investigator)) == [asked]
    assert waiting(acting(senior_investigator))[0].case.reference == kept.reference  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        waiting(acting(officer))
    with pytest.raises(NotAllowed, match="Somebody else"):
        review(asked=asked, proper=True, words="Fine.", actor=acting(supervisor), at=NOW)
    review(asked=asked, proper=True, words="The officer was ill.", actor=acting(senior_investigator), at=NOW)
    assert waiting_count(acting(senior_investigator)) == 0
    assert [row.finding for row in done(acting(senior_investigator))] == ["The officer was ill."]
    with pytest.raises(WrongState, match="already"):
        review(asked=asked, proper=False, words="No.", actor=acting(senior_investigator), at=NOW)
    assert Entry.objects.filter(verb="reviewed").count() == 1


def test_what_was_not_proper_closes_at_once(kept: Case, other_officer: User, supervisor: User) -> None:
    asked = broken(kept, other_officer)
    with pytest.raises(NotAllowed, match="Say what"):
        review(asked=asked, proper=False, words=" ", actor=acting(supervisor), at=NOW)
    review(asked=asked, proper=False, words="No need for it.", actor=acting(supervisor), at=NOW)
    assert not visible_to(acting(other_officer)).exists()


def test_the_reviewer_reads_what_was_opened(kept: Case, other_officer: User, supervisor: User) -> None:
    from django.db import transaction

    with transaction.atomic():
        consulted(acting(other_officer), [kept], page="desk/before", at=NOW - timedelta(minutes=1))
    asked = broken(kept, other_officer)
    with transaction.atomic():
        consulted(acting(other_officer), [kept], page="desk:reports", at=NOW + timedelta(minutes=1))
        consulted(acting(supervisor), [kept], page="desk:other", at=NOW + timedelta(minutes=1))
        consulted(acting(other_officer), [kept], page="desk:after", at=NOW + timedelta(hours=5))
    assert [look.page for look in looked_at(asked)] == ["desk:reports"]


def test_breaking_it_without_a_review_would_be_noticed(
    kept: Case, other_officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsaved = Review(kind="glass", of=other_officer, case=kept, asked_at=NOW, last_at=NOW, due_at=NOW, pk=0)
    monkeypatch.setattr(breaking, "ask_review", lambda **_said: unsaved)
    broken(kept, other_officer)
    assert waiting_count(acting(supervisor)) == 0


def test_behind_the_glass_a_member_is_named_only_where_none_is_left(
    kept: Case, officer: User, other_officer: User, supervisor: User, senior_investigator: User
) -> None:
    broken(kept, supervisor)
    with pytest.raises(NotAllowed, match="has members"):
        name_member(case=kept, user=other_officer, reason="x", actor=acting(supervisor), at=NOW)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    with pytest.raises(NotAllowed, match="yourself"):
        name_member(case=kept, user=supervisor, reason="x", actor=acting(supervisor), at=NOW)
    with pytest.raises(NotAllowed, match="reason"):
        name_member(case=kept, user=other_officer, actor=acting(supervisor), at=NOW)
    name_member(case=kept, user=other_officer, reason="The officer left.", actor=acting(supervisor), at=NOW)
    assert visible_to(acting(other_officer)).exists()


def test_an_act_done_alone_waits_for_somebody_else(supervisor: User, senior_investigator: User) -> None:
    asked = ask_review(kind="alone", act="close", of=supervisor, words="Nobody else was on duty.", at=NOW)
    assert waiting(acting(supervisor)) == []
    assert waiting(acting(senior_investigator)) == [asked]
    assert looked_at(asked) == []
