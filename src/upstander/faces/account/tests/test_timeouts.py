"""The end of a session: warned of, put off, explained; and what was being typed given back to whoever typed it."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from upstander.duties.oversight.due import sweep_sessions
from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.testing import sign_in
from upstander.faces.account.tests.test_signing_in import CODE, LOGIN, code, enter_password
from upstander.faces.kit import kept
from upstander.faces.kit.sessions import ABSOLUTE, BEGAN, IDLE, SEEN
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
WORDS = "She was followed home <twice> since."
PATH = "/desk/?strand=religion"


@pytest.fixture(autouse=True)
def _no_limits_reached() -> None:
    cache.clear()


@pytest.fixture
def secret(officer: User) -> str:
    return enrol_totp(officer)


@pytest.fixture
def browser(officer: User, secret: str) -> Client:
    fresh = Client(HTTP_HOST="localhost")
    sign_in(fresh, officer)
    return fresh


def rest(browser: Client, *, seconds: int = IDLE + 1) -> None:
    """Let the session lie still."""
    session = browser.session
    session[SEEN] -= seconds
    session.save()


def again(browser: Client, user: User, secret: str, wanted: str) -> str:
    """Sign in from the page that a request was led to; return where that leads."""
    browser.post(wanted, {"login": user.email, "password": "correct horse battery", "next": _next(wanted)})
    return str(browser.post(CODE, {"code": code(secret)})["Location"])


def _next(address: str) -> str:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(address).query).get("next", [""])[0]


def test_the_page_says_when_the_session_ends_and_leads_back_after_it_is_put_off(browser: Client) -> None:
    rest(browser, seconds=600)
    page = browser.get("/account/session/?next=/desk/").content.decode()
    assert "signed out" in page
    assert 'name="next" value="/desk/"' in page
    assert abs(browser.session[SEEN] - time.time()) < 100, "opening any page puts the end off"
    assert browser.post("/account/session/", {"next": "/desk/"})["Location"] == "/desk/"
    assert browser.post("/account/session/", {"next": "https://evil.example/"})["Location"] == "/account/session/"


def test_every_page_of_someone_signed_in_can_warn_with_and_without_a_script(browser: Client) -> None:
    page = browser.get("/account/factors/codes/new/").content.decode()
    assert re.search(r'data-left="(900|8\d\d)"', page)
    line = page.split("<noscript>")[1].split("</noscript>")[0]
    assert "/account/session/?next=%2Faccount%2Ffactors%2Fcodes%2Fnew%2F" in line
    assert "session-warning" not in Client(HTTP_HOST="localhost").get("/account/login/").content.decode()


def test_a_script_that_asks_does_not_count_as_somebody_there(browser: Client) -> None:
    rest(browser, seconds=800)
    seen = browser.session[SEEN]
    assert browser.get("/account/session/left/").json()["left"] <= 100
    assert browser.session[SEEN] == seen
    browser.post("/account/session/", headers={"Accept": "application/json"})
    answer = browser.get("/account/session/left/").json()
    assert answer["left"] > 800
    assert not answer["final"]


def test_the_last_end_cannot_be_put_off_and_says_so(browser: Client) -> None:
    session = browser.session
    session[BEGAN] -= ABSOLUTE - 60
    session.save()
    answer = browser.post("/account/session/", headers={"Accept": "application/json"}).json()
    assert answer["left"] <= 60
    assert answer["final"]
    assert "cannot be put off" in browser.get("/account/session/").content.decode()


def test_a_get_after_the_end_explains_and_leads_back(browser: Client, officer: User, secret: str) -> None:
    rest(browser)
    answer = browser.get(PATH)
    page = browser.get(answer["Location"]).content.decode()
    assert "because you did nothing for 15 minutes" in page
    assert again(browser, officer, secret, answer["Location"]) == PATH


def test_a_passkey_leads_back_too(browser: Client) -> None:
    rest(browser)
    page = browser.get(browser.get(PATH)["Location"]).content.decode()
    form = page.split('action="/account/passkey/"')[1].split("</form>")[0]
    assert f'name="next" value="{PATH}"' in form


@pytest.fixture
def ended(browser: Client) -> str:
    """Post something after the end; return where that leads."""
    rest(browser)
    said = {"reason": WORDS, "csrfmiddlewaretoken": "x", "code": "123456", "password": "not this"}
    return str(browser.post(PATH, said, headers={"Referer": "http://localhost/desk/mine/"})["Location"])


def test_what_was_posted_after_the_end_comes_back_to_its_author(
    browser: Client, ended: str, officer: User, secret: str
) -> None:
    assert _next(ended) == "/account/typed/"
    assert again(browser, officer, secret, ended) == "/account/typed/"
    page = browser.get("/account/typed/").content.decode()
    assert "She was followed home &lt;twice&gt; since." in page
    assert 'action="/desk/?strand=religion"' in page
    assert 'href="/desk/mine/"' in page
    assert "123456" not in page
    assert "not this" not in page
    assert browser.get("/home")["Location"] == "/account/typed/", "whoever signs in another way finds it too"


def test_it_is_given_to_nobody_else_in_the_same_browser(browser: Client, ended: str, other_officer: User) -> None:
    secret = enrol_totp(other_officer)
    again(browser, other_officer, secret, ended)
    answer = browser.get("/account/typed/")
    assert answer.status_code == 410
    assert "followed" not in answer.content.decode()
    assert kept.KEY not in browser.session, "and it is forgotten at once"


def test_it_is_not_shown_before_the_second_factor(browser: Client, ended: str, officer: User) -> None:
    assert "followed" not in browser.get(ended).content.decode()
    enter_password(browser, officer)
    assert browser.get("/account/typed/")["Location"].startswith(LOGIN)


def test_it_is_not_in_another_browser(browser: Client, ended: str, officer: User, secret: str) -> None:
    elsewhere = Client(HTTP_HOST="localhost")
    sign_in(elsewhere, officer)
    assert elsewhere.get("/account/typed/").status_code == 410


def test_it_lies_unreadable_in_the_database(browser: Client, ended: str) -> None:
    rows = list(Session.objects.values_list("session_data", flat=True))
    assert rows
    assert all("followed" not in row for row in rows)


def test_it_is_kept_for_thirty_minutes(browser: Client, ended: str, officer: User, secret: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        again(browser, officer, secret, ended)
        assert browser.get("/account/typed/").status_code == 410


def test_its_row_goes_after_thirty_minutes(browser: Client, ended: str) -> None:
    row = Session.objects.get(pk=browser.cookies["sessionid"].value)
    sweep_sessions()
    assert Session.objects.filter(pk=row.pk).exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        sweep_sessions()
        assert not Session.objects.filter(pk=row.pk).exists()


def test_the_session_that_follows_lives_as_long_as_ever(
    browser: Client, ended: str, officer: User, secret: str
) -> None:
    again(browser, officer, secret, ended)
    cookie = browser.cookies["sessionid"]
    assert not cookie["max-age"], "it ends with the browser"
    assert Session.objects.get(pk=cookie.value).expire_date > timezone.now() + timedelta(hours=9)


def test_its_author_can_delete_it(browser: Client, ended: str, officer: User, secret: str) -> None:
    again(browser, officer, secret, ended)
    assert browser.post("/account/typed/")["Location"] == "/home"
    assert browser.get("/account/typed/").status_code == 410


def test_someone_who_signs_out_leaves_nothing_behind(browser: Client) -> None:
    browser.post("/account/session/keep/?path=/desk/", {"reason": WORDS})
    assert browser.get("/account/typed/").status_code == 200
    browser.post("/account/logout/")
    assert kept.KEY not in browser.session


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/account/password/", {"oldpassword": "x", "note": "y"}),
        ("https://evil.example/", {"reason": WORDS}),
        ("//evil.example/", {"reason": WORDS}),
        ("/nowhere/at/all", {"reason": WORDS}),
        ("javascript:alert(1)", {"reason": WORDS}),
        ("", {"reason": WORDS}),
        ("/desk/", {"csrfmiddlewaretoken": "x"}),
        ("/desk/", {"reason": "x" * (kept.MOST + 1)}),
    ],
)
def test_what_is_no_form_of_ours_is_not_kept(browser: Client, path: str, said: dict[str, str]) -> None:
    assert browser.post(f"/account/session/keep/?path={path}", said).status_code == 204
    assert browser.get("/account/typed/").status_code == 410


def test_what_a_page_hands_over_before_the_end_survives_it(browser: Client, officer: User, secret: str) -> None:
    browser.post("/account/session/keep/?path=/desk/enter/", {"account": WORDS})
    rest(browser)
    answer = browser.get("/account/session/ended/?next=/account/typed/")
    assert answer.status_code == 200
    assert f"{LOGIN}?next=%2Faccount%2Ftyped%2F" in answer.content.decode()
    again(browser, officer, secret, f"{LOGIN}?next=/account/typed/")
    assert "followed home" in browser.get("/account/typed/").content.decode()


def test_the_page_of_the_end_leads_nowhere_else(signed_in: Callable[[User], Client], db: None) -> None:
    page = Client(HTTP_HOST="localhost").get("/account/session/ended/?next=https://evil.example/").content.decode()
    assert "evil" not in page.replace("lang=", "").split("<main")[1]
