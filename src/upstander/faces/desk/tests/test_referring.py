"""A withheld file leads to the specialists: what is done with it, what they are told, and that they were told."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.intake.submission import SentFile
from upstander.duties.oversight.actions.refer_withheld import refer_withheld
from upstander.duties.oversight.actions.withhold_file import withhold_file
from upstander.duties.oversight.models import SpecialistReferral
from upstander.faces.desk.tests.editing import Forms
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.cases.states import WrongState
from upstander.record.journal.models import Entry
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit

REASON = {"reason": "It may show a child."}


@pytest.fixture
def case(at_claimed: Callable[..., Case]) -> Case:
    return at_claimed(files=(SentFile(deposit(BytesIO(b"bytes")), "canary name.txt"),))


def held() -> ReportedFile:
    return ReportedFile.objects.select_related("report", "file").get()


def post(client: Client, where: str, **said: Any) -> Any:
    form = next(each for each in Forms(client.get(where).content.decode()).found if each.action == "")
    return client.post(where, {**dict(form.fields), **said})


def told(**changes: str) -> dict[str, str]:
    today = timezone.localdate()
    said = {
        "body": "polit", "to_whom": "The duty desk", "reference": "P 17", "referred_on-day": str(today.day),
        "referred_on-month": str(today.month), "referred_on-year": str(today.year), "referred_time": "00:00",
    }  # fmt: skip
    return said | changes


def test_withholding_leads_to_the_page_of_the_specialists(
    case: Case, signed_in: Callable[[User], Client], officer: User
) -> None:
    client = signed_in(officer)
    sent = post(client, reverse("desk:withhold", args=[held().pk]), why="abuse", **REASON)
    assert sent.headers["Location"] == reverse("desk:refer", args=[held().pk])
    shown = client.get(sent.headers["Location"]).content.decode()
    assert "Stop looking." in shown
    assert "Internet Watch Foundation" in shown
    assert "Counter Terrorism" not in shown
    assert held().file.sha256 in shown
    assert "Nobody has recorded that it was referred" in shown
    assert "canary name" not in shown
    reports = client.get(reverse("desk:reports", args=[case.reference])).content.decode()
    assert "canary name" not in reports
    assert case.clocks.filter(name="withheld_referral", ended_at=None).exists()


def test_a_referral_is_recorded_and_ends_the_clock(
    case: Case, signed_in: Callable[[User], Client], officer: User
) -> None:
    withhold_file(held=held(), why="abuse", **REASON, actor=acting(officer), at=timezone.now())
    client, where = signed_in(officer), reverse("desk:refer", args=[held().pk])
    wrong = post(client, where, **told(referred_time="late"))
    assert "Enter a time such as 14:30" in wrong.content.decode()
    assert "The duty desk" in wrong.content.decode()
    assert post(client, where, **told(body="iwf")).status_code == 302
    assert case.clocks.filter(name="withheld_referral", ended_at=None).exists(), "the address alone is not enough"
    assert post(client, where, **told()).status_code == 302
    assert not case.clocks.filter(name="withheld_referral", ended_at=None).exists()
    assert "reference P 17" in client.get(where).content.decode()
    bodies = [entry.body for entry in Entry.objects.filter(verb="withheld file referred")]
    assert len(bodies) == 2
    assert all("P 17" not in body and "duty desk" not in body for body in bodies)


def test_what_cannot_be_is_refused(case: Case, officer: User, auditor: User) -> None:
    now, said = timezone.now(), {"to_whom": "The desk", "referred_at": timezone.now()}
    with pytest.raises(WrongState, match="not withheld"):
        refer_withheld(held=held(), body="polit", **said, actor=acting(officer), at=now)
    withhold_file(held=held(), why="terrorism", **REASON, actor=acting(officer), at=now)
    with pytest.raises(NotAllowed):
        refer_withheld(held=held(), body="ct_referral", **said, actor=acting(auditor), at=now)
    for changes in ({"body": "polit"}, {"body": "ct_referral", "to_whom": " "}):
        with pytest.raises(WrongState):
            refer_withheld(held=held(), **{**said, **changes}, actor=acting(officer), at=now)
    later = {**said, "referred_at": now + timedelta(hours=1)}
    with pytest.raises(WrongState, match="time to come"):
        refer_withheld(held=held(), body="ct_referral", **later, actor=acting(officer), at=now)
    assert not SpecialistReferral.objects.exists()


def test_two_withheld_files_each_need_a_referral(at_claimed: Callable[..., Case], officer: User) -> None:
    files = tuple(SentFile(deposit(BytesIO(each)), "file.txt") for each in (b"one", b"two"))
    case, now = at_claimed(files=files), timezone.now()
    rows = list(ReportedFile.objects.order_by("pk"))
    for each in rows:
        withhold_file(held=each, why="terrorism", **REASON, actor=acting(officer), at=now)
    for number, each in enumerate(rows):
        assert case.clocks.filter(name="withheld_referral", ended_at=None).exists(), number
        refer_withheld(held=each, body="ct_referral", to_whom="A", referred_at=now, actor=acting(officer), at=now)
    assert not case.clocks.filter(name="withheld_referral", ended_at=None).exists()
