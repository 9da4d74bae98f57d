"""A package is asked for, built, and downloaded as bytes alone, after the journal knows of it."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from upstander.record.cases.models import Case
from upstander.record.journal.models import Entry
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.PACKAGES_FOLDER = tmp_path / "packages"  # type: ignore[attr-defined]


def address(case: Case) -> str:
    return reverse("desk:package", args=[case.reference])


def test_asked_for_built_and_downloaded(at_line: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    case, client = at_line(), signed_in(officer)
    assert "Build the package" in client.get(address(case)).content.decode()
    assert client.post(address(case)).status_code == 302
    waiting = client.get(address(case)).content.decode()
    assert "Waiting to be built" in waiting
    assert "Refresh" in waiting
    download = reverse("desk:download", args=[case.reference, 1])
    assert client.get(download).status_code == 404, "not before it is ready"
    worker.run_all()
    ready = client.get(address(case)).content.decode()
    assert download in ready
    assert client.head(download).status_code == 405
    assert not Entry.objects.filter(verb="downloaded").exists()
    sent = client.get(download)
    body = b"".join(sent.streaming_content)  # type: ignore[attr-defined]
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"] == f'attachment; filename="{case.reference}_v1.zip"'
    assert "sandbox" in sent["Content-Security-Policy"]
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sha256(body).hexdigest() in ready
    assert ZipFile(BytesIO(body)).testzip() is None
    assert Entry.objects.filter(verb="downloaded").count() == 1


def test_it_is_refused_in_words_before_there_is_a_line_of_enquiry(
    at_crime: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_crime(), signed_in(officer)
    assert "Build the package" not in client.get(address(case)).content.decode()
    answer = client.post(address(case), follow=True).content.decode()
    assert "once a positive line of enquiry is recorded" in answer


def test_only_the_owner_asks_for_one(at_line: Callable[..., Case], other_officer: User, signed_in: SignedIn) -> None:
    case, client = at_line(), signed_in(other_officer)
    assert client.get(address(case)).status_code == 200
    assert client.post(address(case)).status_code == 403
