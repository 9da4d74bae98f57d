"""The overview says what this is, what is decided, what is next and by when; others' cases are not there."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.conftest import NOW
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.receive import Received
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, reading_once, relations
from upstander.record.cases.models import Case
from upstander.record.journal.models import Consultation
from upstander.record.people.actors import acting
from upstander.record.people.models import Organisation, User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PARTS = ("case", "reports", "decision", "force", "package", "timeline")


def opened(client: Client, case: Case, name: str = "case") -> str:
    answer = client.get(reverse(f"desk:{name}", args=[case.reference]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_part_opens_at_every_step(
    report: Callable[..., Received],
    at_claimed: Callable[..., Case],
    at_crime: Callable[..., Case],
    at_offered: Callable[..., Case],
    officer: User,
    signed_in: SignedIn,
) -> None:
    client = signed_in(officer)
    for case in (report().case, at_claimed(), at_crime(), at_crime("mca_1"), at_offered()):
        for name in PARTS:
            page = opened(client, case, name)
            assert page.count("<h1") == 1, name
            assert case.reference in page


def test_the_next_step_follows_the_case(
    report: Callable[..., Received],
    at_claimed: Callable[..., Case],
    at_crime: Callable[..., Case],
    at_line: Callable[..., Case],
    at_offered: Callable[..., Case],
    officer: User,
    signed_in: SignedIn,
) -> None:
    client = signed_in(officer)
    steps = [
        (report().case, "Claim the case.", "claim"),
        (at_claimed(), "Decide whether this is a crime.", "decide"),
        (at_crime("mca_1"), "A named supervisor signs the decision off", "sign_off"),
        (at_crime(), "Offer the case to a force with its line of enquiry, or record that there is none.", "line"),
        (at_line(), "Offer the case to the responsible force.", "force"),
        (at_offered(), "West Yorkshire Police accepts or disputes the case.", "package"),
    ]
    for case, sentence, leads in steps:
        page = opened(client, case)
        assert sentence in page
        assert reverse(f"desk:{leads}", args=[case.reference]) in page


def test_a_case_of_another_officer_says_whose_it_is_and_offers_no_button(
    at_claimed: Callable[..., Case], other_officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    page = opened(signed_in(other_officer), case)
    assert "PC Abara has the case." in page
    assert reverse("desk:decide", args=[case.reference]) not in page


def test_the_look_is_in_the_journal(report: Callable[..., Received], officer: User, signed_in: SignedIn) -> None:
    received = report()
    opened(signed_in(officer), received.case)
    assert Consultation.objects.filter(kind="case", record=received.case.pk).exists()
    assert Consultation.objects.filter(kind="report", record=received.report.pk).exists()


def test_a_case_that_may_not_be_seen_is_not_there(
    report: Callable[..., Received], hub: Organisation, officer: User, signed_in: SignedIn
) -> None:
    case = report().case
    end_grant(case, to=hub, relation=Relation.HUB, at=NOW)
    client = signed_in(officer)
    for name in PARTS:
        assert client.get(reverse(f"desk:{name}", args=[case.reference])).status_code == 404, name
    for name in ("claim", "release", "close", "reopen", "line", "together"):
        assert client.post(reverse(f"desk:{name}", args=[case.reference])).status_code == 404 or name == "claim"
    assert client.get(reverse("desk:case", args=["C-0000-0000-00"])).status_code == 404
    assert client.get(reverse("desk:case", args=["nonsense"])).status_code == 404


def test_a_force_and_an_administrator_are_refused(
    at_offered: Callable[..., Case], administrator: User, force_officer: Callable[[str], User], signed_in: SignedIn
) -> None:
    case = at_offered()
    for user in (administrator, force_officer("E23000010")):
        for name in PARTS:
            assert signed_in(user).get(reverse(f"desk:{name}", args=[case.reference])).status_code == 403


def test_five_reports_cost_as_many_queries_as_twenty_five(
    at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    client = signed_in(officer)

    def add(count: int) -> None:
        for _ in range(count):
            join(report=report(at=timezone.now()).report, case=case, actor=acting(officer), at=timezone.now())

    def costs() -> list[int]:
        found = []
        for name in PARTS:
            with CaptureQueriesContext(connection) as caught:
                opened(client, case, name)
            found.append(len(caught))
        return found

    add(4)
    costs()
    few = costs()
    add(20)
    assert costs() == few
    assert max(few) <= 42


def test_the_timeline_names_who_did_what(at_offered: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    page = opened(signed_in(officer), at_offered(), "timeline")
    assert page.index("Case offered to a force") < page.index("Decision made") < page.index("Report received")
    assert "by PC Abara" in page
    assert "West Yorkshire Police (Investigating force)" in page


def test_a_case_whose_reports_were_joined_elsewhere_leads_there(
    at_claimed: Callable[..., Case], report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case, other = at_claimed(), report()
    join(report=other.report, case=case, actor=acting(officer), at=timezone.now())
    page = opened(signed_in(officer), other.case)
    assert "All reports of this case were joined to another case." in page
    assert reverse("desk:case", args=[case.reference]) in page


def test_danger_is_taken_in_hand_before_a_handover_is_waited_for(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(danger=True, danger_place="LS1 1UR", knows_poster=True)
    worker.run_all()
    page = opened(signed_in(officer), received.case)
    assert "Somebody may be in danger: claim the case and ring the force." in page
    assert reverse("desk:handover", args=[received.case.reference]) in page
    signed_in(officer).post(reverse("desk:claim", args=[received.case.reference]))
    assert "confirms that it has this" in opened(signed_in(officer), received.case)


def test_a_page_reads_a_grant_once_and_sees_it_end(
    at_claimed: Callable[..., Case], officer: User, supervisor: User
) -> None:
    case = at_claimed()
    with reading_once():
        assert Relation.OWNER in relations(acting(officer), case)
        with CaptureQueriesContext(connection) as caught:
            assert Relation.OWNER in relations(acting(officer), case)
        assert not caught.captured_queries
        assert Relation.OWNER not in relations(acting(supervisor), case), "what one holds was shown for another"
        end_grant(case, to=officer, relation=Relation.OWNER, at=timezone.now())
        assert Relation.OWNER not in relations(acting(officer), case), "the page went on after the grant was ended"
