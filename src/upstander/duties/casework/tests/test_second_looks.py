"""Samples are drawn by lot from a list that is kept, once a week, and somebody else looks a second time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.casework.actions.draw_sample import draw_sample
from upstander.duties.casework.actions.look_again import look_again
from upstander.duties.casework.models import Sample, SecondLook
from upstander.duties.casework.sampling import drawn, samples, window
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case, Grant
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import timeline
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

Make = Callable[..., Received]
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def finished(report: Make, officer: User) -> Callable[..., list[Case]]:
    """Make cases that were decided, every second of them closed, so many days ago."""

    def make(number: int, days: float = 2) -> list[Case]:
        at = NOON - timedelta(days=days)
        cases = [report(at=at - timedelta(hours=2), posts=()).case for _ in range(number)]
        for place, case in enumerate(cases):
            decided(case, officer, at, **no_crime(conduct_on=at.date()))
            if place % 2:
                close(case=case, closing_reason="not_criminal", actor=acting(officer), at=at)
        return cases

    return make


def test_a_sample_is_drawn_by_a_seed_that_anyone_can_draw_with_again(
    report: Make, finished: Callable[..., list[Case]], supervisor: User
) -> None:
    report()
    finished(1, days=9)
    finished(1, days=0)
    cases = finished(8)
    sample = draw_sample(size=3, actor=acting(supervisor), at=NOON)
    assert sample.drawn_from == sorted(case.pk for case in cases)
    chosen = sorted(SecondLook.objects.values_list("case", flat=True))
    assert len(chosen) == 3
    assert drawn(sample.seed, sample.drawn_from, 3) == chosen
    assert any(drawn(f"{sample.seed}{number}", sample.drawn_from, 3) != chosen for number in range(9))
    entry = timeline("sample", sample.pk)[0]
    assert (entry.verb, entry.data["seed"], entry.data["drawn_from"]) == ("sample drawn", sample.seed, 8)


def test_a_sample_is_drawn_once_a_week_and_no_time_twice(finished: Callable[..., list[Case]], supervisor: User) -> None:
    finished(2)
    first = draw_sample(size=5, actor=acting(supervisor), at=NOON)
    assert first.looks.count() == 2
    assert not window(acting(supervisor)).open
    with pytest.raises(WrongState, match="less than a week ago"):
        draw_sample(size=5, actor=acting(supervisor), at=NOON + timedelta(days=6))
    late = finished(1, days=-3)
    second = draw_sample(size=5, actor=acting(supervisor), at=NOON + timedelta(days=8))
    assert second.since == first.until
    assert second.drawn_from == [late[0].pk]


@pytest.mark.parametrize("size", [0, -1, 21])
def test_a_sample_of_no_size_is_refused(finished: Callable[..., list[Case]], supervisor: User, size: int) -> None:
    finished(2)
    with pytest.raises(WrongState):
        draw_sample(size=size, actor=acting(supervisor), at=NOON)


def test_nothing_finished_is_nothing_to_draw_from(report: Make, supervisor: User) -> None:
    report()
    with pytest.raises(WrongState, match="No case"):
        draw_sample(size=5, actor=acting(supervisor), at=NOON)
    assert not Sample.objects.exists()


def test_what_was_found_stands_and_needs_a_note_unless_it_is_sound(
    finished: Callable[..., list[Case]], supervisor: User
) -> None:
    finished(2)
    sample = draw_sample(size=2, actor=acting(supervisor), at=NOON)
    one, two = sample.looks.order_by("pk")
    with pytest.raises(WrongState, match="Say what"):
        look_again(look=one, finding="concern", note=" ", actor=acting(supervisor), at=NOON)
    found = look_again(look=one, finding="concern", note="Not read to the end.", actor=acting(supervisor), at=NOON)
    assert (found.finding, found.by, found.at) == ("concern", supervisor, NOON)
    with pytest.raises(WrongState, match="already"):
        look_again(look=one, finding="sound", actor=acting(supervisor), at=NOON)
    look_again(look=two, finding="sound", actor=acting(supervisor), at=NOON)
    assert samples(acting(supervisor))[0].done == 2
    entry = next(line for line in timeline("case", one.case_id) if line.verb == "looked again")
    assert entry.data["found"] == "concern"
    assert "read to the end" not in str(entry.data)


def test_nobody_looks_a_second_time_at_their_own_work(
    report: Make, finished: Callable[..., list[Case]], officer: User, supervisor: User, senior_investigator: User
) -> None:
    own = report(at=NOON - timedelta(days=3)).case
    decided(own, supervisor, NOON - timedelta(days=2), **no_crime())
    sample = draw_sample(size=5, actor=acting(supervisor), at=NOON)
    look = sample.looks.get()
    with pytest.raises(NotAllowed, match="Somebody else"):
        look_again(look=look, finding="sound", actor=acting(supervisor), at=NOON)
    with pytest.raises(NotAllowed):
        look_again(look=look, finding="sound", actor=acting(officer), at=NOON)
    look_again(look=look, finding="sound", actor=acting(senior_investigator), at=NOON)


def test_officers_draw_nothing_and_hidden_cases_are_neither_drawn_nor_shown(
    finished: Callable[..., list[Case]], officer: User, administrator: User, supervisor: User
) -> None:
    hidden, seen = finished(2)
    for user in (officer, administrator):
        with pytest.raises(NotAllowed):
            draw_sample(size=1, actor=acting(user), at=NOON)
    Grant.objects.filter(case=hidden).update(until_at=NOON - timedelta(days=1))
    sample = draw_sample(size=5, actor=acting(supervisor), at=NOON)
    assert sample.drawn_from == [seen.pk]
    Grant.objects.filter(case=seen).update(until_at=NOON - timedelta(days=1))
    (line,) = samples(acting(supervisor))
    assert (line.looks, line.hidden) == ((), 1)
