"""A build that was stopped goes on: what it typeset is taken if its bytes are as they were left."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from upstander.duties.evidence import building, due, pressing
from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.building import Order, build
from upstander.duties.evidence.documents.typeset import NotTypeset
from upstander.duties.evidence.forgetting import take_away_packages
from upstander.duties.evidence.models import Package
from upstander.duties.evidence.tests import in_the_press, story
from upstander.engines.sealing.tests.packages import but_for_signatures, unpack
from upstander.engines.sealing.verify import verify_package
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(report: story.Reporting, officer: User, supervisor: User) -> Order:
    """A package that is asked for; the build of it is stopped as soon as its report is typeset."""
    files = (story.sent(story.picture(), "a.png"), story.sent(b"words", "b.txt"))
    row = story.asked(story.decided(report(files=files), officer, supervisor), officer)
    made = Order(row.name, Pinned.load(row.pinned), due._settled_checkpoint(row))

    def stop(per_cent: int) -> None:
        if per_cent >= pressing.TYPESET:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(made, at=timezone.now(), progress=stop)
    return made


@pytest.fixture
def without_typesetter(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no press typeset anything from now on."""
    env: dict[str, str] = {}
    in_the_press.hooked(env, f"{in_the_press.__name__}:arm", "nothing is typeset")
    for name, value in env.items():
        monkeypatch.setenv(name, value)


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.kept/*"))


def test_what_was_typeset_is_all_that_a_stopped_build_leaves(order: Order, packages_folder: Path) -> None:
    assert story.everything(packages_folder) == [f".{order.name}.kept"]
    assert len(kept(packages_folder)) == 1


@pytest.mark.usefixtures("without_typesetter")
def test_it_is_taken_and_the_package_is_the_same_but_for_its_signatures(
    order: Order, packages_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sealed = build(order, at=timezone.now())
    assert story.everything(packages_folder) == [sealed.path.name]
    anchor = (Path(settings.KEYS_FOLDER) / "hub-root.pem").read_bytes()
    assert verify_package(sealed.path, anchor).ok
    assert unpack(sealed.path, tmp_path / "out").plain_tools_accept(anchor)
    monkeypatch.delenv("PRESS_HOOK")
    Package.objects.update(state=Package.State.BUILDING, place=sealed.path.name)
    again = build(order, at=timezone.now())
    assert but_for_signatures(sealed.path) == but_for_signatures(again.path)


@pytest.mark.usefixtures("without_typesetter")
def test_it_is_not_taken_when_a_byte_of_it_changed(order: Order, packages_folder: Path) -> None:
    [volume] = kept(packages_folder)
    volume.write_bytes(volume.read_bytes()[:-1] + b"\0")
    with pytest.raises(NotTypeset):
        build(order, at=timezone.now())
    assert story.everything(packages_folder) == [], "a build that failed leaves nothing"


@pytest.mark.usefixtures("without_typesetter")
def test_it_is_not_taken_for_a_case_that_is_another(order: Order) -> None:
    case = {**order.pinned.case, "summary": ["Another."]}
    other = replace(order, pinned=replace(order.pinned, case=case))
    with pytest.raises(NotTypeset):
        build(other, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_it_goes_in_the_same_step_with_a_package_that_is_taken_away(order: Order, packages_folder: Path) -> None:
    (packages_folder / f".{order.name}.aa.scratch").mkdir()
    (packages_folder / "C-OTHER_v1.aa.zip").touch()
    row = Package.objects.get()
    take_away_packages([row.case])
    assert story.everything(packages_folder) == ["C-OTHER_v1.aa.zip"]


def test_nothing_of_a_package_that_is_done_with_survives_the_next_build(order: Order, packages_folder: Path) -> None:
    Package.objects.update(state=Package.State.ERASED)
    building.sweep("C-ANOTHER_v1")
    assert story.everything(packages_folder) == []
