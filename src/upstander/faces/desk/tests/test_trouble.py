"""A supervisor settles letters in doubt and lets stuck work be tried again; nobody else can, and why is kept."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.intake.actions.receive import Received
from upstander.record.journal.models import Entry
from upstander.record.outbox.models import Message
from upstander.record.people.models import User
from upstander.record.work import worker
from upstander.record.work.models import Item

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def doubtful(report: Callable[..., Received]) -> Message:
    received = report(at=timezone.now())
    worker.run_all()
    message = Message.objects.get(about_id=received.report.pk, about_kind="report")
    Message.objects.filter(pk=message.pk).update(state="in doubt", sent_at=None)
    return message


def test_a_letter_in_doubt_is_marked_sent_with_the_reason_kept(
    doubtful: Message, supervisor: User, signed_in: SignedIn
) -> None:
    client, address = signed_in(supervisor), reverse("desk:settle", args=[doubtful.pk])
    assert address in client.get(reverse("desk:trouble")).content.decode()
    assert "There is a problem" in client.post(address, {"outcome": "sent", "reason": ""}).content.decode()
    assert client.post(address, {"outcome": "sent", "reason": "Line 40 of the mail log."}).status_code == 302
    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.settled_reason) == ("sent", "Line 40 of the mail log.")
    assert Entry.objects.filter(verb="settled").count() == 1
    assert client.get(address).status_code == 404, "nothing is in doubt any more"


def test_a_letter_is_sent_again_only_when_somebody_says_so(
    doubtful: Message, supervisor: User, signed_in: SignedIn
) -> None:
    worker.run_all()
    doubtful.refresh_from_db()
    assert doubtful.state == "in doubt"
    address = reverse("desk:settle", args=[doubtful.pk])
    signed_in(supervisor).post(address, {"outcome": "again", "reason": "The server had no such mail."})
    worker.run_all()
    doubtful.refresh_from_db()
    assert doubtful.state == "sent"


def test_stuck_work_is_tried_again(supervisor: User, signed_in: SignedIn) -> None:
    now = timezone.now()
    item = Item.objects.create(name="look_for_others", state="stuck", due_at=now, asked_at=now, attempts=6, trouble="x")
    client, address = signed_in(supervisor), reverse("desk:again", args=[item.pk])
    assert address in client.get(reverse("desk:trouble")).content.decode()
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.attempts) == ("ready", 0)
    assert client.post(address).status_code == 404


def test_an_officer_settles_nothing(doubtful: Message, officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    assert client.get(reverse("desk:trouble")).status_code == 403
    settle = reverse("desk:settle", args=[doubtful.pk])
    assert client.post(settle, {"outcome": "sent", "reason": "x"}).status_code == 403


def test_what_is_overdue_is_shown(report: Callable[..., Received], supervisor: User, signed_in: SignedIn) -> None:
    late = report().case
    shown = signed_in(supervisor).get(reverse("desk:trouble")).content.decode()
    assert (late.reference in shown) == (late.next_clock_at is not None and late.next_clock_at < timezone.now())
