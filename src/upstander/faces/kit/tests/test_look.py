"""In a real browser, under the hub's own content security policy, the pages are accessible, whole and unbroken."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from upstander.faces import kit
from upstander.faces.kit.tests.sample import pages

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.once]
STATIC = Path(kit.__file__).parent / "static"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The back link stands above <main>, where the design system itself puts it, so that the skip link skips it.
ALLOWED = {"region"}
NAMES = [
    "question",
    "question-wrong",
    "question-cy",
    "case",
    "card",
    "not-saved",
    "400",
    "403",
    "404",
    "413",
    "500",
    "503",
]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    # Whatever language the test before this one was in.
    with translation.override("en"):
        made = pages()

    class Serve(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                body, kind = file.read_bytes(), guess_type(file.name)[0] or "text/plain"
            else:
                body, kind = made.get(path.strip("/"), "").encode(), "text/html; charset=utf-8"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=quiet)
        yield chromium
        chromium.close()


def opened(browser: Browser, address: str, width: int, *, script: bool = True) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page, trouble = context.new_page(), []
    page.on("console", lambda message: trouble.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(address)
    return page, trouble


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_page_is_accessible_whole_and_quiet(browser: Browser, site: str, name: str, width: int) -> None:
    page, trouble = opened(browser, f"{site}/{name}", width)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    violations = [(each["id"], [node["target"] for node in each["nodes"]]) for each in found.response["violations"]]
    assert [each for each in violations if each[0] not in ALLOWED] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page is wider than the screen"
    )
    assert trouble == [], "the policy or the script complains"
    page.context.close()


def test_every_part_is_there_without_a_script(browser: Browser, site: str) -> None:
    page, _trouble = opened(browser, f"{site}/question", 375, script=False)
    for name in ("what", "links", "files", "strands", "which", "day-day", "force", "email", "sure"):
        assert page.locator(f"[name={name}]").first.is_visible(), name
    assert page.locator(".govuk-exit-this-page__button").is_visible()
    page.context.close()


def test_the_script_hides_what_does_not_apply_and_counts(browser: Browser, site: str) -> None:
    page, _trouble = opened(browser, f"{site}/question", 1280)
    assert not page.locator("#id_which").is_visible()
    page.get_by_label("Something else").first.check()
    page.locator("input[name=strands][value=other]").check()
    assert page.locator("#id_which").is_visible()
    page.locator("#id_what").fill("x" * 1990)
    page.get_by_text("You have 10 characters remaining").first.wait_for(state="attached")
    page.context.close()


def test_the_error_summary_takes_the_focus_and_leads_to_the_box(browser: Browser, site: str) -> None:
    page, _trouble = opened(browser, f"{site}/question-wrong", 1280)
    assert page.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    page.get_by_role("link", name="Enter a real date").click()
    assert page.evaluate("document.activeElement.id") == "id_day-day"
    page.context.close()
