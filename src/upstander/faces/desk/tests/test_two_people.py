"""Withholding, holding, withdrawing and the acts of two people at the desk, page by page."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.duties.oversight import exporting
from upstander.duties.oversight.models import AskedAct, Hold
from upstander.faces.desk.pages import two_people
from upstander.faces.desk.reviewed import ACTS
from upstander.law.access import Role
from upstander.law.oversight import all_acts
from upstander.record.cases.models import Case, Report, ReportedFile
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit

Clients = Callable[[User], Client]


@pytest.fixture
def received(report: Callable[..., Received]) -> Received:
    return report(at=timezone.now() - timedelta(hours=1), files=(SentFile(deposit(BytesIO(b"a picture")), "shot.txt"),))


@pytest.fixture
def second(make_user: Callable[..., User]) -> User:
    return make_user(Role.SUPERVISOR, "Insp Gale")


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def reports_page(client: Client, received: Received) -> str:
    return text(client.get(reverse("desk:reports", args=[received.case.reference])))


def test_a_file_is_withheld_on_its_page_and_can_be_opened_by_two(
    received: Received, officer: User, supervisor: User, senior_investigator: User, signed_in: Clients
) -> None:
    held = ReportedFile.objects.get()
    page = reports_page(signed_in(officer), received)
    assert "Withhold this file" in page
    address = reverse("desk:withhold", args=[held.pk])
    assert "Reason" in text(signed_in(officer).post(address, {"why": "abuse"}))
    assert signed_in(officer).post(address, {"why": "abuse", "reason": "For specialists."}).status_code == 302
    page = reports_page(signed_in(officer), received)
    assert "Nobody can open it" in page
    assert f'"{reverse("desk:file", args=[held.pk])}"' not in page
    assert signed_in(officer).get(reverse("desk:file", args=[held.pk])).status_code == 404
    assert signed_in(officer).get(reverse("desk:unseal", args=[held.pk])).status_code == 403
    senior = signed_in(senior_investigator)
    assert "Ask to open it" in reports_page(senior, received)
    assert senior.post(reverse("desk:unseal", args=[held.pk]), {"reason": "To grade it."}).status_code == 302
    asked = AskedAct.objects.get()
    assert "Open a withheld file" in text(signed_in(supervisor).get(reverse("desk:asked")))
    assert "To grade it." in text(signed_in(supervisor).get(reverse("desk:asked_one", args=[asked.pk])))
    own = senior.post(reverse("desk:asked_one", args=[asked.pk]), {"answer": "agree"})
    assert own.status_code == 403
    done = signed_in(supervisor).post(reverse("desk:asked_one", args=[asked.pk]), {"answer": "agree"})
    assert done.status_code == 302
    assert b"".join(senior.get(reverse("desk:file", args=[held.pk])).streaming_content) == b"a picture"
    assert signed_in(supervisor).get(reverse("desk:file", args=[held.pk])).status_code == 404


def test_a_list_is_asked_for_agreed_to_and_fetched_once(
    received: Received, supervisor: User, second: User, officer: User, signed_in: Clients
) -> None:
    client = signed_in(supervisor)
    assert "Export this list" in text(client.get(reverse("desk:queue")))
    assert "Export this list" not in text(signed_in(officer).get(reverse("desk:queue")))
    page = text(client.get(reverse("desk:export"), {"strand": "religion"}))
    assert "1 case fits" in page
    asked_at = reverse("desk:export") + "?strand=religion"
    assert client.post(asked_at, {"reason": "For the board."}).status_code == 302
    asked = AskedAct.objects.get()
    assert "Religion" in text(signed_in(second).get(reverse("desk:asked_one", args=[asked.pk])))
    signed_in(second).post(reverse("desk:asked_one", args=[asked.pk]), {"answer": "agree"})
    assert "Fetch the list" in text(client.get(reverse("desk:asked")))
    assert signed_in(second).post(reverse("desk:export_fetch", args=[asked.pk])).status_code == 403
    sent = client.post(reverse("desk:export_fetch", args=[asked.pk]))
    assert received.case.reference in sent.content.decode("utf-8-sig")
    assert sent["Content-Disposition"].startswith("attachment")
    assert client.post(reverse("desk:export_fetch", args=[asked.pk])).status_code == 302


def test_a_report_is_held_and_released(received: Received, supervisor: User, signed_in: Clients) -> None:
    client, args = signed_in(supervisor), [received.case.reference, received.report.reference]
    client.post(reverse("desk:hold", args=args), {"kind": "quarantine", "reason": "A trap?"})
    assert Hold.objects.get().owner == supervisor
    page = reports_page(client, received)
    assert "Release this report" in page
    assert "A trap?" in text(client.get(reverse("desk:release_hold", args=args)))
    assert received.report.reference in text(client.get(reverse("desk:trouble")))
    client.post(reverse("desk:release_hold", args=args), {"reason": "No."})
    assert Report.objects.get().standing == "active"


def test_a_report_is_withdrawn(received: Received, supervisor: User, signed_in: Clients) -> None:
    client, args = signed_in(supervisor), [received.case.reference, received.report.reference]
    client.post(reverse("desk:withdraw_report", args=args), {"reason": "They rang."})
    assert Report.objects.get().standing == "withdrawn"
    assert "Withdrawn" in reports_page(client, received)
    assert Case.objects.get().state == "closed"


def test_a_report_is_erased_by_two(received: Received, supervisor: User, second: User, signed_in: Clients) -> None:
    args = [received.case.reference, received.report.reference]
    signed_in(supervisor).post(reverse("desk:erase", args=args), {"reason": "They asked, and it may go."})
    asked = AskedAct.objects.get()
    refused = signed_in(second).post(reverse("desk:asked_one", args=[asked.pk]), {"answer": "refuse"})
    assert "Give a reason" in text(refused)
    signed_in(second).post(reverse("desk:asked_one", args=[asked.pk]), {"answer": "agree"})
    row = Report.objects.get()
    assert (row.standing, row.account) == ("erased", "")
    assert "Done" in text(signed_in(supervisor).get(reverse("desk:asked")))


def test_asking_for_a_long_list_counts_and_reads_no_case(
    report: Callable[..., Received], supervisor: User, signed_in: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        report()
    client = signed_in(supervisor)
    with CaptureQueriesContext(connection) as asked:
        assert "4 cases fit." in text(client.get(reverse("desk:export")))
    counted = [query["sql"] for query in asked if 'FROM "cases_case"' in query["sql"]]
    assert counted
    assert all("COUNT(" in sql for sql in counted)
    for module in (exporting, two_people):
        monkeypatch.setattr(module, "MOST", 2)
    assert "More than 2 cases fit" in text(client.get(reverse("desk:export")))
    assert "More than 2 cases fit" in text(client.post(reverse("desk:export"), {"reason": "For the board."}))
    assert not AskedAct.objects.exists()


def test_the_list_of_asked_acts_leads_to_the_cases_that_the_viewer_may_open(
    received: Received, report: Callable[..., Received], supervisor: User, second: User, signed_in: Clients
) -> None:
    closed_off = report().case
    for about in (received.report, closed_off.opened_by):
        AskedAct.objects.create(
            code="erase", about_kind="report", about_id=about.pk, reason="x", asked_by=supervisor,
            asked_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    restrict(case=closed_off, members=[second], reason="One of us.", actor=acting(second), at=timezone.now())
    page = text(signed_in(supervisor).get(reverse("desk:asked")))
    assert f'href="{reverse("desk:case", args=[received.case.reference])}"' in page
    assert closed_off.reference in page, "what one asked for oneself stays on the list"
    assert f'href="{reverse("desk:case", args=[closed_off.reference])}"' not in page


def test_every_act_of_the_law_has_words_for_its_review() -> None:
    assert {act.id for act in all_acts()} <= set(ACTS)


@pytest.mark.parametrize("name", ["hold", "withdraw_report", "erase"])
def test_an_officer_who_has_not_claimed_it_may_not(
    received: Received, officer: User, signed_in: Clients, name: str
) -> None:
    address = reverse(f"desk:{name}", args=[received.case.reference, received.report.reference])
    assert signed_in(officer).get(address).status_code == 403


def test_the_list_of_asked_acts_asks_the_database_no_more_for_more_rows(
    report: Callable[..., Received], supervisor: User, second: User, signed_in: Clients, django_assert_max_num_queries
) -> None:
    for _ in range(8):
        received = report()
        AskedAct.objects.create(
            code="erase", about_kind="report", about_id=received.report.pk, reason="x", asked_by=supervisor,
            asked_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
    client = signed_in(second)
    client.get(reverse("desk:asked"))
    with django_assert_max_num_queries(40):
        client.get(reverse("desk:asked"))
