"""The warning in a real browser: it comes before the end, can be put off, and what was being typed is handed over."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.testing import sign_in
from upstander.faces.account.tests.test_passkeys import AXE, PASSWORD, QUIET
from upstander.faces.account.tests.test_signing_in import code
from upstander.faces.kit import sessions
from upstander.record.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "/desk/enter/"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps a loop of its own in this thread
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def context(chromium: Browser, live_server: Any, officer: User) -> Iterator[BrowserContext]:
    cache.clear()
    enrol_totp(officer)
    client = Client(HTTP_HOST="localhost")
    sign_in(client, officer, browser="Chrome")
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 900, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture(autouse=True)
def _seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "STEP", 0)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    yield page
    assert [text for text in said if "Content Security Policy" in text] == []


def come_back_to(page: Page) -> None:
    """Let the page notice that it is looked at again, upon which it asks how long the session lasts."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_warning_comes_is_read_out_and_is_put_off_with_one_press(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "IDLE", 128)
    page.goto(FORM)
    warning = page.get_by_role("dialog", name="You are about to be signed out")
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible(timeout=20_000)
    expect(warning.get_by_text("You will be signed out in 2 minutes.")).to_be_visible()
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_focused()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    monkeypatch.setattr(sessions, "IDLE", 900)
    warning.get_by_role("button", name="Stay signed in").press("Enter")
    expect(warning).to_be_hidden()
    expect(page.get_by_role("status").get_by_text("You are still signed in.")).to_be_attached()
    assert page.url.endswith(FORM), "nobody loses their place"


def test_another_tab_that_kept_the_session_spares_this_one_the_warning(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "IDLE", 128)
    page.goto(FORM)
    monkeypatch.setattr(sessions, "IDLE", 900)
    page.wait_for_timeout(10_000)
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_someone_who_is_typing_is_somebody_there(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "IDLE", 130)
    page.goto(FORM)
    with page.expect_response("**/account/session/") as told:
        page.locator("main textarea").first.fill("Still writing.")
    assert told.value.request.method == "POST"


def test_without_an_answer_the_page_and_what_was_typed_stay(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    page.goto(FORM)
    page.locator("main textarea").first.fill("Nothing may take this away.")
    monkeypatch.setattr(sessions, "ABSOLUTE", 30)
    come_back_to(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.context.set_offline(True)
    page.wait_for_timeout(32_000)
    assert page.locator("main textarea").first.input_value() == "Nothing may take this away."
    page.context.set_offline(False)


def test_the_last_end_is_announced_as_one_that_nobody_can_put_off(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "ABSOLUTE", 60)
    page.goto(FORM)
    warning = page.get_by_role("dialog", name="You are about to be signed out")
    expect(warning.get_by_text("that cannot be put off")).to_be_visible(timeout=20_000)
    expect(warning.get_by_role("button", name="Stay signed in")).to_be_hidden()
    warning.get_by_role("button", name="Go on writing").click()
    expect(warning).to_be_hidden()


def test_at_the_end_the_page_makes_way_and_what_was_being_typed_comes_back(
    page: Page, monkeypatch: pytest.MonkeyPatch, officer: User
) -> None:
    began = time.time() - 5
    page.goto(FORM)
    page.locator("main textarea").first.fill("Half a sentence about")
    monkeypatch.setattr(sessions, "ABSOLUTE", int(time.time() - began) + 12)
    come_back_to(page)
    page.wait_for_url("**/account/session/ended/**", timeout=20_000)
    expect(page.get_by_role("heading", name="You were signed out")).to_be_visible()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    monkeypatch.setattr(sessions, "ABSOLUTE", 36000)
    page.get_by_role("button", name="Sign in again").click()
    page.get_by_label("Email address").fill(officer.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(code(_secret(officer)))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/typed/")
    expect(page.get_by_text("Half a sentence about")).to_be_visible()
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


def _secret(user: User) -> str:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt

    return str(decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"]))
