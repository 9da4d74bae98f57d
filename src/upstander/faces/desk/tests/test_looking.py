"""Words and pictures come when they are asked for, counted and journalled; at the limit a pause comes first."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from upstander.conftest import NOW
from upstander.duties.bundling.models import Suggestion
from upstander.duties.casework.models import Exposure, Lift
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant
from upstander.record.cases.models import Case, Membership, ReportedFile
from upstander.record.journal.models import Consultation, Entry
from upstander.record.people.models import HubProfile, Organisation, User
from upstander.record.vault.keeping import deposit
from upstander.record.vault.models import Preview
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
THREAT = "I will burn the mosque on Friday."


def photograph() -> SentFile:
    made = BytesIO()
    Image.new("RGB", (1600, 1200), "teal").save(made, "PNG")
    made.seek(0)
    return SentFile(deposit(made), "shot.png")


@pytest.fixture
def received(report: Callable[..., Received]) -> Received:
    taken = report(posts=(SaidPost(platform="x", text=THREAT),), files=(photograph(),))
    worker.run_all()
    return taken


def ask(client: Client, case: Case, **said: object) -> str:
    answer = client.post(reverse("desk:show", args=[case.reference]), said, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def page_of(client: Client, case: Case, query: str = "") -> str:
    return client.get(reverse("desk:case", args=[case.reference]) + query).content.decode()


def read(page: str) -> str:
    """What a reader reads: no marks, no numbers, no tags."""
    return re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", page, flags=re.S))


def test_the_page_says_what_was_found_and_shows_the_words_when_asked(
    received: Received, officer: User, signed_in: SignedIn
) -> None:
    client, case = signed_in(officer), received.case
    before = page_of(client, case)
    assert THREAT not in read(before)
    assert "says that the writer will or wants to do violence" in before
    assert "It can be wrong" in before
    page = ask(client, case, what="words", item=received.report.pk)
    assert THREAT in read(page)
    assert '<mark class="up-hit up-hit--wording">burn</mark>' in page
    assert "What the numbers mean" in page
    assert "You have asked to see distressing content 1 time today." in page
    assert Exposure.objects.get().kind == "words"
    assert Entry.objects.filter(verb="shown").count() == 1


def test_an_address_shows_nothing_to_who_did_not_ask(
    received: Received, officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    client, case = signed_in(officer), received.case
    query = f"?shown=words-{received.report.pk}"
    assert THREAT not in read(page_of(client, case, query))
    ask(client, case, what="words", item=received.report.pk)
    assert THREAT in read(page_of(client, case, query))
    assert Exposure.objects.count() == 1, "loading it again is no new asking"
    assert THREAT not in read(page_of(signed_in(other_officer), case, query))
    strange = "?shown=words-x&shown=&shown=secret-1&shown=words-99999999999999999999"
    assert THREAT not in read(page_of(client, case, strange))


def test_what_was_shown_stays_while_more_is_asked_for(received: Received, officer: User, signed_in: SignedIn) -> None:
    client, held = signed_in(officer), received.report.files.get()
    ask(client, received.case, what="words", item=received.report.pk)
    page = ask(client, received.case, what="picture", item=held.pk, shown=f"words-{received.report.pk}")
    assert THREAT in read(page)
    assert reverse("desk:preview", args=[held.pk]) in page


def test_a_picture_is_a_fresh_small_copy_for_who_asked(
    received: Received, officer: User, other_officer: User, signed_in: SignedIn
) -> None:
    client, held = signed_in(officer), received.report.files.get()
    address = reverse("desk:preview", args=[held.pk])
    assert address not in page_of(client, received.case)
    assert client.get(address).status_code == 404
    ask(client, received.case, what="picture", item=held.pk)
    sent = client.get(address)
    assert sent["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(sent.content)).size == (800, 600)
    assert sent["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Cache-Control"] == "no-store"
    assert sent["Cross-Origin-Resource-Policy"] == "same-origin"
    assert Consultation.objects.filter(kind="reportedfile", record=held.pk).exists()
    assert signed_in(other_officer).get(address).status_code == 404


def test_a_withheld_file_has_neither_picture_nor_button(received: Received, officer: User, signed_in: SignedIn) -> None:
    client, held = signed_in(officer), received.report.files.get()
    ask(client, received.case, what="picture", item=held.pk)
    ReportedFile.objects.update(withheld="abuse")
    assert client.get(reverse("desk:preview", args=[held.pk])).status_code == 404
    page = page_of(client, received.case, f"?shown=picture-{held.pk}")
    assert "Nobody can open it." in page
    assert reverse("desk:preview", args=[held.pk]) not in page
    assert f'"{reverse("desk:file", args=[held.pk])}"' not in page
    asked = client.post(reverse("desk:show", args=[received.case.reference]), {"what": "picture", "item": held.pk})
    assert asked.status_code == 404


def test_without_a_picture_the_page_says_why(received: Received, officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    Preview.objects.update(content=None, refused="the machine has no sandbox")
    assert "There is no picture to show: the machine has no sandbox." in page_of(client, received.case)
    Preview.objects.all().delete()
    assert "There is no picture to show yet" in page_of(client, received.case)


def test_what_is_not_in_the_case_or_out_of_sight_is_not_shown(
    received: Received, report: Callable[..., Received], hub: Organisation, officer: User, signed_in: SignedIn
) -> None:
    client, other = signed_in(officer), report()
    address = reverse("desk:show", args=[received.case.reference])
    for said in ({"what": "words", "item": other.report.pk}, {"what": "words"}, {"what": "original", "item": 1}, {}):
        assert client.post(address, said).status_code == 404
    assert client.post(address, {"suggestion": "7"}).status_code == 404
    assert client.get(address).status_code == 405
    ask(client, received.case, what="picture", item=received.report.files.get().pk)
    end_grant(received.case, to=hub, relation=Relation.HUB, at=NOW)
    assert client.post(address, {"what": "words", "item": received.report.pk}).status_code == 404
    assert client.get(reverse("desk:preview", args=[received.report.files.get().pk])).status_code == 404


def test_at_the_limit_a_pause_comes_first_and_a_supervisor_lifts_it(
    received: Received, officer: User, supervisor: User, signed_in: SignedIn
) -> None:
    HubProfile.objects.update(daily_looks=1)
    client, case = signed_in(officer), received.case
    ask(client, case, what="words", item=received.report.pk)
    for held_back in (
        ask(client, case, what="words", item=received.report.pk),
        client.get(reverse("desk:file", args=[received.report.files.get().pk]), follow=True).content.decode(),
    ):
        assert "Time for a pause" in held_back
        assert THREAT not in read(held_back)
    assert Exposure.objects.count() == 1
    assert "You have asked for more today." in client.post(reverse("desk:ask_lift"), follow=True).content.decode()
    lead = signed_in(supervisor)
    assert "Team (1)" in lead.get(reverse("desk:queue")).content.decode()
    assert "Welfare (1)" in lead.get(reverse("desk:team")).content.decode()
    listed = lead.get(reverse("desk:looks")).content.decode()
    assert "For welfare only." in listed
    lift = reverse("desk:lift_limit", args=[officer.pk])
    assert lift in listed
    assert "There is a problem" in lead.post(lift, {"reason": " "}).content.decode()
    assert lead.post(lift, {"reason": "Spoke with them."}).status_code == 302
    assert Lift.objects.get().by == supervisor
    assert THREAT in read(ask(client, case, what="words", item=received.report.pk))
    assert client.get(reverse("desk:rest", args=[case.reference])).status_code == 302


def test_more_than_is_left_is_not_shown_and_the_page_says_how_much_is(
    received: Received, report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    HubProfile.objects.update(daily_looks=3)
    client, case, second = signed_in(officer), received.case, report()
    Membership.objects.filter(report=second.report).update(case=case)
    both = [received.report.pk, second.report.pk]
    assert THREAT in read(ask(client, case, what="words", item=both))
    page = ask(client, case, what="words", item=both)
    assert "you asked for 2 at once, and 1 more look is left today" in page
    assert THREAT not in read(page)
    assert Exposure.objects.count() == 2
    assert THREAT in read(ask(client, case, what="words", item=both[0]))
    assert "Time for a pause" in ask(client, case, what="words", item=both)


def test_both_of_a_pair_are_shown_or_neither(
    received: Received, report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    HubProfile.objects.update(daily_looks=3)
    other = report(posts=(SaidPost(platform="x", text=THREAT),))
    worker.run_all()
    suggested = Suggestion.objects.get(report=other.report)
    client = signed_in(officer)
    ask(client, received.case, what="words", item=received.report.pk)
    ask(client, received.case, what="words", item=received.report.pk)
    page = ask(client, other.case, suggestion=suggested.pk)
    assert "you asked for 2 at once, and 1 more look is left today" in page
    assert Exposure.objects.count() == 2


def test_danger_is_shown_at_the_limit(report: Callable[..., Received], officer: User, signed_in: SignedIn) -> None:
    HubProfile.objects.update(daily_looks=1)
    client, danger = signed_in(officer), report(danger=True)
    for _ in range(3):
        assert "They should all go." in read(ask(client, danger.case, what="words", item=danger.report.pk))
    assert client.get(reverse("desk:rest", args=[danger.case.reference])).status_code == 302


def test_who_looks_after_nobody_sees_their_own_count_alone(
    received: Received, officer: User, other_officer: User, administrator: User, signed_in: SignedIn
) -> None:
    ask(signed_in(officer), received.case, what="words", item=received.report.pk)
    page = signed_in(other_officer).get(reverse("desk:looks")).content.decode()
    assert "You have asked to see distressing content 0 times today." in page
    assert officer.name not in page
    assert signed_in(other_officer).get(reverse("desk:lift_limit", args=[officer.pk])).status_code == 403
    assert signed_in(administrator).get(reverse("desk:looks")).status_code == 403


def test_saving_an_original_counts(received: Received, officer: User, signed_in: SignedIn) -> None:
    held = received.report.files.get()
    assert signed_in(officer).get(reverse("desk:file", args=[held.pk])).status_code == 200
    assert (Exposure.objects.get().kind, Exposure.objects.get().record) == ("original", held.pk)
