"""The pages of the review of old records: a preview before its day, one record at a time from then on."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.assessment.actions.close import close
from upstander.duties.assessment.tests.deciding import decided, no_crime
from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.duties.oversight import old_records as queries
from upstander.duties.oversight.models import OldRecord
from upstander.faces.account.testing import sign_in
from upstander.faces.desk.pages import old_records as pages
from upstander.faces.desk.tests.editing import Forms
from upstander.law.access import Role
from upstander.record.cases.models import Case, ReportedPost
from upstander.record.people.actors import acting
from upstander.record.people.models import User

DAY = datetime(2027, 4, 1, 12, tzinfo=UTC)
LIST = reverse("desk:old_records")


@pytest.fixture
def case(report: Callable[..., Received], officer: User) -> Case:
    received = report(posts=(SaidPost(platform="x", text="They should go.", handle="zqsubjectxqz"),))
    decided(received.case, officer, **no_crime())
    close(case=received.case, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    return received.case


@pytest.fixture
def in_2027(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(now=lambda: DAY, localdate=lambda *_given: DAY.date())
    monkeypatch.setattr(pages, "timezone", clock)


@pytest.fixture
def inspector(supervisor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(supervisor)


@pytest.fixture
def other_inspector(make_user: Callable[..., User], signed_in: Callable[[User], Client]) -> Client:
    return signed_in(make_user(Role.SUPERVISOR, "Insp Gale"))


def at(case: Case) -> str:
    return reverse("desk:old_record", args=[case.reference])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_before_its_day_it_is_a_preview_without_a_form(case: Case, inspector: Client) -> None:
    page = text(inspector, LIST)
    for words in ("People named in old records", "31 March 2027", "30 June 2027", "This is a preview", "npcc.police.uk",
                  "To be checked against the official text", case.reference):  # fmt: skip
        assert words in page
    shown = text(inspector, at(case))
    assert "Nothing can be decided before 31 March 2027" in shown
    assert 'name="choice"' not in shown
    inspector.post(at(case), {"choice": "erase", "nothing_holds": "on"})
    assert not OldRecord.objects.exists()


@pytest.mark.usefixtures("in_2027")
def test_the_subject_is_erased_by_one_person_for_one_record(case: Case, inspector: Client) -> None:
    page = text(inspector, at(case))
    assert "1 name of an account" in page
    assert "zqsubjectxqz" not in page
    assert "Nothing is erased while a prosecution" in page
    refused = inspector.post(at(case), {"choice": "erase"})
    assert "nothing else stops the erasing" in refused.content.decode()
    assert inspector.post(at(case), {"choice": "erase", "nothing_holds": "on"}).status_code == 302
    assert not ReportedPost.objects.exclude(handle="").exists()
    assert "zqsubjectxqz" not in text(inspector, reverse("desk:reports", args=[case.reference]))
    assert "No record is left here." in text(inspector, LIST)
    assert "Nothing is to be decided about this record" in text(inspector, at(case))


@pytest.mark.usefixtures("in_2027")
def test_keeping_it_waits_for_another_who_signs_or_returns_it(
    case: Case, inspector: Client, other_inspector: Client
) -> None:
    assert "Give a reason" in inspector.post(at(case), {"choice": "retain"}).content.decode()
    inspector.post(at(case), {"choice": "retain", "reason": "A pattern of conduct."})
    assert 'name="agrees"' not in text(inspector, at(case))
    assert "It waits for another person to sign." in text(inspector, at(case))
    assert "Insp Cole" in text(other_inspector, LIST)
    assert "A pattern of conduct." in text(other_inspector, at(case))
    assert "Give a reason" in other_inspector.post(at(case), {"agrees": "no"}).content.decode()
    other_inspector.post(at(case), {"agrees": "yes"})
    assert OldRecord.objects.get().state == OldRecord.State.FINAL


@pytest.mark.usefixtures("in_2027")
def test_what_stops_it_is_said_before_anybody_tries(case: Case, inspector: Client, supervisor: User) -> None:
    set_task(what="Ring them.", whose=supervisor, due_at=DAY, case=case, actor=acting(supervisor), at=NOW)
    assert "A task on this case is still open." in text(inspector, at(case))
    refused = inspector.post(at(case), {"choice": "erase", "nothing_holds": "on"})
    assert "Nothing may be erased now." in refused.content.decode()
    assert ReportedPost.objects.exclude(handle="").exists()


@pytest.mark.usefixtures("in_2027")
def test_a_page_of_the_list_follows_the_next(
    case: Case, inspector: Client, monkeypatch: pytest.MonkeyPatch, report: Any, officer: User
) -> None:
    monkeypatch.setattr(queries, "PAGE", 1)
    second = report().case
    decided(second, officer, **no_crime())
    close(case=second, closing_reason="not_criminal", actor=acting(officer), at=NOW)
    page = text(inspector, LIST)
    further = page.split('href="?after=')[1].split('"')[0]
    assert second.reference not in page
    assert second.reference in text(inspector, f"{LIST}?after={further}")
    assert case.reference in text(inspector, f"{LIST}?after=99999999999999999999")


def test_it_is_for_supervisors_alone(
    case: Case, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    for number, role in enumerate((Role.HUB_OFFICER, Role.SENIOR_INVESTIGATOR, Role.AUDITOR)):
        client = signed_in(make_user(role, f"Somebody {number}"))
        assert client.get(LIST).status_code == 403
        assert client.get(at(case)).status_code == 403


def test_it_stands_behind_the_tab_of_the_team(inspector: Client) -> None:
    assert LIST in text(inspector, reverse("desk:team"))


@pytest.mark.usefixtures("in_2027")
def test_a_case_that_changed_meanwhile_is_not_decided_about_unseen(
    case: Case, inspector: Client, supervisor: User
) -> None:
    shown = Forms(inspector.get(at(case)).content.decode()).found[-1]
    carried = {name: value for name, value in shown.fields if name != "csrfmiddlewaretoken"}
    mark_for_review(case=case, actor=acting(supervisor), at=NOW)
    refused = inspector.post(at(case), {"choice": "erase", "nothing_holds": "on", **carried})
    assert refused.status_code == 409
    assert not OldRecord.objects.exists()


@pytest.mark.usefixtures("in_2027")
def test_the_second_factor_is_asked_for_again_before_anything_is_decided(case: Case, supervisor: User) -> None:
    client = Client(HTTP_HOST="localhost")
    sign_in(client, supervisor, proved_ago=700)
    assert client.get(at(case)).status_code == 200
    assert client.post(at(case), {"choice": "erase", "nothing_holds": "on"}).status_code == 302
    assert not OldRecord.objects.exists()
