"""Passkeys and every account page in a real browser: a virtual authenticator, axe, and a strict content policy."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect, sync_playwright

from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.tests.test_signing_in import PASSWORD, code
from upstander.record.journal.models import Entry
from upstander.record.people.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
Agree = Callable[[bool], Any]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps a loop of its own in this thread
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser, live_server: Any) -> Iterator[Page]:
    cache.clear()
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 900, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def _nothing_refused_by_the_content_policy(page: Page) -> Iterator[None]:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield
    assert [text for text in said if "Content Security Policy" in text] == []


@pytest.fixture
def authenticator(page: Page) -> Agree:
    """Put a virtual authenticator into the browser and return what lets its owner agree or not."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return lambda agrees: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": agrees}
    )


def enter_password(page: Page, user: User) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")


def add_passkey(page: Page) -> None:
    page.goto("/account/factors/passkeys/add/")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add").click()


def test_a_passkey_is_added_and_signs_in_alone(page: Page, officer: User, authenticator: Agree) -> None:
    enter_password(page, officer)
    page.wait_for_url("**/account/factors/")
    add_passkey(page)
    page.wait_for_url("**/account/factors/codes/")
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda address: "/account/" not in address)
    page.goto("/account/factors/")
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()
    expect(page.get_by_role("term").get_by_text("Passkey 1")).to_be_visible()
    signed = Entry.objects.filter(verb="signed in").latest("seq")
    assert '"factor":"webauthn"' in signed.body


def test_a_passkey_that_is_refused_signs_nobody_in(page: Page, officer: User, authenticator: Agree) -> None:
    enter_password(page, officer)
    add_passkey(page)
    page.wait_for_url("**/account/factors/codes/")
    sign_out(page)
    authenticator(False)
    expect(page.get_by_text("The passkey was not used")).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()
    page.goto("/account/factors/")
    page.wait_for_url("**/account/login/**")


def test_a_passkey_stands_in_for_the_code(page: Page, officer: User, authenticator: Agree) -> None:
    enter_password(page, officer)
    add_passkey(page)
    page.wait_for_url("**/account/factors/codes/")
    sign_out(page)
    enter_password(page, officer)
    page.wait_for_url("**/account/code/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/account/" not in address)


def test_a_passkey_of_a_deactivated_user_is_refused(page: Page, officer: User, authenticator: Agree) -> None:
    enter_password(page, officer)
    add_passkey(page)
    page.wait_for_url("**/account/factors/codes/")
    sign_out(page)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("You cannot sign in with this passkey.")).to_be_visible()


def test_every_account_page_is_accessible_and_runs_no_script_of_its_own(
    page: Page, auditor: User, authenticator: Agree
) -> None:
    def look(where: str) -> None:
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, f"{where}\n{found.generate_report()}"

    page.goto("/account/login/")
    look("sign in")
    page.get_by_role("button", name="Continue").click()
    look("sign in, empty")
    enter_password(page, auditor)
    for path in ("factors/", "factors/app/", "factors/passkeys/add/", "logout/"):
        page.goto(f"/account/{path}")
        look(path)
    secret = enrol_totp(auditor)
    enter_password(page, auditor)
    page.get_by_label("Code").fill("1")
    page.get_by_role("button", name="Sign in").click()
    look("code, wrong")
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/oversight/**")
    add_passkey(page)
    page.wait_for_url("**/account/factors/")
    key = Authenticator.objects.get(type="webauthn").pk
    for path in (
        "password/", "factors/", "factors/app/remove/", "factors/codes/", "factors/codes/new/", "reauthenticate/code/",
        "reauthenticate/passkey/", f"factors/passkeys/{key}/name/", f"factors/passkeys/{key}/remove/",
    ):  # fmt: skip
        page.goto(f"/account/{path}")
        assert page.url.endswith(path)
        look(path)
