"""The main job, end to end, in a browser: a report comes in, a sealed package goes out, and people are told."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser import chromium, violations
from tests.journeys import walks
from tests.live import Live, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
VICTIM, OTHER = "victim@people.example", "other@people.example"
NAME = "Canary Nightingale"


def test_a_report_becomes_a_package_that_the_force_can_verify(tmp_path: Path) -> None:
    wrong: list[str] = []

    def look(name: str, page: Page) -> None:
        wrong.extend(f"{name}: {found}" for found in violations(page))

    picture = tmp_path / "Screenshot 1.png"
    Image.new("RGB", (400, 200), "#dddddd").save(picture)
    with running(story=False) as live, chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
        walks.report(page, live.url, lambda *_: None, email=OTHER, pictures=[picture])
        page.context.clear_cookies()
        reference, code = walks.report(page, live.url, look, email=VICTIM, pictures=[picture], name=NAME)
        case = live.python(
            "from upstander.record.cases.models import Case\n"
            f"print(Case.objects.get(opened_by__reference='{reference}').reference)"
        ).strip()

        walks.sign_in(page, live.url, "officer1", look)
        look("queue", page)
        walks.claim(page, live.url, case, look)
        walks.join_first_suggestion(page, live.url, case, look)
        walks.decide_crime(page, live.url, case, "Threatening communication", look)
        walks.sign_in(page, live.url, "inspector", look)
        walks.sign_off(page, live.url, case, look)
        walks.sign_in(page, live.url, "officer1", look)
        walks.record_line(page, live.url, case, look)
        walks.build_package(page, live.url, case, look)
        walks.offer(page, live.url, case, "West Yorkshire Police", look)
        walks.sign_in(page, live.url, "west", look)
        page.goto(f"{live.url}/force/")
        page.locator("a[href*='/force/offer/']").first.click()
        look("force-awaits-release", page)
        assert not page.locator("a[href*='/package/']").count(), "nobody has released it"
        walks.sign_in(page, live.url, "inspector", look)
        walks.release_package(page, live.url, case, look)
        page.goto(f"{live.url}/desk/case/{case}/timeline/")
        look("timeline", page)

        walks.sign_in(page, live.url, "west", look)
        walks.accept(page, live.url, "13/00417/26", look)
        package = walks.download(page, tmp_path)

        page.context.clear_cookies()
        walks.follow(page, live.url, reference, code, look)
        told = page.locator("main").inner_text()
        assert "West Yorkshire Police" in told
        page.screenshot(path=tmp_path / "told.png", full_page=True)

        _verified(live, package, tmp_path)
        _letters(live)
        checked = live.run("check", check=False)
        assert checked.returncode == 0, checked.stdout
    assert wrong == []


def _verified(live: Live, package: Path, tmp_path: Path) -> None:
    """Verify with the hub's own command, with plain tools, and see both refuse a changed package."""
    anchor = live.home / "keys" / "hub-root.pem"
    assert live.run("verify", str(package), "--anchor", str(anchor), check=False).returncode == 0
    assert live.run("verify", str(package), check=False).returncode == 1, (
        "without an anchor nobody vouches for the seal"
    )
    with zipfile.ZipFile(package) as opened:
        opened.extractall(tmp_path / "opened")
        everything = b"".join(opened.read(name) for name in opened.namelist())
    bag = next(path for path in (tmp_path / "opened").iterdir())
    for command in (
        ["sha256sum", "--quiet", "-c", "tagmanifest-sha256.txt"],
        ["sha256sum", "--quiet", "-c", "manifest-sha256.txt"],
        ["sha512sum", "--quiet", "-c", "manifest-sha512.txt"],
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "seal/tagmanifest-sha256.txt.p7s",
         "-content", "tagmanifest-sha256.txt", "-CAfile", str(anchor), "-no-CApath", "-no-CAstore", "-purpose", "any",
         "-out", "/dev/null"],
    ):  # fmt: skip
        done = subprocess.run(command, cwd=bag, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command[0], done.stderr)
    check = subprocess.run(
        [sys.executable, "-I", "verify_custody.py"],
        cwd=bag / "data" / "custody",
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout + check.stderr
    for canary in (NAME, VICTIM, OTHER):
        assert canary.encode() not in everything, "who reported must not be in the package"
    changed = tmp_path / "changed.zip"
    body = bytearray(package.read_bytes())
    body[len(body) // 2] ^= 1
    changed.write_bytes(bytes(body))
    assert hashlib.sha256(changed.read_bytes()).digest() != hashlib.sha256(package.read_bytes()).digest()
    assert live.run("verify", str(changed), "--anchor", str(anchor), check=False).returncode == 1


def _letters(live: Live) -> None:
    """See that each victim was written to, in words that give nothing away."""
    letters = [path.read_text() for path in (live.home / "mail").glob("*.eml")]
    to_victim = [letter for letter in letters if f"To: {VICTIM}" in letter]
    assert len(to_victim) >= 4, "received, claimed, decided, offered, accepted"
    for letter in to_victim:
        assert walks.POST[:20] not in letter
        assert "Subject: About your message" in letter
