"""An officer adds to a case what they captured: a report of their own, its files sealed, its capture records made."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from upstander.engines.captures.tests import samples
from upstander.faces.desk.tests.editing import Forms
from upstander.record.cases.capturing import history
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import CaptureRecord, Case, Report, ReportedFile
from upstander.record.people.models import User
from upstander.record.vault.keeping import path_of


@pytest.fixture
def client(signed_in: Callable[[User], Client], officer: User) -> Client:
    return signed_in(officer)


def send(client: Client, case: Case, *files: tuple[str, bytes], **said: Any) -> Any:
    where = reverse("desk:material", args=[case.reference])
    form = next(each for each in Forms(client.get(where).content.decode()).found if each.action == "")
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    told = {"found_how": "I searched for the hall by name.", "authority": "open source"}
    return client.post(where, {**dict(form.fields), **told, "uploads": uploads, **said})


def test_a_web_archive_is_added_whole_with_its_record(at_claimed: Callable[..., Case], client: Client) -> None:
    case, content = at_claimed(), samples.wacz(samples.PAGE)
    sent = send(
        client, case, ("page.wacz", content), what="archive", captured_local="2026-11-02 10:00",
        captured_zone="Europe/London", tool="ArchiveWeb.page 1.0", captured_by="PC Abara", signed_in_as="nobody",
    )  # fmt: skip
    assert sent.status_code == 302
    held = ReportedFile.objects.select_related("report", "file").get()
    assert path_of(held.file).read_bytes() == content
    assert held.report in reports_of(case)
    assert (held.report.channel, held.report.authority) == ("officer", "open source")
    kept = history(held)[0]
    assert (kept["what"], kept["captured_utc"], kept["capacity"]) == ("archive", "2026-11-02T10:00:00+00:00", "officer")
    assert kept["authority"] == "open source"
    assert Case.objects.exclude(pk=case.pk).get().report_count == 0


def test_what_is_wrong_is_said_and_nothing_is_kept(at_claimed: Callable[..., Case], client: Client) -> None:
    case = at_claimed()
    before = Report.objects.count()
    nothing = send(client, case)
    assert "Give a link, the words of a post or a file" in nothing.content.decode()
    wrong = send(client, case, ("a.txt", b"x"), captured_local="2026-03-29 01:30", captured_zone="Europe/London")
    assert "Clocks went forward in that hour" in wrong.content.decode()
    assert "I searched for the hall by name." in wrong.content.decode()
    assert Report.objects.count() == before
    assert not CaptureRecord.objects.exists()


def test_a_decided_case_asks_why(at_crime: Callable[..., Case], client: Client) -> None:
    case = at_crime()
    before = Report.objects.count()
    asked = send(client, case, links="https://example.org/one", text="Go.")
    assert asked.status_code == 200
    assert Report.objects.count() == before
    assert send(client, case, links="https://example.org/one", text="Go.", reason="Found today.").status_code == 302
    assert Report.objects.count() == before + 1
