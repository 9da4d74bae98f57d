"""Signing on through a force's identity provider: off unless named; the way in, and every way of faking it."""

import base64
import html
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialApp
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from upstander.config.sign_on import for_library
from upstander.faces.account.factors import enrol_totp
from upstander.faces.account.tests.identity_provider import CLIENT, SECRET, IdentityProvider, serving
from upstander.faces.account.tests.test_signing_in import CODE, FACTORS, LOGIN, code
from upstander.law.access import Role
from upstander.record.journal.models import Entry
from upstander.record.outbox.models import Message
from upstander.record.people.models import Organisation, User

pytestmark = pytest.mark.django_db
FORCE, OTHER = "E23000010", "E23000013"
BEGIN, PAGE = "/account/sign-on/west/", "/account/session/"
EMAIL = "dc.of.e23000010@example.org"
FILE: dict[str, Any] = {
    "name": "West Police", "client_id": CLIENT, "client_secret": SECRET, "organisation": FORCE,
    "email_domains": ["example.org"], "mfa_amr": ["mfa", "hwk"], "mfa_acr": ["urn:two"],
}  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[IdentityProvider]:
    with serving() as provider:
        yield provider


@pytest.fixture
def provider(server: IdentityProvider, settings: Settings) -> IdentityProvider:
    """An honest provider that says that the force's officer showed two factors."""
    fresh = IdentityProvider(server.address)
    for name, value in vars(fresh).items():
        if name != "key":
            setattr(server, name, value)
    server.sign = server.signed
    server.claims = {"email": EMAIL, "email_verified": True, "amr": ["pwd", "mfa"]}
    settings.SOCIALACCOUNT_PROVIDERS = for_library({"west": {**FILE, "issuer": server.address}})
    cache.clear()
    return server


@pytest.fixture
def detective(force_officer: Callable[[str], User]) -> User:
    user = force_officer(FORCE)
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def leave(browser: Client, **said: str) -> str:
    """Press the button of the sign-in page and return the address at the provider."""
    page = browser.post(BEGIN, said)
    assert page.status_code == 200, page.get("Location")
    found = re.search(r'content="0;url=([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def sign_on(browser: Client, **said: str) -> Any:
    """Walk the whole way and return the hub's answer to what the provider sends back."""
    back = requests.get(leave(browser, **said), allow_redirects=False, timeout=5).headers["Location"]
    return browser.get(back.removeprefix("http://localhost"))


def is_in(browser: Client) -> bool:
    return bool(browser.get(PAGE).status_code == 200)


def test_it_is_off_until_the_operator_names_a_provider(browser: Client, db: None) -> None:
    assert browser.get(BEGIN).status_code == browser.post(BEGIN).status_code == 404
    assert browser.get(f"{BEGIN}back/?code=x&state=y").status_code == 404
    assert "through your force" not in browser.get(LOGIN).content.decode()


def test_a_row_in_the_database_makes_no_provider(browser: Client, db: None) -> None:
    SocialApp.objects.create(provider="openid_connect", provider_id="west", name="x", client_id="x", settings={})
    assert browser.post(BEGIN).status_code == 404


def test_someone_signs_on_with_the_factor_of_their_force(
    browser: Client, provider: IdentityProvider, detective: User
) -> None:
    assert "Sign in with West Police" in browser.get(LOGIN).content.decode()
    answer = sign_on(browser, next="/force/")
    assert (answer.status_code, answer["Location"]) == (302, "/force/")
    assert is_in(browser)
    signed = Entry.objects.get(verb="signed in")
    assert (signed.subject, '"factor":"sign-on"' in signed.body) == (f"user:{detective.pk}", True)
    assert '"change":"sign-on linked"' in Entry.objects.get(verb="factor changed").body
    assert Message.objects.count() == 1, "its owner is told of the first time"
    link = SocialAccount.objects.get()
    assert (link.uid, link.extra_data) == ("officer-7", {}), "nothing else of the claims is kept"
    browser.post("/account/logout/")
    assert sign_on(browser)["Location"] == "/home"
    assert Message.objects.count() == 1


def test_what_is_asked_carries_state_nonce_and_pkce(
    browser: Client, provider: IdentityProvider, detective: User
) -> None:
    sign_on(browser)
    sign_on(Client(HTTP_HOST="localhost"))
    first, second = provider.asked
    for name in ("state", "nonce", "code_challenge"):
        assert first[name]
        assert first[name] != second[name]
    assert first["code_challenge_method"] == "S256"
    assert set(first["scope"].split()) == {"openid", "email"}
    assert first["redirect_uri"] == "http://localhost/account/sign-on/west/back/"


def test_nothing_of_the_question_comes_from_the_address(browser: Client, provider: IdentityProvider) -> None:
    page = browser.post(f"{BEGIN}?process=connect&scope=admin&auth_params=nonce%3Dmine&action=x", {})
    asked = parse_qs(urlsplit(html.unescape(page.content.decode().split("0;url=")[1].split('"')[0])).query)
    assert "admin" not in asked["scope"][0]
    assert asked["nonce"] != ["mine"]


def test_the_way_out_is_a_page_of_our_own_that_only_our_form_opens(provider: IdentityProvider) -> None:
    browser = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert browser.get(BEGIN)["Location"] == LOGIN
    assert browser.post(BEGIN).status_code == 403
    assert "form-action 'self'" in browser.get(LOGIN)["Content-Security-Policy"]


def test_an_acr_can_prove_the_factor_too(browser: Client, provider: IdentityProvider, detective: User) -> None:
    provider.claims |= {"amr": ["pwd"], "acr": "urn:two"}
    sign_on(browser)
    assert is_in(browser)


@pytest.mark.parametrize("said", [{"amr": ["pwd"]}, {"amr": []}, {"amr": "mfa"}, {"acr": "urn:one"}, {}])
def test_without_the_proof_of_a_factor_our_own_is_asked_for(
    browser: Client, provider: IdentityProvider, detective: User, said: dict[str, Any]
) -> None:
    provider.without = {"amr", "acr"} - set(said)
    provider.claims |= said
    secret = enrol_totp(detective)
    assert sign_on(browser)["Location"] == CODE
    assert not is_in(browser)
    assert browser.post(CODE, {"code": code(secret)}).status_code == 302
    assert is_in(browser)


def test_without_any_factor_one_has_to_be_set_up_first(
    browser: Client, provider: IdentityProvider, detective: User
) -> None:
    provider.claims["amr"] = ["pwd"]
    sign_on(browser)
    assert browser.get("/home")["Location"] == FACTORS


def test_with_the_factor_of_the_force_our_own_is_not_asked_for(
    browser: Client, provider: IdentityProvider, detective: User
) -> None:
    enrol_totp(detective)
    sign_on(browser)
    assert is_in(browser)


# --- The ways of faking it ----------------------------------------------------------------------------------------

STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _claims(**said: Any) -> Callable[[IdentityProvider], None]:
    return lambda provider: provider.claims.update(said)


def _without(*names: str) -> Callable[[IdentityProvider], None]:
    return lambda provider: provider.without.update(names)


def _described(**said: Any) -> Callable[[IdentityProvider], None]:
    return lambda provider: provider.description.update(said)


def _signed(how: Callable[[IdentityProvider, dict[str, Any]], str]) -> Callable[[IdentityProvider], None]:
    return lambda provider: setattr(provider, "sign", lambda claims: how(provider, claims))


def _part(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


def _public_key_as_secret(provider: IdentityProvider, claims: dict[str, Any]) -> str:
    import hmac

    public = provider.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head = f"{_part({'alg': 'HS256', 'kid': provider.kid})}.{_part(claims)}"
    mac = hmac.digest(public, head.encode(), "sha256")
    return f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _altered(provider: IdentityProvider, claims: dict[str, Any]) -> str:
    head, _body, mac = provider.signed({**claims, "sub": "somebody"}).split(".")
    return f"{head}.{_part(claims)}.{mac}"


LIES: dict[str, Callable[[IdentityProvider], None]] = {
    "another issuer": _claims(iss="https://evil.example"),
    "no issuer": _without("iss"),
    "another audience": _claims(aud="another client"),
    "two audiences, made out to the other": _claims(aud=[CLIENT, "other"], azp="other"),
    "no audience": _without("aud"),
    "expired": _claims(exp=int(time.time()) - 3600),
    "without an end": _without("exp"),
    "from the future": _claims(iat=int(time.time()) + 3600),
    "another nonce": _claims(nonce="an older one"),
    "no nonce": _without("nonce"),
    "no subject": _without("sub"),
    "an endless subject": _claims(sub="x" * 500),
    "unsigned": _signed(lambda provider, claims: f"{_part({'alg': 'none', 'kid': provider.kid})}.{_part(claims)}."),
    "signature cut off": _signed(lambda provider, claims: provider.signed(claims).rsplit(".", 1)[0] + "."),
    "signed by a stranger": _signed(lambda provider, claims: jwt.encode(claims, STRANGER, "RS256", {"kid": "one"})),
    "signed by an unknown key": _signed(lambda provider, claims: jwt.encode(claims, STRANGER, "RS256", {"kid": "two"})),
    "signed with the public key as a secret": _signed(_public_key_as_secret),
    "altered after signing": _signed(_altered),
    "no token at all": _signed(lambda provider, claims: ""),
    "nonsense for a token": _signed(lambda provider, claims: "a.b.c"),
    "email of another organisation": _claims(email="dc.of.e23000013@example.org"),
    "email of another domain": _claims(email="dc.of.e23000010@evil.example"),
    "a domain that only ends alike": _claims(email="dc.of.e23000010@not-example.org"),
    "two signs in the email": _claims(email="dc.of.e23000010@evil.example@example.org"),
    "email not verified": _claims(email_verified=False),
    "email verified in words alone": _claims(email_verified="true"),
    "nothing said of the email": _without("email_verified"),
    "no email": _without("email"),
    "nobody's email": _claims(email="nobody@example.org"),
    "an officer of the hub": _claims(email="pc.abara@example.org"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_signs_nobody_in_and_says_nothing_of_why(
    browser: Client, provider: IdentityProvider, detective: User, force_officer: Callable[[str], User], officer: User,
    lie: str,
) -> None:  # fmt: skip
    force_officer(OTHER)
    LIES[lie](provider)
    answer = sign_on(browser)
    assert (answer.status_code, answer["Location"]) == (302, LOGIN), lie
    assert provider.tokens_given == 1, "it came as far as the token"
    assert not is_in(browser)
    assert not SocialAccount.objects.exists()
    assert "Signing on through your force did not work." in browser.get(LOGIN).content.decode()
    failed = Entry.objects.latest("seq")
    assert (failed.verb, '"step":"sign-on"' in failed.body) == ("sign-in failed", True)
    assert "@" not in failed.body


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "http://127.0.0.1:9/keys"},
    ],
)
def test_a_description_that_leads_elsewhere_is_not_followed(
    browser: Client, provider: IdentityProvider, detective: User, said: dict[str, str]
) -> None:
    _described(**said)(provider)
    assert browser.post(BEGIN)["Location"] == LOGIN
    assert provider.asked == []


def test_a_state_is_good_once_and_in_the_browser_that_asked(
    browser: Client, provider: IdentityProvider, detective: User
) -> None:
    back = requests.get(leave(browser), allow_redirects=False, timeout=5).headers["Location"]
    back = back.removeprefix("http://localhost")
    thief = Client(HTTP_HOST="localhost")
    assert thief.get(back)["Location"] == LOGIN
    assert not is_in(thief)
    assert browser.get(back)["Location"] == "/home"
    browser.post("/account/logout/")
    assert browser.get(back)["Location"] == LOGIN, "replayed"
    assert not is_in(browser)


@pytest.mark.parametrize(
    "said", ["", "code=x", "state=x", "code=x&state=x", "error=access_denied", "code=%00&state=%ff"]
)
def test_an_answer_to_no_question_is_refused(browser: Client, provider: IdentityProvider, said: str) -> None:
    assert browser.get(f"{BEGIN}back/?{said}")["Location"] == LOGIN


def test_a_code_of_another_question_is_refused(browser: Client, provider: IdentityProvider, detective: User) -> None:
    mine = urlsplit(requests.get(leave(browser), allow_redirects=False, timeout=5).headers["Location"]).query
    other = Client(HTTP_HOST="localhost")
    theirs = urlsplit(requests.get(leave(other), allow_redirects=False, timeout=5).headers["Location"]).query
    code_of_theirs = parse_qs(theirs)["code"][0]
    answer = browser.get(f"{BEGIN}back/?code={code_of_theirs}&state={parse_qs(mine)['state'][0]}")
    assert answer["Location"] == LOGIN, "PKCE: the code belongs to the other browser's question"


def test_a_provider_that_does_not_answer_is_said_in_words(
    browser: Client, provider: IdentityProvider, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = for_library({"west": {**FILE, "issuer": "http://127.0.0.1:9"}})
    assert browser.post(BEGIN)["Location"] == LOGIN


def test_from_the_first_time_on_the_number_counts_and_not_the_address(
    browser: Client, provider: IdentityProvider, detective: User
) -> None:
    sign_on(browser)
    other = Client(HTTP_HOST="localhost")
    provider.claims["sub"] = "somebody who was given the address later"
    assert sign_on(other)["Location"] == LOGIN
    provider.claims |= {"sub": "officer-7", "email": "a.new.name@example.org"}
    sign_on(other)
    assert is_in(other)


@pytest.mark.parametrize("change", ["closed", "moved"])
def test_an_account_closed_or_moved_does_not_come_in_by_its_link(
    browser: Client, provider: IdentityProvider, detective: User, hub: Organisation, change: str
) -> None:
    sign_on(browser)
    moved = {"organisation": hub, "role": Role.HUB_OFFICER.value}
    User.objects.filter(pk=detective.pk).update(**({"is_active": False} if change == "closed" else moved))
    assert not is_in(browser)
    assert sign_on(Client(HTTP_HOST="localhost"))["Location"] == LOGIN


# --- Proving it again ---------------------------------------------------------------------------------------------


def old(browser: Client) -> None:
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 700
    session.save()


def test_before_sensitive_acts_the_force_is_asked_again(
    browser: Client, provider: IdentityProvider, detective: User
) -> None:
    sign_on(browser)
    old(browser)
    answer = browser.get("/account/factors/app/")
    assert answer["Location"] == "/account/sign-on/again/?next=%2Faccount%2Ffactors%2Fapp%2F"
    assert 'name="again" value="1"' in browser.get(answer["Location"]).content.decode()
    before = browser.session.session_key
    assert sign_on(browser, again="1", next="/account/factors/app/")["Location"] == "/account/factors/app/"
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")
    assert browser.get("/account/factors/app/").status_code == 200
    assert browser.session.session_key == before, "the same session goes on"


@pytest.mark.parametrize(
    "said", [{"auth_time": int(time.time()) - 3600}, {"auth_time": None}, {"amr": ["pwd"]}, {"sub": "somebody else"}]
)
def test_an_old_or_other_proof_is_not_enough(
    browser: Client, provider: IdentityProvider, detective: User, said: dict[str, Any]
) -> None:
    sign_on(browser)
    old(browser)
    provider.claims |= said
    sign_on(browser, again="1", next="/account/factors/app/")
    assert browser.get("/account/factors/app/").status_code == 302
