"""A package takes the small copies made at intake where they are what it would make itself, and else makes its own."""

from datetime import timedelta
from pathlib import Path

import pytest

from upstander.conftest import NOW
from upstander.duties.evidence.assembling import previews
from upstander.duties.evidence.tests import story
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import Received
from upstander.engines.previews.sandbox import maker, small_copies
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault import keeping
from upstander.record.vault.models import Preview
from upstander.record.work import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(report: story.Reporting) -> Received:
    taken = report(files=(story.sent(story.picture(), "shot.png"),))
    worker.run_all()
    return taken


def test_the_copy_made_at_intake_is_taken_and_is_what_the_build_would_have_made(
    received: Received, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    [fresh] = small_copies([keeping.path_of(received.report.files.get().file)])
    monkeypatch.setattr(previews, "small_copies", lambda _: pytest.fail("it was made at intake"))
    monkeypatch.setattr(previews, "has_sandbox", lambda: pytest.fail("no sandbox is needed"))
    package = story.built(story.decided(received, officer, supervisor), officer)
    assert package.state == "ready", package.trouble
    assert story.contents(package)["data/exhibits/HUB-0002/preview.jpg"] == fresh.content


@pytest.mark.parametrize("what", ["none", "other maker", "changed", "gone"])
def test_it_is_made_anew_where_the_kept_one_cannot_be_taken(received: Received, tmp_path: Path, what: str) -> None:
    held = received.report.files.get().file
    row = Preview.objects.select_related("content").get()
    assert row.content is not None
    [fresh] = small_copies([keeping.path_of(held)])
    lying = keeping.path_of(row.content)
    if what == "none":
        row.delete()
    elif what == "other maker":
        Preview.objects.update(maker="older")
    elif what == "gone":
        lying.unlink()
    else:
        lying.chmod(0o600)
        lying.write_bytes(lying.read_bytes()[:-1] + b"\0")
    made = previews.make_previews([("HUB-0002", held.place)], tmp_path)
    assert made.sandboxed
    assert made["HUB-0002"] == fresh.content


def test_of_a_kept_and_a_missing_one_the_kept_is_shown_where_there_is_no_sandbox(
    received: Received, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previews, "has_sandbox", lambda: False)
    other = tmp_path / "other.png"
    other.write_bytes(story.picture(size=(60, 20)))
    place = keeping.register(keeping.deposit(other.open("rb")), at=received.report.received_at).place
    pictures = [("HUB-0002", received.report.files.get().file.place), ("HUB-0003", place)]
    made = previews.make_previews(pictures, tmp_path)
    assert (set(made), set(made.refused)) == ({"HUB-0002"}, {"HUB-0003"})
    assert previews.make_previews(pictures[1:], tmp_path).sandboxed is False
    assert len(maker()) == 64


def test_what_a_build_had_to_make_is_kept_for_the_next_version_and_a_new_exhibit_makes_one_more(
    received: Received, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    monkeypatch.setattr(previews, "small_copies", lambda paths: made.append(len(paths)) or small_copies(paths))
    Preview.objects.update(maker="older")
    case = story.decided(received, officer, supervisor)
    assert story.built(case, officer).state == "ready"
    more = (story.sent(story.picture("red"), "more.png"),)
    add(
        report=received.report, text="There is another.", files=more, actor=acting(officer), at=NOW + timedelta(hours=2)
    )
    second = story.built(case, officer, hours=3)
    assert (second.version, second.state, made) == (2, "ready", [1]), "the copy of the first is not made again"
    assert {"data/exhibits/HUB-0002/preview.jpg", "data/exhibits/HUB-0003/preview.jpg"} <= story.contents(second).keys()
