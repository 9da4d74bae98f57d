"""Photographs of what an account meets rarely: the warning, the end, the second proof, the limit, a force's sign-on."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import yaml
from playwright.sync_api import Browser, Page

from tests.journeys import walks
from tests.live import Live, running
from upstander.config.demo.signing_in import DOMAIN
from upstander.faces.account.tests.identity_provider import CLIENT, SECRET, serving

FORM = "/desk/enter/"
WORDS = "She was followed home twice since, and has not been out after dark."


class Looking(Protocol):
    """What takes the photographs."""

    def look(self, name: str, page: Page) -> None: ...

    def visit(self, page: Page, name: str, address: str) -> None: ...


def sessions(gallery: Looking, live: Live, page: Page) -> None:
    """Show a session that is about to end, has ended, and what was typed in it."""
    walks.sign_in(page, live.url, "officer2", gallery.look)
    gallery.visit(page, "session", f"{live.url}/account/session/")
    _turn_back(live, page, "seen", 15 * 60 - 100)
    page.goto(f"{live.url}{FORM}?late=1")
    _turn_back(live, page, "seen", 15 * 60 - 100)
    _asked_anew(page)
    gallery.look("session-warning", page)
    page.get_by_role("button", name="Stay signed in").click()
    _turn_back(live, page, "began", 10 * 3600 - 90)
    _asked_anew(page)
    gallery.look("session-warning-final", page)
    gallery.visit(page, "session-final", f"{live.url}/account/session/")
    _turn_back(live, page, "began", -9 * 3600)
    page.goto(f"{live.url}{FORM}")
    page.locator("main textarea").first.fill(WORDS)
    _turn_back(live, page, "seen", 15 * 60 + 10)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    gallery.look("sign-in-after-rest", page)
    gallery.visit(page, "session-ended", f"{live.url}/account/session/ended/?next=/desk/")


def what_was_typed(gallery: Looking, live: Live, page: Page) -> None:
    """Show the form sent after the end, given back after signing in."""
    walks.sign_in(page, live.url, "officer3", gallery.look)
    page.goto(f"{live.url}{FORM}")
    page.locator("main textarea").first.fill(WORDS)
    _turn_back(live, page, "seen", 15 * 60 + 10)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    page.get_by_label("Email address").fill(f"officer3@{DOMAIN}")
    page.locator("input[type=password]").fill(walks.PASSWORD)
    walks.go_on(page)
    for _ in range(20):
        page.locator("input[name=code]").fill(page.locator("#demo-code").inner_text())
        walks.go_on(page, "Sign in")
        if "/account/code/" not in page.url:
            break
        page.wait_for_timeout(3000)
        page.goto(f"{live.url}/account/code/")
    gallery.look("typed", page)
    page.get_by_role("button", name="Delete it").click()
    gallery.visit(page, "typed-nothing", f"{live.url}/account/typed/")


def second_proof(gallery: Looking, live: Live, page: Page) -> None:
    """Show the factor asked for again, and the page of too many tries."""
    walks.sign_in(page, live.url, "officer4", gallery.look)
    _factor_shown_long_ago(live, page)
    gallery.visit(page, "step-up", f"{live.url}/account/factors/codes/")
    for number in range(12):
        if "Too many attempts" in page.locator("h1").first.inner_text():
            break
        page.locator("input[name=code]").fill(f"00000{number % 10}")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_load_state()
    gallery.look("too-many-tries", page)
    page.context.clear_cookies()
    for _ in range(6):
        page.goto(f"{live.url}/account/login/")
        page.get_by_label("Email address").fill(f"officer5@{DOMAIN}")
        page.locator("input[type=password]").fill("not the password at all")
        walks.go_on(page)
    gallery.look("sign-in-too-many", page)


def sign_on(gallery: Looking, browser: Browser) -> None:
    """Show the sign-in page of a hub whose forces sign on through their own providers."""
    with serving() as provider, _named(provider.address), running(story=False) as live:
        page = browser.new_page()
        page.set_default_timeout(20_000)
        gallery.visit(page, "sign-on", f"{live.url}/account/login/?next=/force/")
        page.route(f"{provider.address}/**", lambda route: route.abort())
        with page.expect_request(re.compile(re.escape(provider.address))):
            page.get_by_role("button", name="Sign in with Example Police").click()
        page.close()


@contextmanager
def _named(issuer: str) -> Iterator[None]:
    said = {
        "name": "Example Police", "issuer": issuer, "client_id": CLIENT, "client_secret": SECRET,
        "organisation": "E23000010", "email_domains": [DOMAIN], "mfa_amr": ["mfa"],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "oidc.yaml"
        path.write_text(yaml.safe_dump({"example-police": said}))
        os.environ["UPSTANDER_OIDC"] = str(path)
        try:
            yield
        finally:
            del os.environ["UPSTANDER_OIDC"]


def _turn_back(live: Live, page: Page, clock: str, seconds: int) -> None:
    _change(live, page, f"held['{clock}'] = int(time.time()) - {seconds}")


def _factor_shown_long_ago(live: Live, page: Page) -> None:
    _change(live, page, "held['account_authentication_methods'] = [{**each, 'at': each['at'] - 700}"
            " for each in held['account_authentication_methods']]")  # fmt: skip


def _change(live: Live, page: Page, how: str) -> None:
    key = next(str(cookie["value"]) for cookie in page.context.cookies() if "session" in str(cookie["name"]))
    live.python(
        "import time\nfrom django.contrib.sessions.backends.db import SessionStore\n"
        f"held = SessionStore('{key}')\n{how}\nheld.save()"
    )


def _asked_anew(page: Page) -> None:
    """Let the page ask how long the session lasts, as it does when it is looked at again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("dialog").wait_for(state="visible")


PAGES = (sessions, what_was_typed, second_proof)
