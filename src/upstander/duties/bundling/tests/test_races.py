"""Two people at one case at once: nobody's act is overwritten, and nobody moves what has just been moved."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import AlreadyClaimed, claim
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling import moving
from upstander.duties.bundling.actions.join import join
from upstander.duties.bundling.tests.making import alone
from upstander.duties.intake.actions import add as adding
from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.grants import case_of
from upstander.record.cases.models import Case, Membership
from upstander.record.cases.queue import faults
from upstander.record.cases.states import WrongState
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Received]
WHILE = 1.0
"""Seconds for which the first stands still in the middle; the second is through by then, or waits for its turn."""


class Halt:
    """Lets one act stand still in its middle while another is started."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self._act, self.reached, self._other_done = getattr(module, name), Event(), Event()
        monkeypatch.setattr(module, name, self._halted)

    def _halted(self, *args: Any, **kwargs: Any) -> Any:
        if not self.reached.is_set():
            self.reached.set()
            self._other_done.wait(WHILE)
        return self._act(*args, **kwargs)

    def run(self, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Future[Any], Future[Any]]:
        """Run both, the second while the first stands still, and return both when they are over."""
        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(_on_its_own_connection, first)
            assert self.reached.wait(10)
            two = pool.submit(_on_its_own_connection, second)
            two.add_done_callback(lambda _: self._other_done.set())
        return one, two


def _on_its_own_connection(act: Callable[[], Any]) -> Any:
    try:
        return act()
    finally:
        connection.close()


def test_a_case_that_is_claimed_while_its_reporter_adds_keeps_both(
    report: Make, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = report()
    halt = Halt(monkeypatch, adding, "keep_keys")
    one, two = halt.run(
        lambda: adding.add(report=received.report, text="Again.", actor=complainant(received.report), at=NOW),
        lambda: claim(case=received.case, actor=acting(officer), at=NOW),
    )
    assert (one.exception(), two.exception()) == (None, None)
    case = Case.objects.get(pk=received.case.pk)
    assert (case.owner, case.state) == (officer, "claimed")
    assert received.report.additions.count() == 1
    assert not list(faults())


def test_a_report_that_two_officers_join_at_once_goes_to_the_first_and_the_other_is_told(
    report: Make, officer: User, other_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = alone(report, 1).report
    mine, theirs = claimed(alone(report, 2).case, officer), claimed(alone(report, 3).case, other_officer)
    halt = Halt(monkeypatch, moving, "settle")
    one, two = halt.run(
        lambda: join(report=moved, case=mine, actor=acting(officer), reason="One matter.", at=NOW),
        lambda: join(report=moved, case=theirs, actor=acting(other_officer), reason="One matter.", at=NOW),
    )
    assert one.exception() is None
    assert isinstance(two.exception(), WrongState) or connection.vendor == "sqlite"
    assert Membership.objects.filter(report=moved, until_at=None).count() == 1
    assert case_of(moved).pk in (mine.pk, theirs.pk)
    assert not list(faults())


def test_of_two_officers_who_claim_at_once_one_has_the_case(
    report: Make, officer: User, other_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upstander.duties.assessment.actions import claim as claiming

    received = report()
    halt = Halt(monkeypatch, claiming, "settle")
    one, two = halt.run(
        lambda: claim(case=received.case, actor=acting(officer), at=NOW),
        lambda: claim(case=received.case, actor=acting(other_officer), at=NOW),
    )
    assert one.exception() is None
    assert isinstance(two.exception(), AlreadyClaimed)
    assert Case.objects.get(pk=received.case.pk).owner == officer
