"""What browsers are told with every answer, what comes from other sites, and what leaves as a download."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from upstander.faces.account.testing import sign_in
from upstander.faces.kit.attachment import attachment
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "upstander.faces.kit.tests.addresses"


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_HOST="localhost", raise_request_exception=False)


def said(site: str, mode: str = "navigate", to: str = "document") -> dict[str, str]:
    return {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": to}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_is_refused_before_anything_is_read(browser: Client, officer: User, site: str) -> None:
    sign_in(browser, officer)
    answer = browser.post("/try/post", {"text": "x"}, headers=said(site))
    assert answer.status_code == 403
    assert "sent from another site" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_form_is_taken(browser: Client, site: str) -> None:
    assert browser.post("/try/post", {"text": "x"}, headers=said(site)).content == b"x"


def test_a_machine_that_says_nothing_of_sites_is_taken(browser: Client) -> None:
    assert browser.post("/try/post", {"text": "x"}).content == b"x"


@pytest.mark.parametrize(
    ("mode", "to"), [("no-cors", "image"), ("no-cors", "script"), ("navigate", "iframe"), ("cors", "empty")]
)
def test_nothing_of_ours_is_built_into_another_site(browser: Client, officer: User, mode: str, to: str) -> None:
    sign_in(browser, officer)
    assert browser.get("/try/any", headers=said("cross-site", mode, to)).status_code == 403
    assert browser.get("/try/any", headers=said("same-origin", mode, to)).status_code == 200


def test_a_link_from_anywhere_leads_in(browser: Client) -> None:
    assert browser.get("/try/public", headers=said("cross-site")).status_code == 200


def test_a_download_is_nothing_but_bytes_to_be_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"<script>alert(1)</script>")
    sent = attachment(tmp_path / "file", "page.html")
    assert sent["Content-Disposition"] == 'attachment; filename="page.html"'
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent["Cross-Origin-Resource-Policy"] == "same-origin"
    assert (sent["X-Content-Type-Options"], sent["Cache-Control"]) == ("nosniff", "no-store")
    sent.close()


def test_static_files_carry_the_policy_too(browser: Client) -> None:
    answer = browser.get("/static/kit/upstander.js")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_answer_names_neither_server_nor_version(browser: Client) -> None:
    answer = browser.get("/account/login/")
    assert not {"Server", "X-Powered-By", "X-Generator"} & set(answer.headers)
    assert "Django" not in answer.content.decode()


HTTPS = """
import django, json
django.setup()
from django.conf import settings
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from upstander.faces.public import browser
from upstander.record.vault.cipher import make_keys
answer = Client(HTTP_HOST="hub.example.org").get("/?lang=cy", headers={"X-Forwarded-Proto": "https"})
print(json.dumps({
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME,
              browser.DRAFT, browser.FOLLOWED],
    "set": {name: [bool(each["secure"]), bool(each["httponly"]), each["path"], each["domain"], each["samesite"]]
            for name, each in answer.cookies.items()},
    "messages": settings.MESSAGE_STORAGE,
    "hsts": answer["Strict-Transport-Security"],
    "plain": Client(HTTP_HOST="hub.example.org").get("/")["Location"],
}))
"""


def test_over_https_every_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "upstander.config.settings", "UPSTANDER_URL": "https://hub.example.org",
        "UPSTANDER_HOSTS": "hub.example.org", "UPSTANDER_SECRET_KEY": "n0t-a-real-key-" * 5,
        "UPSTANDER_HOME": str(tmp_path),
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", HTTPS], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert all(name.startswith("__Host-") for name in found["names"])
    assert found["set"], "the page was asked for in another language, which a cookie remembers"
    assert all(name.startswith("__Host-") for name in found["set"])
    assert {tuple(how) for how in found["set"].values()} == {(True, True, "/", "", "Lax")}
    assert found["messages"].endswith("SessionStorage"), "no cookie of their own"
    assert "max-age=31536000; includeSubDomains" in found["hsts"]
    assert found["plain"] == "https://hub.example.org/"
