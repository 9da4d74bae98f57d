"""What the tests of the public face share: a browser that answers the questions one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from upstander.record.people.models import Organisation

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
ANSWERS: dict[str, dict[str, Any]] = {
    "danger": {"danger": "no"},
    "before": {"knows_poster": "no", "future_event": "no"},
    "saw": {"links": "https://x.com/someone/status/1234567890123456789", "text": "They should all go."},
    "files": {},
    "where": {"platform": "x", "handle": "@someone"},
    "who": {"told_as": "victim", "targeted": "person"},
    "why": {"strands": ["religion", "race"], "why": "It names my faith."},
    "places": {"seen_from": "LS1 1UR", "home": "LS1 1UR"},
    "contact": {"contact_means": "email", "email": "sample.person@example.org", "contact_hours": "any"},
}


class Reporter:
    """Someone who reports, by plain HTTP: no JavaScript, no session but the cookie."""

    def __init__(self) -> None:
        self.client = Client(HTTP_HOST="localhost")

    def answer(self, slug: str, **data: Any) -> HttpResponse:
        """Send one page."""
        return self.client.post(f"/report/{slug}", data)

    def answer_all(self, **instead: dict[str, Any]) -> list[str]:
        """Send every page, following where each leads; return the pages in their order."""
        here, way = "/report/danger", []
        while here != "/report/check":
            slug = here.rsplit("/", 1)[1]
            way.append(slug)
            assert self.client.get(here).status_code == 200
            answer = self.answer(slug, **{**ANSWERS.get(slug, {}), **instead.get(slug, {})})
            if slug == "danger" and answer.status_code == 200:
                here = "/report/before"
                continue
            assert answer.status_code == 302, (slug, answer.status_code)
            assert answer["Location"] != here, slug
            here = answer["Location"]
        return way

    def key(self) -> str:
        """Return the hidden key of the check page."""
        body = self.client.get("/report/check").content.decode()
        return body.split('name="key" value="')[1].split('"')[0]

    def send(self) -> HttpResponse:
        """Send the report and return the page that it leads to."""
        return self.client.post("/report/check", {"key": self.key()}, follow=True)

    def upload(self, *files: tuple[str, bytes], button: str = "upload") -> HttpResponse:
        """Add files on their page."""
        sent = [SimpleUploadedFile(name, content) for name, content in files]
        return self.client.post("/report/files", {"uploads": sent, button: "1"})


@pytest.fixture
def reporter(hub: Organisation) -> Reporter:
    return Reporter()


@pytest.fixture(autouse=True)
def _full_buckets() -> None:
    cache.clear()


@pytest.fixture
def make_reporter(hub: Organisation) -> Callable[[], Reporter]:
    return Reporter
