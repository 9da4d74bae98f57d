"""Whatever people wrote is shown as text: nothing runs, nothing turns what stands round it, nothing is hidden."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from upstander.duties.assessment.actions.claim import claim
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.record.people.actors import acting
from upstander.record.people.identity import Identity
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}=HYPERLINK("x")\u202egnp\u200b\x00'
FIELDS = (
    "account", "why", "target_note", "seen_from", "home", "danger_place", "poster_note", "event_note", "event_place",
    "found_how", "authority",
)  # fmt: skip


@pytest.fixture
def evil(report: Callable[..., Received], officer: User) -> Received:
    words = dict.fromkeys(FIELDS, EVIL)
    post = SaidPost(link=f"https://x.com/{EVIL}", platform="x", text=EVIL, handle=EVIL)
    file = SentFile(deposit(BytesIO(b"x")), EVIL)
    identity = Identity(name=EVIL, note=EVIL)
    fields = {**words, "posts": (post,), "files": (file,), "identity": identity, "contact_means": "none"}
    report(**fields, at=timezone.now())
    received = report(**fields, danger=True, at=timezone.now())
    worker.run_all()
    claim(case=received.case, actor=acting(officer), at=timezone.now())
    return received


@pytest.mark.parametrize("name", ["case", "reports", "decision", "force", "package", "timeline", "facts", "close"])
def test_no_page_of_a_case_lets_it_out(name: str, evil: Received, officer: User, signed_in: SignedIn) -> None:
    answer = signed_in(officer).get(reverse(f"desk:{name}", args=[evil.case.reference]))
    assert answer.status_code == 200
    harmless(answer.content.decode())


def test_the_words_are_there_and_what_cannot_be_seen_is_written_out(
    evil: Received, officer: User, signed_in: SignedIn
) -> None:
    client, asked = signed_in(officer), {"what": "words", "item": evil.report.pk}
    for name in ("case", "reports"):
        answer = client.post(reverse("desk:show", args=[evil.case.reference]), {**asked, "on": name}, follow=True)
        page = answer.content.decode()
        harmless(page)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "[U+202E]gnp[U+200B]" in page
        assert "{{7*7}}" in page


def test_identity_and_comparison_and_queue_too(evil: Received, officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    harmless(client.post(reverse("desk:identity", args=[evil.case.reference])).content.decode())
    harmless(client.get(reverse("desk:queue")).content.decode())
    listed = client.get(reverse("desk:reports", args=[evil.case.reference])).content.decode()
    compare = listed.split("/reports/suggestion/")[1].split("/")[0]
    harmless(client.get(reverse("desk:compare", args=[evil.case.reference, int(compare)])).content.decode())
    both = client.post(reverse("desk:show", args=[evil.case.reference]), {"suggestion": compare}, follow=True)
    harmless(both.content.decode())


def test_what_is_typed_into_forms_comes_back_as_text(evil: Received, officer: User, signed_in: SignedIn) -> None:
    client = signed_in(officer)
    harmless(client.post(reverse("desk:enter"), {"source": "found", "found_how": EVIL, "text": EVIL}).content.decode())
    harmless(client.get(reverse("desk:queue"), {"reference": EVIL}).content.decode())
    refused = client.post(reverse("desk:close", args=[evil.case.reference]), {"reasons": EVIL})
    harmless(refused.content.decode())


def harmless(page: str) -> None:
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\x00" not in page
    assert "\u202e" not in _outside_boxes(page)


def _outside_boxes(page: str) -> str:
    """What is shown, without the boxes in which people's own words stand to be edited as they are."""
    parts = page.split("<textarea")
    shown = parts[0] + "".join(part.split("</textarea>", 1)[-1] for part in parts[1:])
    return "".join(piece.split(">", 1)[-1] if piece.startswith("input") else piece for piece in shown.split("<"))
