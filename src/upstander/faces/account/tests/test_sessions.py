"""How long a session lasts, and what can not be done to one: fixed, replayed, redirected, signed out by a link."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.tests.test_signing_in import CODE, FACTORS, LOGIN, PASSWORD, code, enter_password
from upstander.law.access import Role
from upstander.record.journal.models import Entry
from upstander.record.people.models import User


def last() -> Entry:
    return Entry.objects.latest("seq")


def test_a_session_rests_at_most_15_minutes(officer: User, signed_in: Callable[[User], Client]) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        browser = signed_in(officer)
        for _ in range(3):
            clock.shift(timedelta(minutes=14))
            assert browser.get(FACTORS).status_code == 200
        clock.shift(timedelta(minutes=15, seconds=1))
        answer = browser.get(FACTORS)
        assert answer["Location"].startswith(LOGIN)
        assert "did nothing for 15 minutes" in browser.get(answer["Location"]).content.decode()
    assert (last().verb, last().actor) == ("signed out", f"user:{officer.pk}")
    assert '"because":"rest"' in last().body


def test_a_session_lasts_at_most_ten_hours(officer: User, signed_in: Callable[[User], Client]) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = signed_in(officer)
        for _ in range(59):
            clock.shift(timedelta(minutes=10))
            assert browser.get(FACTORS).status_code == 200
        clock.shift(timedelta(minutes=10, seconds=2))
        assert browser.get(FACTORS)["Location"].startswith(LOGIN)
    assert '"because":"ten hours"' in last().body


def test_the_server_forgets_what_the_browser_replays(officer: User, signed_in: Callable[[User], Client]) -> None:
    browser = signed_in(officer)
    stolen = browser.cookies["sessionid"].value
    browser.post("/account/logout/")
    thief = Client(HTTP_HOST="localhost")
    thief.cookies["sessionid"] = stolen
    assert thief.get(FACTORS)["Location"].startswith(LOGIN)


def test_a_deactivated_user_is_refused_at_the_next_request(officer: User, signed_in: Callable[[User], Client]) -> None:
    browser = signed_in(officer)
    assert browser.get(FACTORS).status_code == 200
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert browser.get(FACTORS)["Location"].startswith(LOGIN)


def test_a_change_of_role_ends_the_session_at_the_next_request(
    officer: User, signed_in: Callable[[User], Client]
) -> None:
    browser = signed_in(officer)
    assert browser.get("/home")["Location"].startswith("/desk/")
    User.objects.filter(pk=officer.pk).update(role=Role.AUDITOR.value)
    answer = browser.get("/home")
    assert answer["Location"].startswith(LOGIN)
    assert "your account was changed" in browser.get(answer["Location"]).content.decode()
    assert '"because":"account changed"' in last().body


def test_signing_in_gives_another_session_id(officer: User) -> None:
    secret = enrol_totp(officer)
    browser = Client(HTTP_HOST="localhost")
    enter_password(browser, officer)
    planted = browser.session.session_key
    assert planted
    browser.post(CODE, {"code": code(secret)})
    assert browser.session.session_key != planted
    victim = Client(HTTP_HOST="localhost")
    victim.cookies["sessionid"] = planted
    assert victim.get(FACTORS)["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "https:evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_away_from_the_hub(officer: User, to: str) -> None:
    secret = enrol_totp(officer)
    browser = Client(HTTP_HOST="localhost")
    browser.post(LOGIN, {"login": officer.email, "password": PASSWORD, "next": to})
    assert browser.post(CODE, {"code": code(secret)})["Location"] == "/home"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/"])
def test_signing_out_never_leads_away_from_the_hub(officer: User, signed_in: Callable[[User], Client], to: str) -> None:
    assert signed_in(officer).post("/account/logout/", {"next": to})["Location"] == LOGIN


def test_signing_in_leads_back_to_where_someone_wanted_to_go(officer: User) -> None:
    secret = enrol_totp(officer)
    browser = Client(HTTP_HOST="localhost")
    wanted = browser.get("/account/password/")["Location"]
    assert wanted == f"{LOGIN}?next=%2Faccount%2Fpassword%2F"
    browser.post(wanted, {"login": officer.email, "password": PASSWORD, "next": "/account/password/"})
    assert browser.post(CODE, {"code": code(secret)})["Location"] == "/account/password/"


def test_signing_out_needs_a_form_and_its_token(officer: User) -> None:
    from upstander.faces.account.testing import sign_in

    browser = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    sign_in(browser, officer)
    assert browser.get("/account/logout/").status_code == 200
    assert browser.get(FACTORS).status_code == 200, "a link must not sign anyone out"
    assert browser.post("/account/logout/").status_code == 403
    assert browser.get(FACTORS).status_code == 200, "another site's form must not sign anyone out"


def test_signing_out_is_journalled(officer: User, signed_in: Callable[[User], Client]) -> None:
    signed_in(officer).post("/account/logout/")
    assert (last().verb, last().actor) == ("signed out", f"user:{officer.pk}")


def test_nobody_removes_or_renames_the_passkey_of_another(
    officer: User, other_officer: User, signed_in: Callable[[User], Client]
) -> None:
    from allauth.mfa.models import Authenticator

    key = Authenticator.objects.create(user=other_officer, type="webauthn", data={"name": "Theirs", "credential": {}})
    browser = signed_in(officer)
    for verb in ("remove", "name"):
        address = f"/account/factors/passkeys/{key.pk}/{verb}/"
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "Theirs"


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(officer: User) -> None:
    enrol_totp(officer)
    cookie = enter_password(Client(HTTP_HOST="localhost"), officer).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
