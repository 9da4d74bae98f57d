"""A force sees only what was offered to it, answers under a clock, and downloads the package."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from upstander.duties.allocation import queries
from upstander.duties.allocation.models import Offer
from upstander.duties.allocation.queries import offers_of
from upstander.duties.assessment.tests.deciding import claimed
from upstander.duties.bundling.actions.join import join
from upstander.duties.evidence.actions.ask import ask
from upstander.duties.evidence.actions.release import release
from upstander.duties.evidence.models import Package
from upstander.duties.intake.actions.receive import Received
from upstander.engines.sealing.page import page
from upstander.faces.conftest import fresh
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case, Grant
from upstander.record.journal.models import Consultation, Entry
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WEST_YORKSHIRE, KENT = "E23000010", "E23000032"


@pytest.fixture
def west(force_officer: Callable[[str], User]) -> User:
    return force_officer(WEST_YORKSHIRE)


@pytest.fixture
def kent(force_officer: Callable[[str], User]) -> User:
    return force_officer(KENT)


def offer_id(case: Case, officer: User, capacity: str = "investigating") -> int:
    found = [line.offer.pk for line in offers_of(acting(officer), case) if line.offer.capacity == capacity]
    return int(found[0])


def address(case: Case, officer: User, capacity: str = "investigating") -> str:
    return reverse("force:offer", args=[offer_id(case, officer, capacity)])


def test_the_list_shows_what_waits_with_its_clock(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn
) -> None:
    case = at_offered()
    page = signed_in(west).get(reverse("force:offers")).content.decode()
    for words in (case.reference, "Investigating force", "left", "Religion or belief", "West Yorkshire Police"):
        assert words in page


def test_the_offer_says_why_and_shows_posts_and_decision_but_nobody_who_reported(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn
) -> None:
    case = at_offered()
    answer = signed_in(west).get(address(case, officer))
    page = answer.content.decode()
    for words in (
        "The victim lives there.",
        "West Yorkshire Police",
        "(rule ",
        "They should all go.",
        "The words threaten.",
    ):
        assert words in page
    for words in ("Sample Person", "sample.person", "it frightened me", "https://x.com"):
        assert words not in page
    assert Consultation.objects.filter(kind="case", record=case.pk).exists()


def test_another_force_finds_nothing_there(
    at_offered: Callable[..., Case], officer: User, kent: User, signed_in: SignedIn
) -> None:
    case = at_offered()
    client = signed_in(kent)
    assert case.reference not in client.get(reverse("force:offers")).content.decode()
    held = offer_id(case, officer)
    for method in (client.get, client.post):
        assert method(reverse("force:offer", args=[held])).status_code == 404
    assert client.get(reverse("force:download", args=[held, 1])).status_code == 404
    assert client.get(reverse("force:offer", args=[10**9])).status_code == 404


def test_a_force_that_is_only_told_is_not_told_where_the_victim_lives_or_is(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn
) -> None:
    case = at_offered(danger=True, danger_place="LS1 1UR")
    takes = signed_in(west).get(address(case, officer)).content.decode()
    assert takes.count("LS1 1UR") > 0
    told = Offer.objects.get(pk=offer_id(case, officer))
    Offer.objects.filter(pk=told.pk).update(capacity="recording")
    said = {**told.proposal["recording"], "force": WEST_YORKSHIRE}
    assert "LS1" in said["sentence"]
    Offer.objects.filter(pk=told.pk).update(proposal={**told.proposal, "recording": said})
    page = signed_in(west).get(reverse("force:offer", args=[told.pk])).content.decode()
    assert "(a place not shown here)" in page
    assert "LS1" not in page


def test_an_old_offer_can_still_be_opened(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = address(at_offered(), officer)
    monkeypatch.setattr(queries, "MOST", 0)
    assert signed_in(west).get(there).status_code == 200
    assert signed_in(west).get(reverse("force:offer", args=[10**30])).status_code == 404


def test_the_hub_an_administrator_and_an_auditor_are_refused(
    at_offered: Callable[..., Case], officer: User, administrator: User, auditor: User, signed_in: SignedIn
) -> None:
    case = at_offered()
    for user in (officer, administrator, auditor):
        assert signed_in(user).get(reverse("force:offers")).status_code == 403
        assert signed_in(user).get(address(case, officer)).status_code == 403


def test_a_force_accepts_under_its_own_reference(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn
) -> None:
    case, client = at_offered(), signed_in(west)
    there = address(case, officer)
    assert client.post(there, {"accept": "1", "accept-force_reference": "WY 12/34"}).status_code == 302
    assert fresh(case).state == "accepted"
    page = client.get(there).content.decode()
    assert "WY 12/34" in page
    assert "Accept the case" not in page
    again = client.post(there, {"accept": "1"})
    assert again.status_code == 200
    assert "This offer is accepted already." in again.content.decode()


def test_a_force_disputes_with_a_reason_that_the_officer_reads(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn
) -> None:
    case, client = at_offered(), signed_in(west)
    there = address(case, officer)
    refused = client.post(there, {"dispute": "1", "dispute-reason": " "})
    assert "There is a problem" in refused.content.decode()
    assert fresh(case).state == "offered"
    assert client.post(there, {"dispute": "1", "dispute-reason": "The victim has moved away."}).status_code == 302
    assert fresh(case).state == "disputed"
    page = signed_in(officer).get(reverse("desk:force", args=[case.reference])).content.decode()
    assert "The victim has moved away." in page


def test_an_offer_whose_reports_were_joined_elsewhere_asks_for_no_answer(
    at_offered: Callable[..., Case], report: Callable[..., Received], officer: User, west: User, signed_in: SignedIn
) -> None:
    case, other = at_offered(), claimed(report().case, officer)
    there, client = address(case, officer), signed_in(west)
    assert "Go to the answer" in client.get(there).content.decode()
    for each in reports_of(case):
        join(report=each, case=other, actor=acting(officer), reason="The same matter.", at=timezone.now())
    page = client.get(there).content.decode()
    assert "The hub has joined the reports of this case to another matter." in page
    assert "It will withdraw this offer or renew it" in page
    assert not [word for word in ("Go to the answer", 'name="accept"', 'name="dispute"') if word in page]


def test_the_package_is_downloaded_by_the_force_that_was_asked(
    at_offered: Callable[..., Case], officer: User, supervisor: User, west: User, signed_in: SignedIn, tmp_path: Path,
    settings: object,
) -> None:  # fmt: skip
    settings.PACKAGES_FOLDER = tmp_path / "packages"  # type: ignore[attr-defined]
    case = at_offered()
    client, held = signed_in(west), offer_id(case, officer)
    assert "No package is ready." in client.get(address(case, officer)).content.decode()
    ask(case=case, actor=acting(officer), at=timezone.now())
    download = reverse("force:download", args=[held, 1])
    assert client.get(download).status_code == 404
    worker.run_all()
    assert "awaits its release by a second person" in client.get(address(case, officer)).content.decode()
    assert client.get(download).status_code == 404
    release(package=Package.objects.get(case=case), actor=acting(supervisor), at=timezone.now())
    assert download in client.get(address(case, officer)).content.decode()
    assert client.head(download).status_code == 405, "it would be journalled as a download"
    sent = client.get(download)
    assert b"".join(sent.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert sent["Content-Disposition"].startswith("attachment")
    checker = client.get(reverse("force:verify_page"))
    assert b"".join(checker.streaming_content) == page(), "as it lies in the package"  # type: ignore[attr-defined]
    assert checker["Content-Disposition"].startswith("attachment")
    assert reverse("force:verify_page") in client.get(address(case, officer)).content.decode()
    assert client.get(download, headers={"Range": "bytes=100-"}).status_code == 206
    assert Entry.objects.filter(verb="downloaded", actor=f"user:{west.pk}").count() == 1
    client.post(address(case, officer), {"accept": "1"})
    assert client.get(download).status_code == 200
    Grant.objects.filter(case=case).update(until_at=timezone.now())
    rest = client.get(download, headers={"Range": "bytes=100-"})
    assert rest.status_code == 404, "who lost access in between gets no more"


def test_a_handover_shows_what_the_force_must_know_to_act(
    report: Callable[..., Received], officer: User, west: User, signed_in: SignedIn
) -> None:
    received = report(knows_poster=True, poster_note="He works at the garage.")
    worker.run_all()
    page = signed_in(west).get(address(received.case, officer, "handover")).content.decode()
    assert "He works at the garage." in page
    assert "Sample Person" not in page


def test_five_offers_cost_as_many_queries_as_fifteen(
    at_offered: Callable[..., Case], west: User, signed_in: SignedIn
) -> None:
    client = signed_in(west)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("force:offers"))
        return len(caught)

    for _ in range(5):
        at_offered()
    cost()
    few = cost()
    for _ in range(10):
        at_offered()
    assert cost() == few


def test_hostile_text_is_text(at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn) -> None:
    from upstander.duties.intake.submission import SaidPost

    evil = "<script>alert(1)</script>\u202e"
    case = at_offered(posts=(SaidPost(link=f"https://x.com/{evil}", platform="x", text=evil, handle=evil),))
    there = address(case, officer)
    signed_in(west).post(there, {"dispute": "1", "dispute-reason": evil})
    page = signed_in(west).get(there).content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "[U+202E]" in page


def test_a_told_force_reads_neither_the_account_nor_the_reasons_and_the_force_of_an_event_reads_of_the_event(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn
) -> None:
    secret = {"home": "LS6 2AB", "seen_from": "LS1 1UR", "danger": True, "danger_place": "LS9 7TF"}
    secret |= {"poster_note": "He works at the garage.", "target_note": "My sister."}
    case = at_offered(future_event=True, event_note="A march on Friday.", event_place="LS2 7EY", **secret)
    client, held = signed_in(west), offer_id(case, officer)
    said = (*[str(word) for word in secret.values()], "it frightened me", "The words threaten.", "Sample Person")
    for capacity in ("recording", "contact", "event", "notified"):
        Offer.objects.filter(pk=held).update(capacity=capacity)
        page = client.get(reverse("force:offer", args=[held])).content.decode()
        assert "They should all go." in page
        assert "A crime" in page
        assert not [word for word in said if word != "True" and word in page], capacity
        assert ("A march on Friday." in page) == (capacity == "event")
        assert ("LS2 7EY" in page) == (capacity == "event")


def test_an_offer_costs_as_many_queries_however_many_there_are(
    at_offered: Callable[..., Case], officer: User, west: User, signed_in: SignedIn
) -> None:
    there, client = address(at_offered(), officer), signed_in(west)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(there).status_code == 200
        return len(caught)

    cost()
    few = cost()
    for _ in range(5):
        at_offered()
    assert cost() == few
