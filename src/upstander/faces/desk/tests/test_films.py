"""Frames of two videos stand beside each other with their times, to who asked to see them and to nobody else."""

from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from upstander.duties.bundling.tests.making import alone
from upstander.duties.bundling.tests.test_films import sent
from upstander.duties.intake.actions.receive import Received
from upstander.engines.previews.tests.films import film, frames
from upstander.faces.desk.tests.test_reports import ask, compare_address
from upstander.record.cases.models import ReportedFile
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_nearest_frames_are_shown_with_their_times_once_the_pictures_are(
    report: Callable[..., Received], officer: User, signed_in: Callable[[User], Client]
) -> None:
    first = alone(report, 1, files=(sent(film(frames(1, 9))),))
    second = alone(report, 2, files=(sent(film(frames(1, 5, 3), kind="webm"), "again.webm"),))
    worker.run_all()
    client, address = signed_in(officer), compare_address(second.case, officer)
    before = unescape(client.get(address).content.decode())
    assert "Videos that look alike" in before
    assert "seconds of one have a frame near one of the other" in before
    assert "frame=" not in before
    files = [ReportedFile.objects.get(report=each.report).pk for each in (second, first)]
    hidden = reverse("desk:preview", args=[files[0]]) + "?frame=1"
    assert client.get(hidden).status_code == 404, "nobody asked to be shown it"
    number = address.rstrip("/").rpartition("/")[2]
    page = unescape(ask(client, second.case, what="picture", item=files, suggestion=number))
    for file, times in zip(files, ("At 0:0", "At 0:0"), strict=True):
        assert page.count(f"{reverse('desk:preview', args=[file])}?frame=") == 3
        assert times in page
    shown = client.get(hidden)
    assert shown["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(shown.content)).size == (160, 90)
    for wrong in ("frame=999", "frame=-1", "frame=", "frame=x", "frame=10000000"):
        assert client.get(f"{reverse('desk:preview', args=[files[0]])}?{wrong}").status_code == 404
