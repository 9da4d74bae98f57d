"""Signing in: password, then code; nothing but setting up a factor without one; every way in and out journalled."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from upstander.faces.account.factors import enrol_totp
from upstander.law.access import Role
from upstander.record.journal.models import Entry
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import opened
from upstander.record.people.models import User

LOGIN, CODE, FACTORS, PASSWORD = "/account/login/", "/account/code/", "/account/factors/", "correct horse battery"


@pytest.fixture(autouse=True)
def _no_limits_reached() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def code(secret: str, place: int = 1) -> str:
    """Return the right code of now (place 1), of the 30 seconds before (0) or after (2)."""
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[place])))


def enter_password(browser: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return browser.post(LOGIN, {"login": user.email, "password": password, **more})


def verbs() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("verb", flat=True))


def test_password_and_then_the_code_sign_someone_in(browser: Client, officer: User) -> None:
    secret = enrol_totp(officer)
    answer = enter_password(browser, officer)
    assert answer["Location"] == CODE
    assert browser.get(FACTORS)["Location"].startswith(LOGIN), "the password alone must not sign in"
    answer = browser.post(CODE, {"code": code(secret)})
    assert (answer.status_code, answer["Location"]) == (302, "/home")
    assert browser.get(FACTORS).status_code == 200
    assert verbs() == ["signed in"]
    assert '"factor":"totp"' in Entry.objects.get().body


def test_a_wrong_code_is_refused_and_journalled(browser: Client, officer: User) -> None:
    enrol_totp(officer)
    enter_password(browser, officer)
    answer = browser.post(CODE, {"code": "000000"})
    assert answer.status_code == 200
    assert "The code is not right" in answer.content.decode()
    assert verbs() == ["sign-in failed"]
    assert Entry.objects.get().subject == f"user:{officer.pk}"


@pytest.mark.parametrize("later", [0, 1, 2])
def test_a_code_signs_in_once_even_while_it_is_still_right(officer: User, later: int) -> None:
    secret = enrol_totp(officer)
    shown = code(secret, later)
    for expected in (302, 200):
        browser = Client(HTTP_HOST="localhost")
        enter_password(browser, officer)
        assert browser.post(CODE, {"code": shown}).status_code == expected


def test_a_recovery_code_stands_in_once(officer: User) -> None:
    enrol_totp(officer)
    held = Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()
    for expected in (302, 200):
        browser = Client(HTTP_HOST="localhost")
        enter_password(browser, officer)
        assert browser.post(CODE, {"code": held[0]}).status_code == expected
    assert (
        len(Authenticator.objects.get(user=officer, type="recovery_codes").wrap().get_unused_codes()) == len(held) - 1
    )


def test_wrong_password_and_unknown_address_get_the_same_answer(browser: Client, officer: User) -> None:
    wrong = enter_password(browser, officer, "not the password at all")
    unknown = browser.post(LOGIN, {"login": "nobody@example.org", "password": "not the password at all"})
    plain = [
        re.sub(r'value="[^"]*"|nonce-\S+', "", answer.content.decode())
        .replace(officer.email, "X")
        .replace("nobody@example.org", "X")
        for answer in (wrong, unknown)
    ]
    assert wrong.status_code == unknown.status_code == 200
    assert plain[0] == plain[1]
    assert "is not right" in plain[0]


def test_a_failed_sign_in_is_journalled_without_the_address(browser: Client, officer: User) -> None:
    for _ in range(2):
        enter_password(browser, officer, "not the password at all")
    first, second = Entry.objects.order_by("seq")
    assert first.verb == "sign-in failed"
    assert officer.email not in first.body
    tried = [re.search(r'"tried":"([0-9a-f]{64})"', entry.body) for entry in (first, second)]
    assert tried[0]
    assert tried[1]
    assert tried[0][1] == tried[1][1], "the same address must be recognisable as the same"


def test_someone_inactive_is_refused_like_a_wrong_password(browser: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    answer = enter_password(browser, officer)
    assert "The email address or the password is not right" in answer.content.decode()
    assert verbs() == ["sign-in failed"]


def test_five_wrong_passwords_close_the_password_way_for_a_while(browser: Client, officer: User) -> None:
    for _ in range(5):
        enter_password(browser, officer, "not the password at all")
    answer = enter_password(browser, officer)
    assert answer.status_code == 429
    assert "too many attempts" in answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_without_a_second_factor_every_role_reaches_only_its_set_up(
    browser: Client, make_user: Callable[..., User], role: Role
) -> None:
    user = make_user(role, f"Someone {role.value}")
    assert enter_password(browser, user)["Location"] == "/home"
    assert browser.get("/home")["Location"] == FACTORS
    for closed in (
        "/account/no-page-yet/",
        "/account/password/",
        "/account/factors/codes/",
        "/account/reauthenticate/code/",
    ):
        assert browser.get(closed)["Location"] == FACTORS, closed
    for open_ in (FACTORS, "/account/factors/app/", "/account/factors/passkeys/add/", "/account/logout/"):
        assert browser.get(open_).status_code == 200, open_
    browser.post("/account/logout/")
    assert browser.get(FACTORS)["Location"].startswith(LOGIN)


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_door_and_tells_its_owner(browser: Client, officer: User) -> None:
    earlier = len(verbs())  # the journal is never emptied, not even between tests that commit
    enter_password(browser, officer)
    before = browser.session.session_key
    page = browser.get("/account/factors/app/").content.decode()
    found = re.search(r'id="totp-secret">([A-Z2-7]+)<', page)
    assert found
    assert "<svg" in page
    assert "data:image" not in page
    answer = browser.post("/account/factors/app/", {"code": code(found[1])})
    assert answer["Location"] == "/account/factors/codes/"
    assert browser.session.session_key != before, "more trust, another session id"
    assert "recovery-codes" in browser.get("/account/factors/codes/").content.decode()
    assert verbs()[earlier:] == ["signed in", "factor changed"]
    letter = opened(Message.objects.get())
    assert (letter.to, letter.subject) == (officer.email, "Your sign-in was changed")
    assert found[1] not in str(Authenticator.objects.get(user=officer, type="totp").data), (
        "the secret is stored encrypted"
    )


def test_a_password_only_session_dies_when_a_factor_was_set_up_elsewhere(browser: Client, officer: User) -> None:
    enter_password(browser, officer)
    enrol_totp(officer)
    assert browser.get(FACTORS)["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in browser.session


def test_the_last_factor_cannot_be_removed(officer: User, signed_in: Callable[[User], Client]) -> None:
    enrol_totp(officer)
    browser = signed_in(officer)
    answer = browser.post("/account/factors/app/remove/", {})
    assert "You cannot remove your only second factor" in answer.content.decode()
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_changing_factors_asks_for_the_factor_again_after_ten_minutes(
    officer: User, signed_in: Callable[[User], Client]
) -> None:
    secret = enrol_totp(officer)
    browser = signed_in(officer)
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 601
    session.save()
    answer = browser.get("/account/factors/codes/new/")
    assert answer["Location"] == "/account/reauthenticate/code/?next=%2Faccount%2Ffactors%2Fcodes%2Fnew%2F"
    assert browser.get("/account/reauthenticate/")["Location"].startswith("/account/reauthenticate/code/"), (
        "the password alone must not be enough to change a second factor"
    )
    answer = browser.post(answer["Location"], {"code": code(secret), "next": "/account/factors/codes/new/"})
    assert answer["Location"] == "/account/factors/codes/new/"
    assert browser.get("/account/factors/codes/new/").status_code == 200


def test_changing_the_password_is_journalled_and_ends_other_sessions(
    officer: User, signed_in: Callable[[User], Client]
) -> None:
    here, elsewhere = signed_in(officer), signed_in(officer)
    new = "purple wagon seldom fence"
    said = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/account/password/", said)["Location"] == FACTORS
    assert here.get(FACTORS).status_code == 200
    assert elsewhere.get(FACTORS)["Location"].startswith(LOGIN)
    assert verbs() == ["factor changed"]


def test_the_demo_shows_the_code_of_demo_accounts_and_of_no_others(
    make_user: Callable[..., User], settings: Settings
) -> None:
    demo, other = make_user(Role.HUB_OFFICER, "Demo Officer"), make_user(Role.HUB_OFFICER, "Real Officer")
    demo.email = "officer@demo.example"
    demo.save()
    secret = enrol_totp(demo)
    enrol_totp(other)
    shown = {}
    for mode in (True, False):
        settings.DEMO = mode
        for user in (demo, other):
            browser = Client(HTTP_HOST="localhost")
            enter_password(browser, user)
            shown[mode, user.pk] = re.search(r'id="demo-code">(\d{6})<', browser.get(CODE).content.decode())
    assert {where for where, found in shown.items() if found} == {(True, demo.pk)}
    found = shown[True, demo.pk]
    assert found
    assert found[1] in {code(secret, place) for place in range(3)}
    assert browser.get(CODE).context is None or "demo_code" not in str(browser.get(CODE).content)


def test_the_demo_offers_a_fresh_code_after_each_sign_in(make_user: Callable[..., User], settings: Settings) -> None:
    settings.DEMO = True
    demo = make_user(Role.HUB_OFFICER, "Demo Officer")
    demo.email = "officer@demo.example"
    demo.save()
    enrol_totp(demo)
    for _ in range(2):
        browser = Client(HTTP_HOST="localhost")
        enter_password(browser, demo)
        found = re.search(r'id="demo-code">(\d{6})<', browser.get(CODE).content.decode())
        assert found
        assert browser.post(CODE, {"code": found[1]}).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["account/signup/", "account/email/", "account/password/reset/", "account/password/set/", "account/inactive/"],
)
def test_what_the_hub_does_not_offer_is_not_there(browser: Client, db: None, path: str) -> None:
    assert browser.get(f"/{path}").status_code == 404


@pytest.mark.parametrize("path", [LOGIN, "/account/logout/"])
def test_the_pages_hold_no_script_of_their_own(browser: Client, db: None, path: str) -> None:
    answer = browser.get(path, follow=True)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|style=", answer.content.decode())
    assert inline == []
