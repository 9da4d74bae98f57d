"""What the virus scanner found stands beside the file, and its small copy is hidden until an officer decides."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.evidence.tests.story import picture
from upstander.duties.intake.submission import SentFile
from upstander.engines.captures.tests import samples
from upstander.faces.desk.tests.editing import Forms
from upstander.record.cases import scanned
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker


@pytest.fixture
def case(at_claimed: Callable[..., Case]) -> Case:
    files = [SentFile(deposit(BytesIO(picture())), "a.png"), SentFile(deposit(BytesIO(samples.warc())), "b.warc")]
    made = at_claimed(files=tuple(files))
    worker.run_all()
    scanned.keep(_picture(), result="found", name="Test-Signature", engine="ClamAV 1.4.1", at=NOW)
    return made


def _picture() -> ReportedFile:
    return ReportedFile.objects.select_related("report").get(name_given="a.png")


def _show(client: Client, case: Case) -> None:
    """Ask for the picture as the button on the page does."""
    client.post(
        reverse("desk:show", args=[case.reference]), {"what": "picture", "item": _picture().pk, "on": "reports"}
    )


def test_the_small_copy_is_shown_only_after_an_officer_has_decided(
    case: Case, signed_in: Callable[[User], Client], officer: User
) -> None:
    client, held = signed_in(officer), _picture()
    reports, preview = reverse("desk:reports", args=[case.reference]), reverse("desk:preview", args=[held.pk])
    shown = client.get(reports).content.decode()
    assert "It found Test-Signature" in shown
    assert "not shown before an officer has decided" in shown
    assert "Show the picture" not in shown
    _show(client, case)
    assert client.get(preview).status_code == 404
    where = reverse("desk:settle_scan", args=[held.pk])
    form = next(each for each in Forms(client.get(where).content.decode()).found if each.action == "")
    assert client.post(where, {**dict(form.fields), "reason": ""}).status_code == 200
    assert client.post(where, {**dict(form.fields), "reason": "A false alarm, said the unit."}).status_code == 302
    assert "A false alarm" in client.get(reports).content.decode()
    _show(client, case)
    assert client.get(preview).status_code == 200
    again = client.post(where, {**dict(form.fields), "reason": "Again."})
    assert "nothing in this file that stands in the way" in again.content.decode()


def test_a_capture_of_nothing_is_said_loudly(case: Case, signed_in: Callable[[User], Client], officer: User) -> None:
    assert (
        "It captured nothing" in signed_in(officer).get(reverse("desk:reports", args=[case.reference])).content.decode()
    )
