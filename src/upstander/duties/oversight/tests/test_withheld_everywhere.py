"""Marking a file stops previews, matching, words and readings at once; packages are in test_packages."""

from collections.abc import Callable
from io import BytesIO

import pytest

from upstander.conftest import NOW
from upstander.duties.bundling.models import Suggestion
from upstander.duties.bundling.tests.making import a_post, alone
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.engines.captures.tests import samples
from upstander.engines.previews.tests.screens import encoded, screen
from upstander.record.cases.models import ReportedFile
from upstander.record.keys.models import Picture, Words
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.search.finding import find
from upstander.record.vault.keeping import deposit
from upstander.record.vault.models import Preview, Reading
from upstander.record.work import worker

POST = "They should all be driven out of this town before the winter comes and I mean every family of them"
Make = Callable[..., Received]


def sent(content: bytes, name: str) -> SentFile:
    return SentFile(deposit(BytesIO(content)), name)


@pytest.fixture
def pair(report: Make) -> tuple[Received, Received]:
    """Two reports with nothing in common but what can be read on a picture."""
    first = alone(report, 1, files=(sent(encoded(screen(POST, dark=True)), "seen.png"),))
    second = alone(report, 2, posts=(a_post(number=2, text=POST),))
    worker.run_all()
    return first, second


def withhold(received: Received, officer: User) -> ReportedFile:
    held = ReportedFile.objects.get(report=received.report)
    return withhold_file(held=held, why="abuse", reason="To be looked at.", actor=acting(officer), at=NOW)


def test_an_open_suggestion_that_rests_on_it_goes_with_its_quotes(
    pair: tuple[Received, Received], officer: User
) -> None:
    [row] = Suggestion.objects.all()
    assert "driven out" in str(row.reasons)
    withhold(pair[0], officer)
    worker.run_all()
    assert not Suggestion.objects.exists()


def test_a_judged_suggestion_stays_without_the_quotes(pair: tuple[Received, Received], officer: User) -> None:
    Suggestion.objects.update(state="apart")
    withhold(pair[0], officer)
    worker.run_all()
    assert "driven out" not in str(Suggestion.objects.get().reasons)


def test_what_rests_on_other_things_stays(report: Make, officer: User) -> None:
    first = alone(report, 1, posts=(a_post(number=1, text=POST),), files=(sent(encoded(screen(POST)), "seen.png"),))
    alone(report, 2, posts=(a_post(number=2, text=POST),))
    worker.run_all()
    assert Suggestion.objects.count() == 1
    withhold(first, officer)
    assert Suggestion.objects.get().reasons
    worker.run_all()
    assert Suggestion.objects.count() == 1


def test_no_copy_hash_or_word_of_it_is_kept(pair: tuple[Received, Received], officer: User) -> None:
    assert Preview.objects.exists()
    assert Picture.objects.exists()
    assert Words.objects.exists()
    withhold(pair[0], officer)
    worker.run_all()
    assert not Preview.objects.exists()
    assert not Picture.objects.exists()
    assert not Words.objects.exists()


def test_what_was_read_in_it_is_gone_and_was_never_filed_for_search(report: Make, officer: User) -> None:
    received = alone(report, 1, files=(sent(samples.mhtml(), "canaryname.mhtml"),))
    worker.run_all()
    assert Reading.objects.exists()
    for typed in ("canaryname", '"should go"'):
        assert not find(acting(officer), typed).groups
    withhold(received, officer)
    assert not Reading.objects.exists()
