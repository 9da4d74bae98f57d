"""Every planted alteration is seen by `upstander verify`, by the plain tools and by the page; no good package is."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import chromium
from tests.harness.conftest import Times
from tests.harness.tampering import judges
from tests.harness.tampering.alterations import Alteration
from tests.harness.tampering.scene import Scene, set_up
from tests.harness.tampering.table import TREE, ZIPS
from tests.harness.tampering.zips import ZipAlteration
from upstander.engines.sealing import verify
from upstander.engines.sealing.page import page as page_bytes
from upstander.engines.sealing.tests import packages

pytestmark = [pytest.mark.harness, pytest.mark.once, pytest.mark.browser, pytest.mark.xdist_group("browser")]
TABLE = Path("build/tampering.md")
FEWER = 9
"""In the short form only every so many-th alteration goes to the plain tools and to the page; we judge each."""


@dataclass
class Row:
    """What the judges said of one alteration."""

    name: str
    ours: list[str]
    plain: list[str] = field(default_factory=list)
    page: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"| {self.name} | {', '.join(self.ours)} | {', '.join(self.plain)} | {', '.join(self.page)} |"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return set_up(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page as a force opens it: a file on a disk."""
    path = tmp_path_factory.mktemp("page") / "verify.html"
    path.write_bytes(page_bytes())
    with chromium() as browser:
        made = browser.new_page()
        made.goto(path.as_uri())
        yield made


def altered(what: Alteration | ZipAlteration, scene: Scene, folder: Path) -> Path:
    """Return the altered package as a zip."""
    target = folder / f"{packages.NAME}.zip"
    if isinstance(what, ZipAlteration):
        target.write_bytes(what(scene.package.read_bytes(), scene))
        return target
    bag = packages.unpack(scene.package, folder / "tree")
    what(bag, scene)
    return bag.repack(target)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_every_alteration_is_seen_by_all(scene: Scene, page: Page, times: Times, tmp_path: Path) -> None:
    every = times(FEWER, 1)
    rows, missed = [], []
    for number, what in enumerate([*TREE, *ZIPS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        package = altered(what, scene, folder)
        row = Row(what.name, judges.ours(package, scene))
        rows.append(row)
        looked = number % every == 0
        if looked:
            row.plain = judges.plain(package, scene, folder / "force")
            verdict, wrong = judges.in_browser(page, package, scene)
            row.page = wrong if verdict == "wrong" else []
        if not (row.ours and ((row.plain and row.page) or not looked)):
            missed.append(str(row))
    assert len(rows) == len({row.name for row in rows}) >= 60
    if every == 1:
        head = "| planted | upstander verify | the plain tools | verify.html |\n|---|---|---|---|\n"
        TABLE.parent.mkdir(exist_ok=True)
        said = "\n".join(str(row) for row in rows)
        TABLE.write_text(f"{head}{said}\n\n{len(rows)} planted, {len(missed)} missed.\n")
    assert not missed, "\n".join(missed)


def test_no_good_package_is_refused(scene: Scene, page: Page, times: Times, tmp_path: Path) -> None:
    rng = random.Random(6)
    for number in range(times(3, 100)):
        stamped = number % 4 != 3
        folder = tmp_path / str(number)
        names = rng.sample(
            ["a.png", "B.JPG", "long-" + "x" * 70 + ".txt", "con_1.mp4", "_.html", "0"], rng.randint(0, 6)
        )
        more = {f"exhibits/HUB-{place:04d}/original/{name}": rng.randbytes(rng.choice([0, 1, 64, 5000, 300_000]))
                for place, name in enumerate(names, 3)}  # fmt: skip
        at = packages.AT - timedelta(seconds=rng.randint(0, 3000))
        authority = scene.tower.authority if stamped else None
        made = packages.build(
            folder, scene.keys, keys_folder=scene.folder / "keys", authority=authority, more=more,
            rows=rng.randint(2, 80), at=at,
        )  # fmt: skip
        found = judges.ours(made.path, scene), judges.plain(made.path, scene, folder / "force", stamped=stamped)
        assert found == ([], []), (number, found)
        assert judges.in_browser(page, made.path, scene) == ("fits", []), number


def test_packing_anew_without_altering_is_no_alteration(scene: Scene, page: Page, tmp_path: Path) -> None:
    """Shows that the alterations are seen for what they did to the tree, not for how it was packed again."""
    package = altered(Alteration("nothing"), scene, tmp_path)
    assert judges.ours(package, scene) == judges.plain(package, scene, tmp_path / "force") == []
    assert judges.in_browser(page, package, scene) == ("fits", [])


@pytest.mark.parametrize(
    ("control", "planted"),
    [
        ("_manifest", "one bit of an exhibit"),
        ("_file_list", "a file added at the top"),
        ("_time", "a token of a self-made authority of the same name"),
    ],
)
def test_a_control_that_is_switched_off_lets_its_alteration_pass(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, control: str, planted: str
) -> None:
    [what] = [each for each in TREE if each.name == planted]
    package = altered(what, scene, tmp_path)
    assert judges.ours(package, scene)
    monkeypatch.setattr(verify, control, lambda *_: "switched off")
    assert judges.ours(package, scene) == []
