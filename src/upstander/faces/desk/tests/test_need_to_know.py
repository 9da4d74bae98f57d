"""Pages of restricted cases, broken glass, connections and reviews: what they show, and what they never say."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.close import close
from upstander.duties.casework.actions.declare_connection import declare_connection
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.models import Review
from upstander.duties.casework.reviewing import ask_review
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.faces.desk import behind_glass as door
from upstander.faces.desk.forms.reasons import WORDS
from upstander.law.access import reasons
from upstander.record.cases.models import Case, Connection, IdentityLook, ReportedFile
from upstander.record.cases.references import new_reference
from upstander.record.journal.models import Entry
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
Make = Callable[..., Received]
WHY = {"code": "cover", "reason": "She is on leave and the victim rang."}


def address(name: str, case: Case, *more: object) -> str:
    return reverse(f"desk:{name}", args=[case.reference, *more])


def words(client: Client, where: str) -> str:
    return client.get(where, follow=True).content.decode()


@pytest.fixture
def kept(report: Make, officer: User) -> Case:
    case = report().case
    claim(case=case, actor=acting(officer), at=NOW)
    return restrict(case=case, members=[], reason="A colleague is named.", actor=acting(officer), at=NOW)


def test_the_address_of_a_restricted_case_says_that_it_is_restricted_and_nothing_else(
    kept: Case, other_officer: User, signed_in: SignedIn
) -> None:
    client = signed_in(other_officer)
    for name in ("case", "reports", "timeline", "decision", "force", "package", "identity", "notes"):
        led = client.get(address(name, kept))
        assert (led.status_code, led["Location"]) == (302, address("glass", kept))
    page = words(client, address("glass", kept))
    assert "This case is restricted" in page
    for said in ("community centre", "PC Abara", "religion", "Claimed", "A colleague is named", "1 report"):
        assert said not in page
    assert kept.reference not in words(client, reverse("desk:queue"))


def test_breaking_the_glass_asks_why_and_shows_a_banner_on_every_page(
    kept: Case, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    client = signed_in(other_officer)
    refused = client.post(address("glass", kept), {"code": "cover", "reason": " "}).content.decode()
    assert "There is a problem" in refused
    assert not Review.objects.exists()
    assert client.post(address("glass", kept), WHY)["Location"] == address("case", kept)
    for name in ("case", "reports", "timeline", "decision", "force"):
        assert "Behind the glass" in words(client, address(name, kept)), name
    assert client.get(address("close", kept)).status_code == 403
    assert client.get(address("glass", kept))["Location"] == address("case", kept)
    assert "Team (1)" in words(signed_in(supervisor), reverse("desk:queue"))
    assert "Reviews (1)" in words(signed_in(supervisor), reverse("desk:reviews"))


def test_members_see_no_banner_and_the_case_as_ever(kept: Case, officer: User, signed_in: SignedIn) -> None:
    page = words(signed_in(officer), address("case", kept))
    assert "Behind the glass" not in page
    assert "Restricted" in page
    assert "Members of this case" in page


def test_a_supervisor_reviews_what_was_opened(
    kept: Case, other_officer: User, supervisor: User, officer: User, signed_in: SignedIn
) -> None:
    client = signed_in(other_officer)
    client.post(address("glass", kept), WHY)
    client.get(address("reports", kept))
    reviewer, asked = signed_in(supervisor), Review.objects.get()
    assert kept.reference in words(reviewer, reverse("desk:reviews"))
    page = words(reviewer, reverse("desk:review", args=[asked.pk]))
    for said in ("PC Bell", "She is on leave", "The officer who works on it cannot be reached", "Reports ("):
        assert said in page
    assert "community centre" not in page
    sent = reviewer.post(reverse("desk:review", args=[asked.pk]), {"proper": "yes", "words": "He had to."})
    assert sent.status_code == 302
    assert "He had to." in words(reviewer, reverse("desk:review", args=[asked.pk]))
    assert "Nothing waits for a review" in words(reviewer, reverse("desk:reviews"))
    assert client.get(reverse("desk:reviews")).status_code == 403


def test_reviews_lead_to_the_case_where_the_supervisor_may_open_it(
    kept: Case, report: Make, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    signed_in(other_officer).post(address("glass", kept), WHY)
    done_alone = report(posts=()).case
    asked = ask_review(kind="alone", act="close", of=other_officer, case=done_alone, at=NOW)
    reviewer = signed_in(supervisor)
    for page in (reverse("desk:reviews"), reverse("desk:review", args=[asked.pk])):
        assert f'href="{address("case", done_alone)}"' in reviewer.get(page).content.decode()
    for page in (reverse("desk:reviews"), reverse("desk:review", args=[Review.objects.get(kind="glass").pk])):
        said = reviewer.get(page).content.decode()
        assert kept.reference in said
        assert f'href="{address("case", kept)}"' not in said


def test_a_supervisor_cannot_open_the_review_of_their_own_glass(
    kept: Case, supervisor: User, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    client.post(address("glass", kept), WHY)
    asked = Review.objects.get()
    assert "PC" not in words(client, reverse("desk:reviews")).split("<h1")[1].split("</main>")[0]
    assert client.get(reverse("desk:review", args=[asked.pk])).status_code == 404


def test_restricting_naming_removing_and_lifting_by_pages(
    report: Make, officer: User, other_officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    case, client = report().case, signed_in(officer)
    client.post(address("claim", case))
    said = {"members": [str(supervisor.pk)], "reason": "A colleague is named."}
    assert client.post(address("restrict", case), said)["Location"] == address("members", case)
    page = words(client, address("members", case))
    assert "Insp Cole" in page
    assert "A colleague is named." in page
    client.post(address("members", case), {"user": str(other_officer.pk)})
    assert signed_in(other_officer).get(address("case", case)).status_code == 200
    client.post(address("remove_member", case, other_officer.pk), {"reason": "Not needed."})
    assert signed_in(other_officer).get(address("case", case)).status_code == 302
    assert client.get(address("remove_member", case, other_officer.pk)).status_code == 404
    client.post(address("lift_restriction", case), {"reason": "Over."})
    assert signed_in(other_officer).get(address("case", case)).status_code == 200
    assert client.get(address("members", case)).status_code == 404


def test_who_reported_a_restricted_case_is_opened_with_a_reason_even_by_its_owner(
    kept: Case, officer: User, signed_in: SignedIn
) -> None:
    client = signed_in(officer)
    assert "Sample Person" not in client.post(address("identity", kept)).content.decode()
    assert "Sample Person" in client.post(address("identity", kept), WHY).content.decode()
    look = IdentityLook.objects.get()
    assert (look.code, look.reason) == (WHY["code"], WHY["reason"])
    assert '"code":"cover"' in "".join(Entry.objects.filter(verb="consulted").values_list("body", flat=True))


def test_who_reported_a_closed_case_is_opened_with_a_reason(report: Make, officer: User, signed_in: SignedIn) -> None:
    case, client = report().case, signed_in(officer)
    claim(case=case, actor=acting(officer), at=NOW)
    assert "Sample Person" in client.post(address("identity", case)).content.decode()
    close(case=case, closing_reason="outside_hub", reasons="x", actor=acting(officer), at=NOW)
    assert "Sample Person" not in client.post(address("identity", case)).content.decode()
    assert "Sample Person" in client.post(address("identity", case), WHY).content.decode()


def test_a_declared_connection_answers_as_if_there_were_no_case_and_alerts_the_supervisors(
    report: Make, officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    case, client = report().case, signed_in(officer)
    sent = {"kind": "name", "said": "Sample Person", "how": "My neighbour."}
    assert client.post(reverse("desk:connections"), sent)["Location"] == reverse("desk:connections")
    page = words(client, reverse("desk:connections"))
    assert "My neighbour." in page
    assert case.reference not in page
    other = new_reference("C")
    for name in ("case", "reports", "identity", "glass", "connection"):
        there, nowhere = client.get(address(name, case)), client.get(reverse(f"desk:{name}", args=[other]))
        assert there.status_code == nowhere.status_code == 404
        assert told(there, case.reference) == told(nowhere, other)
    row = Review.objects.get()
    assert (row.kind, row.times) == ("conflict", 5)
    assert "Asked for a case with a declared connection" in words(signed_in(supervisor), reverse("desk:reviews"))


def told(answer: Any, reference: str) -> tuple[bytes, list[tuple[str, str]]]:
    """Return what an answer says but for the address that was asked for and tokens."""
    body = re.sub(rb'(nonce|value|data-left)="[^"]*"', b"", answer.content.replace(reference.encode(), b""))
    return body, sorted((name, value) for name, value in answer.headers.items() if "nonce" not in value)


def test_a_file_of_a_closed_case_is_not_there_and_asking_for_it_alerts(
    report: Make, officer: User, signed_in: SignedIn
) -> None:
    report(files=(SentFile(deposit(BytesIO(b"text")), "note.txt"),))
    client = signed_in(officer)
    client.post(reverse("desk:connections"), {"kind": "name", "said": "Sample Person"})
    assert client.get(reverse("desk:file", args=[ReportedFile.objects.get().pk])).status_code == 404
    assert Review.objects.get().kind == "conflict"


def test_an_attempt_that_alerted_nobody_would_be_noticed(
    report: Make, officer: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, client = report().case, signed_in(officer)
    client.post(reverse("desk:connections"), {"kind": "name", "said": "Sample Person"})
    monkeypatch.setattr(door, "turn_away", lambda **_said: False)
    client.get(address("case", case))
    assert not Review.objects.exists()


def test_i_know_someone_in_this_case(report: Make, officer: User, supervisor: User, signed_in: SignedIn) -> None:
    case, client = report().case, signed_in(officer)
    client.post(address("claim", case))
    sent = client.post(address("connection", case), {"reason": "My brother posted it."})
    assert sent["Location"] == reverse("desk:connections")
    assert client.get(address("case", case)).status_code == 404
    other = signed_in(supervisor)
    held = Connection.objects.get()
    assert "PC Abara" in words(other, reverse("desk:connections"))
    page = words(other, reverse("desk:end_connection", args=[held.pk]))
    assert "My brother posted it." in page
    assert case.reference in page
    other.post(reverse("desk:end_connection", args=[held.pk]), {"reason": "Another person of that name."})
    assert client.get(address("case", case)).status_code == 200
    assert client.get(reverse("desk:end_connection", args=[held.pk])).status_code == 403


def test_every_reason_of_the_table_has_its_words_here() -> None:
    assert {each.code: each.says for each in reasons()} == {code: str(text) for code, text in WORDS.items()}


@pytest.mark.parametrize("name", ["reviews", "connections"])
def test_the_lists_ask_the_database_as_often_for_many_as_for_few(
    report: Make, officer: User, supervisor: User, signed_in: SignedIn, name: str
) -> None:
    def ask_more(times: int) -> None:
        for number in range(times):
            declare_connection(kind="name", said=f"Sam {chr(97 + number)}x{name} Some", actor=acting(officer), at=NOW)
            ask_review(kind="alone", act="close", of=officer, case=report(posts=()).case, at=NOW)

    client, spent = signed_in(supervisor), []
    for times in (1, 9):
        ask_more(times)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"desk:{name}"))
        spent.append(len(asked))
    assert spent[0] == spent[1]
