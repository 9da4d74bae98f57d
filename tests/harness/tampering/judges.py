"""The three who judge a package: `upstander verify`, the plain tools as a force runs them, the page in a browser."""

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from tests.harness.tampering.scene import Scene
from upstander.engines.sealing.plain_tools import ANCHOR, plain_checks
from upstander.engines.sealing.stamping import ANCHOR as TIME_ANCHOR
from upstander.engines.sealing.tests import packages
from upstander.engines.sealing.verify import verify_package


def ours(package: Path, scene: Scene) -> list[str]:
    """Return the names of our checks that fail."""
    found = verify_package(package, scene.keys.anchor, scene.tower.anchor)
    assert found.ok is (found.verdict == "sealed")
    return [check.name for check in found.checks if not check.ok]


def plain(package: Path, scene: Scene, folder: Path, *, stamped: bool = True) -> list[str]:
    """Unzip and run the printed commands; return the programs that fail. Where unzip fails, nobody goes on."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / ANCHOR).write_bytes(scene.keys.anchor)
    (folder / TIME_ANCHOR).write_bytes(scene.tower.anchor)
    command = ["unzip", "-q", str(package), "-d", str(folder)]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    top = folder / packages.NAME
    if done.returncode or not top.is_dir():
        return ["unzip"]
    failed = []
    for check in plain_checks(stamped=stamped):
        if check.program == "pdfsig" and shutil.which("pdfsig") is None:
            continue
        run = ["bash", "-c", check.command]
        if subprocess.run(run, cwd=top, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode:
            failed.append(check.program)
    return failed


def in_browser(page: Page, package: Path, scene: Scene, *, anchored: bool = True) -> tuple[str, list[str]]:
    """Let the page check the zip; return its verdict and what it calls wrong or not checked."""
    page.reload()
    page.set_input_files("#zip", str(package))
    if anchored:
        page.fill("#hub-text", scene.keys.anchor.decode())
        page.fill("#time-text", scene.tower.anchor.decode())
    return verdict(page)


def verdict(page: Page) -> tuple[str, list[str]]:
    """Press the button and read what the page says."""
    page.click("#check")
    page.wait_for_selector("#result[data-verdict]")
    found = page.get_attribute("#result", "data-verdict") or ""
    return found, page.locator("#rows tr:not(.fits) th").all_inner_texts()
