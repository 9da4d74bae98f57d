"""A package is asked for, built, and downloaded as bytes alone, after the journal knows of it."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.evidence.models import Package
from upstander.record.cases.models import Case, Grant
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


def test_a_download_that_broke_off_goes_on_and_is_in_the_journal_once(
    at_line: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(), signed_in(officer)
    client.post(address(case))
    worker.run_all()
    there, downloads = reverse("desk:download", args=[case.reference, 1]), Entry.objects.filter(verb="downloaded")

    def part(said: str, tag: str = "") -> tuple[int, bytes]:
        sent = client.get(there, headers={"Range": said, **({"If-Range": tag} if tag else {})})
        return sent.status_code, b"".join(sent.streaming_content) if sent.streaming else b""  # type: ignore[attr-defined]

    whole = client.get(there)
    content, tag = b"".join(whole.streaming_content), whole["ETag"]  # type: ignore[attr-defined]
    assert tag == f'"{sha256(content).hexdigest()}"'
    assert part("bytes=1000-", tag) == (206, content[1000:])
    assert part("bytes=2000-2999") == (206, content[2000:3000])
    assert downloads.count() == 1, "what goes on is no download of its own"
    assert part(f"bytes={len(content)}-")[0] == 416
    assert part("bytes=1000-", '"of another"') == (200, content)
    assert downloads.count() == 2, "the whole was sent anew"
    client = signed_in(other_officer)
    assert part("bytes=1000-")[0] == 206
    assert downloads.filter(actor=f"user:{other_officer.pk}").count() == 1, "they had not begun one"
    Grant.objects.filter(case=case).update(until_at=timezone.now())
    assert part("bytes=2000-")[0] == 404, "who lost access in between gets no more"


def test_while_it_is_built_the_page_shows_how_far_it_is(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(), signed_in(officer)
    client.post(address(case))
    assert "<progress" not in client.get(address(case)).content.decode(), "it waits"
    Package.objects.update(state=Package.State.BUILDING, progress=40)
    page = client.get(address(case)).content.decode()
    assert "40 per cent of the way" in page
    assert 'max="100" value="40"' in page
