"""Guessing is slowed down in words, nobody is locked out for good, and nobody learns who has an account."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.testing import sign_in
from upstander.faces.account.tests.test_signing_in import CODE, LOGIN, PASSWORD, code, enter_password
from upstander.faces.kit.middleware import CALLS, WRONG_TOKENS
from upstander.record.people.models import Organisation, Token, User
from upstander.record.people.tokens import digest_of

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.1", "203.0.113.9"
TRIES = 5


@pytest.fixture(autouse=True)
def _empty_buckets() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost", REMOTE_ADDR=HERE)


def guess(browser: Client, user: User, times: int = TRIES) -> Any:
    for _ in range(times):
        answer = enter_password(browser, user, "not the password at all")
        assert answer.status_code == 200
    return enter_password(browser, user, "not the password at all")


def test_wrong_passwords_trip_with_429_and_words(browser: Client, officer: User) -> None:
    answer = guess(browser, officer)
    assert answer.status_code == 429
    assert "Wait 5 minutes and try again, or use a passkey" in answer.content.decode()
    assert answer["Retry-After"] == "300"


def test_the_right_password_waits_as_well(browser: Client, officer: User) -> None:
    guess(browser, officer)
    assert enter_password(browser, officer).status_code == 429


def test_whoever_guesses_locks_nobody_out_elsewhere(browser: Client, officer: User) -> None:
    enrol_totp(officer)
    guess(browser, officer)
    at_work = Client(HTTP_HOST="localhost", REMOTE_ADDR=ELSEWHERE)
    assert enter_password(at_work, officer)["Location"] == CODE


def test_nobody_is_locked_out_for_good(browser: Client, officer: User) -> None:
    enrol_totp(officer)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(browser, officer)
        clock.shift(timedelta(minutes=5, seconds=1))
        assert enter_password(browser, officer)["Location"] == CODE


def test_the_way_of_the_passkey_stays_open_meanwhile(browser: Client, officer: User) -> None:
    guess(browser, officer)
    asked = browser.get(
        "/account/passkey/", headers={"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    )
    assert asked.status_code == 200
    assert "challenge" in json.dumps(asked.json())
    assert browser.post("/account/passkey/", {"credential": "{}"}).status_code != 429


def test_many_names_from_one_network_trip_too(browser: Client, db: None) -> None:
    statuses = [
        browser.post(LOGIN, {"login": f"someone{number}@example.org", "password": "a guess at it"}).status_code
        for number in range(11)
    ]
    assert statuses == [200] * 10 + [429]


def test_sending_the_page_all_the_time_gets_a_page_that_says_so(browser: Client, db: None) -> None:
    for _ in range(60):
        assert browser.post(LOGIN, {}).status_code == 200
    answer = browser.post(LOGIN, {})
    assert answer.status_code == 429
    assert "Nobody is locked out for good" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_wrong_codes_trip_and_the_passkey_after_the_password_is_not_spent(browser: Client, officer: User) -> None:
    secret = enrol_totp(officer)
    enter_password(browser, officer)
    statuses = [browser.post(CODE, {"code": f"00000{number}"}).status_code for number in range(TRIES + 1)]
    assert statuses == [200] * TRIES + [429]
    answer = browser.post(CODE, {"code": code(secret)})
    assert answer.status_code == 429
    assert "too many attempts" in answer.content.decode()


def test_wrong_codes_at_proving_again_trip(officer: User) -> None:
    enrol_totp(officer)
    browser = Client(HTTP_HOST="localhost")
    sign_in(browser, officer)
    pages = [browser.post("/account/reauthenticate/code/", {"code": "000000"}) for _ in range(12)]
    assert pages[-1].status_code == 429
    assert "Too many attempts" in pages[-1].content.decode()


# --- Machines -----------------------------------------------------------------------------------------------------


def call(token: str, *, address: str = HERE) -> Any:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR=address)
    return client.get("/api/v1/reports/R-0000-0000-0", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def token(hub: Organisation) -> str:
    Token.objects.create(organisation=hub, label="t", digest=digest_of("right"), made_at=timezone.now())
    return "right"


def test_guessing_tokens_trips_and_says_when_to_try_again(token: str) -> None:
    statuses = [call("wrong").status_code for _ in range(WRONG_TOKENS.size + 1)]
    assert statuses == [401] * WRONG_TOKENS.size + [429]
    answer = call("right")
    assert answer.status_code == 429
    assert answer.json()["detail"] == "There were too many calls. Wait and try again."
    assert 0 < int(answer["Retry-After"]) <= 10
    assert call("right", address=ELSEWHERE).status_code == 404, "from elsewhere the right token works"


def test_the_calls_of_one_token_are_limited(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from upstander.faces.kit import middleware
    from upstander.faces.kit.limits import Bucket

    monkeypatch.setattr(middleware, "CALLS", Bucket("calls", 3, CALLS.seconds))
    assert [call(token).status_code for _ in range(4)] == [404, 404, 404, 429]


# --- Who has an account -------------------------------------------------------------------------------------------


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often the password hasher runs: that is where the time goes."""
    runs: list[int] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        runs.append(1)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return runs


def _without_password(user: User) -> None:
    user.set_unusable_password()
    user.save()


STANDINGS: dict[str, Callable[[User], Any]] = {
    "known": lambda user: None,
    "disabled": lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    "organisation ended": lambda user: Organisation.objects.update(valid_to=timezone.localdate() - timedelta(days=1)),
    "without a password": _without_password,
    "with a second factor": lambda user: enrol_totp(user) and None,
    "unknown": lambda user: User.objects.filter(pk=user.pk).update(email="somebody.else@example.org"),
}


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_failure_looks_and_costs_the_same(
    officer: User, hashed: list[int], standing: str, browser: Client
) -> None:
    STANDINGS[standing](officer)
    hashed.clear()
    answer = browser.post(LOGIN, {"login": "pc.abara@example.org", "password": "not the password at all"})
    said = answer.content.decode()
    assert (answer.status_code, len(hashed)) == (200, 1)
    assert said.count("The email address or the password is not right") == 1


@pytest.mark.parametrize("standing", ["disabled", "organisation ended"])
def test_a_closed_account_is_refused_with_its_right_password_in_the_same_words(
    officer: User, standing: str, browser: Client
) -> None:
    STANDINGS[standing](officer)
    answer = enter_password(browser, officer, PASSWORD)
    assert answer.status_code == 200
    assert "The email address or the password is not right" in answer.content.decode()


def test_asking_for_a_passkey_names_nobody(browser: Client, officer: User) -> None:
    Authenticator.objects.create(user=officer, type="webauthn", data={"name": "Key", "credential": {}})
    headers = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    options = browser.get("/account/passkey/", headers=headers).json()["request_options"]["publicKey"]
    assert not options.get("allowCredentials")
