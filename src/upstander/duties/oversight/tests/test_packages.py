"""A withheld file is left out of a package, and the package says so; one built before, or meanwhile, is taken away."""

from collections.abc import Callable
from json import loads
from pathlib import Path

import pytest
from django.conf import settings

from upstander.conftest import NOW
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.tests import story
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work import worker

CANARY = b"zqwithheldxqz"


@pytest.fixture
def case(report: Callable[..., Received], officer: User, supervisor: User, settings, tmp_path: Path) -> Case:
    settings.PACKAGES_FOLDER = str(tmp_path / "packages")
    file = story.sent(CANARY, "chat.txt")
    return story.decided(report(files=(file, story.sent(story.picture(), "shot.png"))), officer, supervisor)


def hold_back(case: Case, officer: User) -> None:
    held = case.opened_by.files.get(name_given="chat.txt")
    withhold_file(held=held, why="abuse", reason="It is for specialists.", actor=acting(officer), at=NOW)


def test_the_file_is_not_in_the_package_and_the_package_says_so(case: Case, officer: User) -> None:
    hold_back(case, officer)
    package = story.built(case, officer)
    assert (package.state, package.trouble) == ("ready", "")
    contents = story.contents(package)
    assert not any(name.endswith("chat.txt") for name in contents)
    copy = loads(contents["data/case.json"])
    said = {each["ref"]: each["withheld"] for each in copy["exhibits"] if each["withheld"]}
    assert len(said) == 1
    assert "child abuse" in next(iter(said.values()))
    assert next(iter(said)) in contents["data/schedules/risk-and-special-handling.txt"].decode()
    assert not any(CANARY in body for body in contents.values())


def test_a_package_built_before_is_taken_away(case: Case, officer: User, django_capture_on_commit_callbacks) -> None:
    package = story.built(case, officer)
    place = Path(settings.PACKAGES_FOLDER) / package.place
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        hold_back(case, officer)
    package.refresh_from_db()
    assert package.state == Package.State.ERASED
    assert not place.exists()


def test_a_package_asked_for_before_is_not_built_after(case: Case, officer: User) -> None:
    package = story.asked(case, officer)
    hold_back(case, officer)
    worker.run_all()
    package.refresh_from_db()
    assert package.state == Package.State.ERASED
    assert not list(Path(settings.PACKAGES_FOLDER).rglob("*.zip"))
