"""Work is done once: whatever fails, dies or comes twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from upstander.record.journal.reading import size
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM
from upstander.record.work import worker
from upstander.record.work.asking import HANDLERS, Handler, due
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Iterator[list[int]]:
    """Register two kinds of work and return what they did."""
    did: list[int] = []

    def fail_once(*, number: int) -> None:
        record(SYSTEM, Verb.CLAIMED, ("case", number), at=timezone.now())
        did.append(number)
        if did.count(number) == 1 and number < 0:
            raise RuntimeError("on purpose")

    HANDLERS["try"] = Handler(fail_once, long=False)
    HANDLERS["try long"] = Handler(lambda *, number: lambda: did.append(number), long=True)
    yield did
    del HANDLERS["try"], HANDLERS["try long"]


def ask(name: str = "try", **about: object) -> None:
    with transaction.atomic():
        due(name, **about)  # type: ignore[arg-type]


def test_due_work_is_done_in_order_and_once(done: list[int]) -> None:
    for number in (1, 2, 3):
        ask(number=number)
    assert worker.run_all() == 3
    assert worker.run_all() == 0
    assert done == [1, 2, 3]


def test_asking_twice_with_one_key_is_asking_once(done: list[int]) -> None:
    ask(number=1, once="the same")
    ask(number=1, once="the same")
    worker.run_all()
    assert done == [1]


def test_a_failed_attempt_leaves_no_effect_and_is_tried_again_later(done: list[int]) -> None:
    before = size()
    ask(number=-1)
    worker.run_all()
    assert size() == before, "the journal entry of the failed attempt was rolled back with it"
    item = Item.objects.get()
    assert item.state == Item.State.READY
    assert "RuntimeError" in item.trouble
    assert "on purpose" not in item.trouble, "an error's words may hold content"
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        worker.run_all()
    assert Item.objects.get().state == Item.State.DONE
    assert size() == before + 1


def test_work_that_keeps_failing_waits_for_a_person(done: list[int]) -> None:
    HANDLERS["never"] = Handler(lambda: 1 / 0, long=False)
    ask("never")
    start = timezone.now()
    for hour in range(10):
        with time_machine.travel(start + timedelta(hours=hour)):
            worker.run_all()
    del HANDLERS["never"]
    item = Item.objects.get()
    assert item.state == Item.State.STUCK
    assert item.attempts == worker.ATTEMPTS


@pytest.mark.parametrize("name", ["try", "try long"])
def test_a_dead_workers_work_is_taken_over_when_its_lease_ends(done: list[int], name: str) -> None:
    ask(name, number=5)
    claim = worker._claim()
    assert claim is not None
    assert worker.run_all() == 0, "it is leased"
    with time_machine.travel(timezone.now() + worker.LEASE * 2):
        assert worker.run_all() == 1
        assert done == [5]
        with pytest.raises(worker.LostLease):
            worker._do(claim)
    assert Item.objects.get().attempts == 2


def test_a_worker_that_lost_its_lease_leaves_no_effect(done: list[int]) -> None:
    ask(number=6)
    claim = worker._claim()
    assert claim is not None
    Item.objects.update(fence=claim.fence + 1)
    before = size()
    with pytest.raises(worker.LostLease):
        worker._do(claim)
    assert (done, size()) == ([], before)


def test_work_is_asked_for_in_a_transaction_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections

    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="transaction"):
        due("try", number=1)


def test_work_dropped_with_its_transaction_is_never_done(done: list[int]) -> None:
    def ask_and_fail() -> None:
        with transaction.atomic():
            due("try", number=1)
            raise ValueError

    with pytest.raises(ValueError):
        ask_and_fail()
    assert worker.run_all() == 0
