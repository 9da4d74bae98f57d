"""A clock that is set back loses nothing and is seen: by an entry of its own, and by which times are in doubt."""

from datetime import UTC, datetime, timedelta

import pytest

from upstander.conftest import NOW
from upstander.record.journal import clock
from upstander.record.journal.clock import Reading, in_doubt, set_back_by, times_set_back
from upstander.record.journal.models import Entry
from upstander.record.journal.verbs import Verb
from upstander.record.journal.verifying import faults
from upstander.record.journal.writing import Deed, record, record_many
from upstander.record.people.actors import SYSTEM

pytestmark = pytest.mark.django_db
SECOND = 1_000_000


class Machine:
    """Both clocks of a machine, to be set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.boot, self.up, self.wall = "0123abcd", 500 * SECOND, 1_800_000_000 * SECOND
        monkeypatch.setattr(clock, "read", lambda: Reading(self.boot, self.up, self.wall))
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromtimestamp(self.wall / SECOND, UTC))

    def passes(self, seconds: float, *, wall: float | None = None) -> None:
        """Let so many seconds pass, and the wall clock go on by as many, or by what is said."""
        self.up += round(seconds * SECOND)
        self.wall += round((seconds if wall is None else wall) * SECOND)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def act(number: int = 1) -> int:
    return record(SYSTEM, Verb.CLAIMED, ("case", number), at=NOW).seq


@pytest.mark.parametrize(
    ("seconds", "wall", "by"),
    [
        (10, 10, 0), (10, 10.4, 0), (10, 5.5, 0), (3600, 3601, 0), (10, 600, 0),
        (0.001, -0.002, 3_000), (10, -0.5, 10_500_000), (3600, 3590, 10_000_000),
    ],
)  # fmt: skip
def test_it_is_set_back_when_it_goes_back_or_falls_behind_the_other_clock(seconds: float, wall: float, by: int) -> None:
    before = Reading("a", 7 * SECOND, 100 * SECOND)
    now = Reading("a", round((7 + seconds) * SECOND), round((100 + wall) * SECOND))
    assert set_back_by(before, now) == by


@pytest.mark.parametrize(("wall", "by"), [(50, 0), (-0.5, 0), (-1.5, 1_500_000), (-3600, 3_600_000_000)])
def test_after_a_start_and_on_another_machine_the_wall_clocks_alone_are_compared(wall: float, by: int) -> None:
    before = Reading("a", 900 * SECOND, 10_000 * SECOND)
    for boot in ("b", ""):
        assert set_back_by(before, Reading(boot, 1 * SECOND, round((10_000 + wall) * SECOND))) == by


def test_while_the_clock_goes_forward_nothing_is_said(machine: Machine) -> None:
    for _ in range(3):
        act()
        machine.passes(60)
    assert times_set_back() == []
    assert Entry.objects.count() == 3


def test_an_act_under_a_clock_that_was_set_back_is_kept_behind_an_entry_that_says_so(machine: Machine) -> None:
    first, was = act(), machine.wall
    machine.passes(10, wall=-3600)
    second = act(2)
    assert second == first + 2
    [back] = times_set_back()
    assert (back.seq, back.by) == (first + 1, timedelta(seconds=3610))
    assert back.was == datetime.fromtimestamp(was / SECOND, UTC)
    flag = Entry.objects.get(seq=first + 1)
    assert (flag.verb, flag.subject, flag.actor) == (Verb.CLOCK_WENT_BACK, "clock:0", "system:0")
    assert list(faults()) == []


def test_it_is_said_once_for_each_time_and_times_are_in_doubt_until_the_clock_has_caught_up(
    machine: Machine,
) -> None:
    before = act()
    machine.passes(1, wall=-100)
    doubted = [act(2)]
    machine.passes(50)
    doubted.append(act(3))
    machine.passes(60)
    after = act(4)
    assert len(times_set_back()) == 1
    assert in_doubt([before, *doubted, after]) == doubted
    assert in_doubt([before, *doubted, after], until=before) == [], "what came after is not known to who has less"
    machine.passes(1, wall=-5)
    act(5)
    assert len(times_set_back()) == 2


def test_many_acts_written_together_are_seen_too(machine: Machine) -> None:
    act()
    machine.passes(1, wall=-10)
    record_many([Deed(SYSTEM, Verb.CLAIMED, ("case", number), NOW) for number in (1, 2)])
    assert [entry.verb for entry in Entry.objects.order_by("seq")][1:] == [
        Verb.CLOCK_WENT_BACK, Verb.CLAIMED, Verb.CLAIMED
    ]  # fmt: skip
    assert list(faults()) == []


def test_a_clock_that_was_set_back_and_put_right_again_while_nothing_was_written_is_not_seen(machine: Machine) -> None:
    act()
    machine.passes(100, wall=100)
    act()
    assert times_set_back() == []


def test_with_the_comparison_off_nothing_is_said(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "set_back_by", lambda *_: 0)
    act()
    machine.passes(1, wall=-1000)
    act()
    assert times_set_back() == []


def test_every_entry_keeps_both_clocks() -> None:
    first, second = (Entry.objects.get(seq=act(number)) for number in (1, 2))
    kept = [clock.in_body(entry.body) for entry in (first, second)]
    assert kept[0] is not None
    assert kept[1] is not None
    assert kept[0].boot == kept[1].boot
    assert 0 < kept[0].up <= kept[1].up
    assert abs(kept[1].wall / SECOND - second.recorded_at.timestamp()) < 5
    assert clock.in_body(first.body.replace('"clock"', '"block"')) is None
