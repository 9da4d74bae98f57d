"""The queue shows what stands where and why, to those who have a queue, at the same cost for any number of rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.intake.actions.receive import Received
from upstander.faces.conftest import fresh
from upstander.record.cases.models import Case
from upstander.record.cases.queue import settle, start_clock
from upstander.record.journal.models import Consultation
from upstander.record.people.actors import acting
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
    worded = fresh(report(at=timezone.now()).case)
    worded.wording = "threat"
    settle(worded)
    mine, high, medium, standard = (at_claimed(account=f"Account {number}", posts=()) for number in range(4))
    for case, band in ((high, "high"), (medium, "medium"), (standard, "standard")):
        yes = {"high": {"H1": "yes"}, "medium": {"R1": "yes"}, "standard": {"H1": "no"}}[band]
        answer_triage(case=case, answers=yes, actor=acting(officer), at=timezone.now())
    client = signed_in(officer)
    page = queue(client)
    there = reverse("desk:queue")
    own = {mine, high, medium, standard}
    expected = {
        "?lane=danger": {danger},
        "?lane=urgent": {worded},
        "?lane=other_unread": {late},
        "?lane=worked&amp;band=high": {high},
        "?lane=worked&amp;band=medium": {medium},
        "?lane=worked&amp;band=unanswered": {mine},
        "?lane=worked&amp;band=standard": {standard},
        "?lane=with_force": set(),
        "?overdue=on": {late},
        "?owner=unclaimed": {late, danger, worded},
    }
    for query, cases in expected.items():
        assert f'href="{there}{query}">{len(cases)}<' in page
        assert listed(client, there + query.replace("&amp;", "&"), own | {late, danger, worded}) == cases
    assert f'href="{reverse("desk:mine")}">4<' in page
    assert listed(client, reverse("desk:mine"), own | {late, danger, worded}) == own


def listed(client: Client, address: str, cases: set[Case]) -> set[Case]:
    body = client.get(address).content.decode()
    return {case for case in cases if case.reference in body}


def test_a_row_carries_its_band_its_wording_and_the_clocks_kept_for_others(
    report: Report, officer: User, signed_in: SignedIn
) -> None:
    case = fresh(report(at=timezone.now()).case)
    case.wording, case.marks = "threat", ["reported again"]
    start_clock(case, "support_referral", due_at=timezone.now() + timedelta(days=2), at=timezone.now())
    settle(case)
    client = signed_in(officer)
    page = queue(client)
    for words in ("Threat wording found: read first", "read it first", "Reported again since it was closed"):
        assert words in page
    assert "For the victim:" in page
    assert "Not yet answered</strong>" not in page
    answer_triage(case=case, answers={"H1": "yes"}, actor=acting(officer), at=timezone.now())
    assert "High band." in queue(client)


def test_filters_by_days_and_people_come_back_in_the_form_and_can_be_taken_off(
    report: Report, officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    kept = report(at=timezone.now() - timedelta(days=2)).case
    other = report(at=timezone.now() - timedelta(days=9)).case
    day = timezone.localdate() - timedelta(days=4)
    query = f"?owner=unclaimed&opened_from-day={day.day}&opened_from-month={day.month}&opened_from-year={day.year}"
    page = queue(signed_in(officer), query)
    assert kept.reference in page
    assert other.reference not in page
    assert 'href="?owner=unclaimed"' in page
    assert other_officer.name in page


def test_the_next_case_that_nobody_has_is_one_press_away(
    report: Report, at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    first, second = report(at=timezone.now()).case, report(at=timezone.now() + timedelta(minutes=1)).case
    at_claimed()
    client, there = signed_in(officer), reverse("desk:next")
    assert client.get(there)["Location"] == reverse("desk:case", args=[first.reference])
    assert client.get(f"{there}?after={first.reference}")["Location"] == reverse("desk:case", args=[second.reference])
    assert client.get(f"{there}?after={second.reference}")["Location"] == reverse("desk:queue")
    assert client.get(f"{there}?after=nonsense")["Location"] == reverse("desk:case", args=[first.reference])
    assert (
        f"{there}?after={first.reference}" in client.get(reverse("desk:case", args=[first.reference])).content.decode()
    )
