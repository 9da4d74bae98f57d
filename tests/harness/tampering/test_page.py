"""The page for browsers: it runs from a disk, reaches nothing, serves everybody, and passes nothing unchecked."""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import chromium, violations
from tests.harness.tampering import judges
from tests.harness.tampering.scene import Scene, set_up
from upstander.engines.sealing.page import page as page_bytes
from upstander.engines.sealing.tests import packages

pytestmark = [pytest.mark.harness, pytest.mark.once, pytest.mark.browser, pytest.mark.xdist_group("browser")]
NO_CRYPTO = "Object.defineProperty(globalThis.Crypto.prototype, 'subtle', {get: () => undefined})"
NO_ED25519 = """
const whole = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (form, key, kind, ...more) {
  if (kind === "Ed25519") return Promise.reject(new DOMException("no", "NotSupportedError"));
  return whole.call(this, form, key, kind, ...more);
};
"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return set_up(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, list[str]]]:
    """The page from a disk, and what it asked for or complained of."""
    path = tmp_path_factory.mktemp("page") / "verify.html"
    path.write_bytes(page_bytes())
    heard: list[str] = []
    with chromium() as browser:
        made = browser.new_page()
        made.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith("file:") else None)
        made.on("pageerror", lambda error: heard.append(str(error)))
        made.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
        made.goto(path.as_uri())
        yield made, heard


def test_its_policy_lets_only_its_own_script_and_style_run() -> None:
    text = page_bytes().decode()
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    for tag in ("script", "style"):
        [inside] = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|innerHTML|https?://", text)


def test_a_good_package_fits_as_zip_and_as_folder_and_nothing_is_sent(
    opened: tuple[Page, list[str]], scene: Scene, tmp_path: Path
) -> None:
    page, heard = opened
    assert judges.in_browser(page, scene.package, scene) == ("fits", [])
    assert page.evaluate("document.activeElement.id") == "verdict"
    assert violations(page) == []
    folder = packages.unpack(scene.package, tmp_path / "out").folder
    page.reload()
    page.set_input_files("#folder", str(folder))
    for name, anchor in (("hub", scene.keys.anchor), ("time", scene.tower.anchor)):
        (tmp_path / f"{name}.pem").write_bytes(anchor)
        page.set_input_files(f"#{name}-file", str(tmp_path / f"{name}.pem"))
    assert judges.verdict(page) == ("fits", [])
    (folder / "data/exhibits/HUB-0001/record.json").write_text("{}")
    (folder / "Thumbs.db").write_text("")
    page.reload()
    page.set_input_files("#folder", str(folder))
    page.fill("#hub-text", scene.keys.anchor.decode())
    page.fill("#time-text", scene.tower.anchor.decode())
    assert judges.verdict(page) == ("wrong", ["Files", "Names"])
    assert heard == []


def test_without_certificates_of_ones_own_nothing_is_called_right(opened: tuple[Page, list[str]], scene: Scene) -> None:
    page, _ = opened
    assert judges.in_browser(page, scene.package, scene, anchored=False)[0] == "bare"
    assert "NOBODY VOUCHES" in page.inner_text("#rows")
    page.reload()
    page.set_input_files("#zip", str(scene.package))
    page.fill("#hub-text", scene.keys.anchor.decode())
    assert judges.verdict(page)[0] == "bare"
    page.fill("#time-text", "no certificate")
    assert judges.verdict(page)[0] == "wrong"
    page.reload()
    assert judges.verdict(page)[0] == "wrong"


@pytest.mark.parametrize("lacks", [NO_CRYPTO, NO_ED25519])
def test_a_browser_that_cannot_check_passes_nothing(
    opened: tuple[Page, list[str]], scene: Scene, lacks: str, tmp_path: Path
) -> None:
    (tmp_path / "verify.html").write_bytes(page_bytes())
    browser = opened[0].context.browser
    assert browser is not None
    page = browser.new_context().new_page()
    page.add_init_script(lacks)
    page.goto((tmp_path / "verify.html").as_uri())
    if lacks == NO_ED25519:
        assert judges.in_browser(page, scene.package, scene) == ("unchecked", ["Journal"])
    else:
        assert page.is_visible("#unable")
        assert page.is_disabled("#check")
        page.evaluate("document.getElementById('form').requestSubmit()")
        assert page.get_attribute("#result", "data-verdict") is None
    page.close()


def test_without_its_script_it_says_that_nothing_was_checked(opened: tuple[Page, list[str]], tmp_path: Path) -> None:
    (tmp_path / "verify.html").write_bytes(page_bytes())
    browser = opened[0].context.browser
    assert browser is not None
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((tmp_path / "verify.html").as_uri())
    assert page.is_visible("#unable")
    page.close()
