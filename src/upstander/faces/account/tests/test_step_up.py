"""Sensitive acts ask for the second factor again after ten minutes, and nobody loses their place or their words."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.testing import sign_in
from upstander.faces.account.tests.test_signing_in import code
from upstander.faces.kit.access import declaration_of, every_address
from upstander.law.access import Role
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
AGAIN = "/account/reauthenticate/code/"


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "upstander.faces.kit.tests.addresses"
    cache.clear()


@pytest.fixture
def secret(officer: User) -> str:
    return enrol_totp(officer)


def browser_of(user: User, *, proved_ago: int) -> Client:
    browser = Client(HTTP_HOST="localhost")
    sign_in(browser, user, proved_ago=proved_ago)
    return browser


def test_ten_minutes_after_the_factor_was_shown_it_is_asked_for_again_and_leads_back(
    officer: User, secret: str
) -> None:
    assert browser_of(officer, proved_ago=590).get("/try/sensitive?x=1").status_code == 200
    browser = browser_of(officer, proved_ago=601)
    answer = browser.get("/try/sensitive?x=1")
    assert (answer.status_code, answer["Location"]) == (302, f"{AGAIN}?next=%2Ftry%2Fsensitive%3Fx%3D1")
    page = browser.get(answer["Location"]).content.decode()
    assert 'value="/try/sensitive?x=1"' in page
    answer = browser.post(AGAIN, {"code": code(secret), "next": "/try/sensitive?x=1"})
    assert answer["Location"] == "/try/sensitive?x=1"
    assert browser.get("/try/sensitive?x=1").content == f"user:{officer.pk}".encode()


def test_an_ordinary_page_asks_nothing(officer: User, secret: str) -> None:
    assert browser_of(officer, proved_ago=3600).get("/try/any").status_code == 200


def test_a_wrong_code_opens_nothing(officer: User, secret: str) -> None:
    browser = browser_of(officer, proved_ago=601)
    assert browser.post(AGAIN, {"code": "000000", "next": "/try/sensitive"}).status_code == 200
    assert browser.get("/try/sensitive").status_code == 302


def test_the_password_is_not_enough(officer: User, secret: str) -> None:
    browser = browser_of(officer, proved_ago=601)
    browser.post("/account/reauthenticate/", {"password": "correct horse battery", "next": "/try/sensitive"})
    assert browser.get("/try/sensitive").status_code == 302


def test_a_role_that_may_never_do_it_is_refused_before_it_is_asked(make_user: Callable[..., User]) -> None:
    auditor = make_user(Role.AUDITOR, "Auditor One")
    enrol_totp(auditor)
    assert browser_of(auditor, proved_ago=601).get("/try/sensitive").status_code == 403


@pytest.mark.parametrize("address", ["/try/sensitive", "/try/sometimes"])
def test_what_was_posted_comes_back_after_the_factor(officer: User, secret: str, address: str) -> None:
    browser = browser_of(officer, proved_ago=601)
    said = {"reason": "The victim <rang> back.", "new_password": "hidden-one", "edition": "4"}
    answer = browser.post(address, said)
    assert answer["Location"] == f"{AGAIN}?next=%2Faccount%2Ftyped%2F"
    answer = browser.post(AGAIN, {"code": code(secret), "next": "/account/typed/"})
    page = browser.get(answer["Location"]).content.decode()
    assert "The victim &lt;rang&gt; back." in page
    assert "hidden-one" not in page
    assert f'action="{address}"' in page
    assert 'name="edition" value="4"' in page
    assert browser.post(address, {"reason": "x", "edition": "4"}).content == f"user:{officer.pk}".encode()
    assert browser.get("/account/typed/").status_code == 410, "sent, so no longer kept"


def test_where_only_sending_is_sensitive_looking_is_not(officer: User, secret: str) -> None:
    assert browser_of(officer, proved_ago=601).get("/try/sometimes").status_code == 200


SENSITIVE = {
    "mfa_activate_totp", "mfa_add_webauthn", "account_change_password", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_remove_webauthn",
    "mfa_edit_webauthn", "force:identity",
}  # fmt: skip
"""The addresses of sign-in and of forces that must ask; oversight and the desk name theirs in their own tests."""


def test_every_change_of_how_someone_signs_in_is_declared_sensitive() -> None:
    declared = {name for name, _route, view in every_address() if (said := declaration_of(view)) and said.step_up}
    assert declared >= SENSITIVE
