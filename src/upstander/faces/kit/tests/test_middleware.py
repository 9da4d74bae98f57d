"""The two gates: what is refused to whom, and what every answer says and carries."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone
from pytest_django import Settings

from upstander.faces.account.testing import sign_in
from upstander.faces.kit.access import Needs, declaration_of, declare, public_page, signed_in, with_token
from upstander.faces.kit.middleware import Trouble
from upstander.faces.kit.tests.addresses import FAILURES
from upstander.law.access import Act
from upstander.record.people.models import Organisation, Token, User
from upstander.record.people.tokens import digest_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "upstander.faces.kit.tests.addresses"


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost", raise_request_exception=False)


def test_a_view_that_declares_nothing_is_opened_to_nobody(browser: Client, officer: User) -> None:
    assert browser.get("/try/undeclared").status_code == 403
    sign_in(browser, officer)
    assert browser.get("/try/undeclared").status_code == 403


def test_a_public_page_is_open_and_knows_who_is_signed_in(browser: Client, officer: User) -> None:
    assert browser.get("/try/public").content == b"public:0"
    sign_in(browser, officer, factor="")
    assert browser.get("/try/public").content == b"public:0", "the password alone makes nobody act"
    sign_in(browser, officer)
    assert browser.get("/try/public").content == f"user:{officer.pk}".encode()


def test_a_view_for_people_sends_others_to_sign_in(browser: Client) -> None:
    answer = browser.get("/try/any?page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=%2Ftry%2Fany%3Fpage%3D2")
    assert browser.post("/try/any")["Location"] == "/account/login/"


def test_a_view_with_an_act_refuses_roles_that_may_never_do_it(browser: Client, auditor: User, officer: User) -> None:
    sign_in(browser, auditor)
    answer = browser.get("/try/queue")
    assert answer.status_code == 403
    assert "You may not see the hub&#39;s queue." in answer.content.decode()
    sign_in(browser, officer)
    assert browser.get("/try/queue").content == f"user:{officer.pk}".encode()


def test_enrolling_is_open_without_a_factor_and_nothing_else(browser: Client, officer: User) -> None:
    sign_in(browser, officer, factor="")
    assert browser.get("/try/enrolling").status_code == 200
    assert browser.get("/try/any")["Location"] == "/account/factors/"


def test_a_machine_shows_a_running_token(browser: Client, hub: Organisation) -> None:
    token = Token.objects.create(organisation=hub, label="t", digest=digest_of("right"), made_at=timezone.now())
    for shown, status in (
        ("Bearer right", 200),
        ("bearer right", 200),
        ("Bearer wrong", 401),
        ("Basic right", 401),
        ("", 401),
    ):
        assert browser.get("/api/try/machine", headers={"Authorization": shown}).status_code == status, shown
    answer = browser.get("/api/try/machine")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["status"] == 401
    token.revoked_at = timezone.now()
    token.save()
    assert browser.get("/api/try/machine", headers={"Authorization": "Bearer right"}).status_code == 401


def test_a_person_signed_in_is_no_machine(browser: Client, officer: User) -> None:
    sign_in(browser, officer)
    assert browser.get("/api/try/machine").status_code == 401


ANSWERS = {
    "not-allowed": (403, "You may not close this case."),
    "locked": (503, "unavailable"),
    "lost": (503, "unavailable"),
    "full-sqlite": (503, "NOT saved"),
    "full-postgres": (503, "NOT saved"),
    "full-disk": (503, "NOT saved"),
    "suspicious": (400, "could not read"),
    "bad": (400, "could not read"),
    "bug": (500, "problem with the service"),
}


@pytest.mark.parametrize("how", FAILURES)
def test_a_failure_becomes_a_page_and_never_a_traceback(browser: Client, how: str) -> None:
    status, words = ANSWERS[how]
    answer = browser.get(f"/try/fail/{how}")
    body = answer.content.decode()
    assert answer.status_code == status
    assert words in body
    assert "Traceback" not in body
    assert "secret detail" not in body
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_a_full_disk_shows_again_what_was_entered(browser: Client) -> None:
    answer = browser.post("/try/fail/full-disk", {"text": "My words <b>", "password": "not this"})
    body = answer.content.decode()
    assert "My words &lt;b&gt;" in body
    assert "not this" not in body
    assert 'action="/try/fail/full-disk"' in body


def test_a_failure_outside_the_views_is_answered_too(
    browser: Client, monkeypatch: pytest.MonkeyPatch, officer: User
) -> None:
    sign_in(browser, officer)

    def lost(*_args: object) -> None:
        raise FAILURES["lost"]

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore._get_session_from_db", lost)
    answer = browser.get("/try/any")
    assert answer.status_code == 503
    assert "unavailable" in answer.content.decode()


@pytest.mark.parametrize(
    ("https", "said", "expected"),
    [
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "203.0.113.9, nonsense", "127.0.0.1"),
        (True, "", "127.0.0.1"),
        (False, "203.0.113.9", "127.0.0.1"),
    ],
)
def test_behind_the_proxy_the_caller_is_whom_the_proxy_answers_whatever_a_client_writes_before_it(
    settings: Settings, https: bool, said: str, expected: str
) -> None:
    settings.HTTPS = https
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    Trouble(view)(RequestFactory().get("/", headers={"X-Forwarded-For": said}))
    assert seen == [expected]


def test_a_body_that_is_too_large_is_refused_unread(browser: Client, settings: Settings) -> None:
    class Unread:
        def read(self, *_args: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    length = str(settings.MAX_BODY_BYTES + 1)
    answer = browser.generic("POST", "/try/post", CONTENT_LENGTH=length, **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()
    answer = browser.generic("POST", "/api/try/machine", CONTENT_LENGTH=length, **{"wsgi.input": Unread()})
    assert answer.json()["status"] == 413


def test_fields_that_are_too_large_or_too_many_are_refused(browser: Client, settings: Settings) -> None:
    assert browser.post("/try/post", {"text": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}).status_code == 413
    assert browser.post("/try/post", {f"f{place}": "" for place in range(501)}).status_code == 413
    body = "text=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert browser.post("/try/post", body, content_type="application/x-www-form-urlencoded").status_code == 413


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=", b"--x\r\n"),
        ("multipart/form-data; boundary=\xff", b"--x\r\n"),
        ("application/x-www-form-urlencoded; charset=klingon", b"text=%ff%fe"),
        (
            "multipart/form-data; boundary=x; charset=klingon",
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhi\r\n--x--\r\n',
        ),
    ],
)
def test_a_malformed_body_is_no_failure_of_ours(browser: Client, kind: str, body: bytes) -> None:
    assert browser.generic("POST", "/try/post", body, content_type=kind).status_code in (200, 400)


@pytest.mark.parametrize("address", ["/try/public%00", "/%ed%a0%80", "/try/fail/%00"])
def test_an_address_that_no_database_can_hold_is_refused(browser: Client, address: str) -> None:
    assert browser.get(address).status_code in (400, 404)


def test_an_odd_length_is_refused(browser: Client) -> None:
    assert browser.generic("POST", "/try/post", b"", CONTENT_LENGTH="-5").status_code == 400
    assert browser.generic("POST", "/try/post", b"", CONTENT_LENGTH="5 000").status_code == 400


@pytest.mark.parametrize(
    "address", ["/try/public", "/try/any", "/try/undeclared", "/nowhere", "/try/fail/bug", "/account/login/"]
)
def test_every_answer_carries_the_headers(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Resource-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_what_is_refused_unread_carries_the_content_policy_too(browser: Client) -> None:
    answer = browser.generic("POST", "/try/post", b"", CONTENT_LENGTH="999999999999")
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_a_form_without_its_token_gets_a_page_that_says_what_to_do() -> None:
    answer = Client(HTTP_HOST="localhost", enforce_csrf_checks=True).post("/try/post", {"text": "x"})
    assert answer.status_code == 403
    assert "reload it" in answer.content.decode()


def test_a_declaration_leaves_the_view_it_is_put_on_as_it_was() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert declaration_of(signed_in(act=Act.CLAIM)(view)).act is Act.CLAIM
    assert declaration_of(public_page(view)).needs is Needs.NOTHING
    assert declaration_of(view) is None


def test_a_list_of_addresses_is_declared_at_once_but_not_over_what_stands() -> None:
    patterns = declare(with_token, [path("a", HttpResponse), path("b", public_page(lambda request: None))])
    assert [declaration_of(pattern.callback).needs for pattern in patterns] == [Needs.TOKEN, Needs.NOTHING]
