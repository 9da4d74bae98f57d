"""A supervisor settles letters in doubt and lets stuck work be tried again; nobody else can, and why is kept."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.duties.oversight.actions.hold_report import hold_report
from upstander.duties.oversight.actions.withdraw_report import withdraw_report
from upstander.record.cases.models import Case
from upstander.record.journal.models import Entry
from upstander.record.outbox.models import Message
from upstander.record.people.actors import acting
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


def test_a_held_report_leads_to_its_case_its_owner_its_clock_and_its_release(
    report: Callable[..., Received], supervisor: User, officer: User, signed_in: SignedIn
) -> None:
    now = timezone.now()
    received = report(at=now)
    case, args = received.case, [received.case.reference, received.report.reference]
    claim(case=case, actor=acting(officer), at=now)
    hold_report(report=received.report, kind="sender", reason="A question.", actor=acting(officer), at=now)
    client = signed_in(supervisor)
    page = client.get(reverse("desk:trouble")).content.decode()
    rows = page.split("Reports that are held")[-1]
    assert f"{reverse('desk:reports', args=[case.reference])}#{received.report.reference}" in rows
    assert f'href="{reverse("desk:case", args=[case.reference])}"' in rows
    assert officer.name in rows
    assert "left" in rows
    assert reverse("desk:release_hold", args=args) in rows
    assert client.post(reverse("desk:release_hold", args=args), {"reason": "They answered."}).status_code == 302
    assert "Reports that are held" not in client.get(reverse("desk:trouble")).content.decode()


def test_many_held_reports_cost_no_more_than_one(
    report: Callable[..., Received], supervisor: User, signed_in: SignedIn
) -> None:
    client, costs = signed_in(supervisor), []
    for number in (1, 5):
        for _ in range(number):
            received = report(at=timezone.now())
            by = acting(supervisor)
            hold_report(report=received.report, kind="sender", reason="Why?", actor=by, at=timezone.now())
        client.get(reverse("desk:trouble"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("desk:trouble"))
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_a_case_with_a_held_report_is_not_closed_and_the_page_says_which(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report()
    decided(received.case, officer, **no_crime())
    hold_report(report=received.report, kind="sender", reason="A question.", actor=acting(officer), at=NOW)
    client, address = signed_in(officer), reverse("desk:close", args=[received.case.reference])
    answer = client.post(address, {"closing_reason": "not_criminal", "reasons": "No.", "confirmed": "yes"})
    assert f"Held in this case: {received.report.reference}" in answer.content.decode()
    assert Case.objects.get(pk=received.case.pk).state == "decided"


def test_a_card_says_that_its_report_is_held_or_withdrawn(
    report: Callable[..., Received], supervisor: User, signed_in: SignedIn
) -> None:
    one, two = report(), report()
    by = acting(supervisor)
    claim(case=one.case, actor=by, at=NOW)
    join(report=two.report, case=Case.objects.get(pk=one.case.pk), actor=by, reason="The same.", at=NOW)
    client = signed_in(supervisor)
    for name in ("case", "reports"):
        page = client.get(reverse(f"desk:{name}", args=[one.case.reference])).content.decode()
        assert not re.search(r"govuk-tag[^>]*>\s*(Held|Withdrawn)", page)
    hold_report(report=one.report, kind="sender", reason="A question.", actor=by, at=NOW)
    withdraw_report(report=two.report, reason="They rang.", actor=by, at=NOW)
    for name in ("case", "reports"):
        page = client.get(reverse(f"desk:{name}", args=[one.case.reference])).content.decode()
        cards = page.split(f'id="{one.report.reference}-content"')[1].split(f'id="{two.report.reference}-content"')
        for card, words in zip(cards, ("Held", "Withdrawn"), strict=True):
            assert re.findall(r"govuk-tag[^>]*>\s*(Held|Withdrawn)", card) == [words], name
    assert (
        "1 more was withdrawn and counts for nothing."
        in client.get(reverse("desk:case", args=[one.case.reference])).content.decode()
    )
