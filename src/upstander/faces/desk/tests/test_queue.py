"""The queue shows what stands where and why, to those who have a queue, at the same cost for any number of rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.intake.actions.receive import Received
from upstander.record.cases.models import Case
from upstander.record.journal.models import Consultation
from upstander.record.people.models import Organisation, User

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Report = Callable[..., Received]


def queue(client: Client, query: str = "") -> str:
    answer = client.get(reverse("desk:queue") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_row_says_what_it_is_why_it_stands_here_and_by_when(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    case = report(at=timezone.now()).case
    page = queue(signed_in(officer))
    for words in (case.reference, "Nobody has claimed it.", "1 report", "Religion or belief", "left", "New"):
        assert words in page
    assert reverse("desk:claim", args=[case.reference]) in page


def test_danger_stands_first_and_what_is_overdue_says_so(report: Report, officer: User, signed_in: SignedIn) -> None:
    late = report(at=timezone.now() - timedelta(days=9)).case
    danger = report(at=timezone.now(), danger=True).case
    page = queue(signed_in(officer))
    assert page.index(danger.reference) < page.index(late.reference)
    assert "overdue by" in page
    assert "up-overdue" in page


def test_an_empty_queue_says_so(officer: User, signed_in: SignedIn) -> None:
    assert "The queue is empty." in queue(signed_in(officer))


def test_filters_narrow_what_is_shown_and_can_be_taken_off_one_by_one(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    kept, other = report(strands=("race",)).case, report(strands=("religion",)).case
    page = queue(signed_in(officer), "?strand=race&owner=unclaimed")
    assert kept.reference in page
    assert other.reference not in page
    assert 'href="?owner=unclaimed"' in page


def test_a_reference_of_a_report_finds_its_case_however_it_is_typed(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    received, other = report(), report()
    page = queue(signed_in(officer), f"?reference={received.report.reference.lower().replace('-', ' ')}")
    assert received.case.reference in page
    assert other.case.reference not in page


@pytest.mark.parametrize(
    "query", ["?after=nonsense", "?state=no-such", "?strand=%00", "?owner=x&danger=maybe", "?page=-1"]
)
def test_nonsense_in_the_address_is_no_failure(query: str, report: Report, officer: User, signed_in: SignedIn) -> None:
    report()
    assert signed_in(officer).get(reverse("desk:queue") + query).status_code == 200


def test_pages_follow_each_other_without_a_gap(report: Report, officer: User, signed_in: SignedIn) -> None:
    made = {report(account=f"Account number {number}", posts=()).case.reference for number in range(55)}
    client = signed_in(officer)
    first = client.get(reverse("desk:queue"))
    following = first.content.decode().split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    second = client.get(reverse("desk:queue") + following)
    seen = [{reference for reference in made if reference in page.content.decode()} for page in (first, second)]
    assert len(seen[0]) == 50
    assert seen[0] | seen[1] == made
    assert not seen[0] & seen[1]


def test_five_rows_cost_as_many_queries_as_twenty_five(report: Report, officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            queue(client)
        return len(caught)

    for number in range(5):
        report(account=f"Account {number}", posts=())
    cost()
    few = cost()
    for number in range(20):
        report(account=f"Another account {number}", posts=())
    assert cost() == few
    assert few < 30


def test_the_journal_knows_which_cases_the_page_showed(report: Report, officer: User, signed_in: SignedIn) -> None:
    case = report().case
    queue(signed_in(officer))
    assert Consultation.objects.filter(kind="case", record=case.pk).exists()


def test_an_administrator_an_auditor_and_a_force_have_no_queue(
    administrator: User, auditor: User, force_officer: Callable[[str], User], signed_in: SignedIn
) -> None:
    for user in (administrator, auditor, force_officer("E23000010")):
        for name in ("queue", "mine", "sign_offs", "handovers", "with_forces", "enter", "trouble"):
            assert signed_in(user).get(reverse(f"desk:{name}")).status_code == 403, (user, name)


def test_someone_who_is_not_signed_in_is_led_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("desk:queue"), headers={"host": "localhost"})
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_my_cases_are_mine(
    at_claimed: Callable[..., Case], officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    assert case.reference in signed_in(officer).get(reverse("desk:mine")).content.decode()
    assert "You have no open cases." in signed_in(other_officer).get(reverse("desk:mine")).content.decode()


def test_what_is_with_forces_is_listed_by_state(
    at_offered: Callable[..., Case], officer: User, signed_in: SignedIn, force: Callable[[str], Organisation]
) -> None:
    case = at_offered()
    client = signed_in(officer)
    assert case.reference in client.get(reverse("desk:with_forces")).content.decode()
    assert case.reference not in client.get(reverse("desk:with_forces") + "?state=accepted").content.decode()


def test_each_count_leads_to_the_cases_that_it_counts(
    report: Report, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    late = report(at=timezone.now() - timedelta(days=400)).case
    danger = report(at=timezone.now(), danger=True).case
    mine = at_claimed()
    client = signed_in(officer)
    page = queue(client)
    expected = {
        reverse("desk:queue") + "?first=danger": {danger},
        reverse("desk:queue") + "?first=overdue": {late},
        reverse("desk:queue") + "?owner=unclaimed": {late, danger},
        reverse("desk:mine"): {mine},
        reverse("desk:queue"): {late, danger, mine},
    }
    for address, cases in expected.items():
        assert f'href="{address}">{len(cases)}<' in page
        body = client.get(address).content.decode()
        assert {case for case in (late, danger, mine) if case.reference in body} == cases
