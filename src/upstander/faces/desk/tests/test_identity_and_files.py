"""Who reported and the originals of files are opened on purpose, by those who may, and the journal knows first."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from upstander.conftest import NOW
from upstander.duties.casework.models import Exposure
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SentFile
from upstander.faces.kit.attachment import safe_name
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant
from upstander.record.cases.models import Case, IdentityLook, Membership, ReportedFile
from upstander.record.cases.queue import settle
from upstander.record.journal.models import Consultation, Entry
from upstander.record.people.identity import Identity
from upstander.record.people.models import Organisation, User
from upstander.record.vault.keeping import deposit

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
HOSTILE = '../x<b>\u202egnp.exe"'
BYTES = b"<html><script>alert(1)</script>"


def identity(case: Case) -> str:
    return reverse("desk:identity", args=[case.reference])


def test_the_owner_asks_and_is_shown(at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    case, client = at_claimed(), signed_in(officer)
    assert "Sample Person" not in client.get(identity(case)).content.decode()
    shown = client.post(identity(case))
    assert "Sample Person" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert Consultation.objects.filter(kind="person").exists()
    assert IdentityLook.objects.get().by == officer


def test_a_supervisor_gives_a_reason_which_is_kept(
    at_claimed: Callable[..., Case], supervisor: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(supervisor)
    refused = client.post(identity(case), {"reason": "  "}).content.decode()
    assert "There is a problem" in refused
    assert "Sample Person" not in refused
    assert not IdentityLook.objects.exists()
    assert "There is a problem" in client.post(identity(case), {"reason": "A threat to life."}).content.decode()
    said = {"code": "danger", "reason": "A threat to life."}
    assert "Sample Person" in client.post(identity(case), said).content.decode()
    look = IdentityLook.objects.get()
    assert (look.code, look.reason) == ("danger", "A threat to life.")


def test_another_officer_may_not_know(
    at_claimed: Callable[..., Case], other_officer: User, auditor: User, signed_in: SignedIn
) -> None:
    case = at_claimed()
    for user in (other_officer, auditor):
        assert signed_in(user).get(identity(case)).status_code == 403
        assert signed_in(user).post(identity(case), {"code": "danger", "reason": "x"}).status_code == 403
    assert not IdentityLook.objects.exists()


def test_no_other_page_of_a_case_names_the_complainant(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_claimed(), signed_in(officer)
    for name in ("case", "reports", "decision", "force", "package", "timeline"):
        page = client.get(reverse(f"desk:{name}", args=[case.reference])).content.decode()
        assert "Sample Person" not in page
        assert "sample.person" not in page


@pytest.fixture
def with_file(report: Callable[..., Received]) -> Received:
    return report(files=(SentFile(deposit(BytesIO(BYTES)), HOSTILE),))


def test_an_original_leaves_as_bytes_alone(with_file: Received, officer: User, signed_in: SignedIn) -> None:
    held = ReportedFile.objects.get()
    sent = signed_in(officer).get(reverse("desk:file", args=[held.pk]))
    assert b"".join(sent.streaming_content) == BYTES  # type: ignore[attr-defined]
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"].startswith("attachment;")
    assert "/" not in sent["Content-Disposition"].split("filename", 1)[1].replace("utf-8''", "")
    assert sent["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(verb="downloaded", subject=f"reportedfile:{held.pk}").exists()


def test_asking_for_the_head_of_an_original_is_refused_counted_and_journalled_as_nothing(
    with_file: Received, officer: User, signed_in: SignedIn
) -> None:
    there = reverse("desk:file", args=[ReportedFile.objects.get().pk])
    assert signed_in(officer).head(there).status_code == 405
    assert not Exposure.objects.exists()
    assert not Entry.objects.filter(verb__in=["downloaded", "shown"]).exists()


def test_files_of_a_case_that_may_not_be_seen_are_not_there(
    with_file: Received, hub: Organisation, officer: User, force_officer: Callable[[str], User], signed_in: SignedIn
) -> None:
    address = reverse("desk:file", args=[ReportedFile.objects.get().pk])
    assert signed_in(force_officer("E23000010")).get(address).status_code == 403
    end_grant(with_file.case, to=hub, relation=Relation.HUB, at=NOW)
    assert signed_in(officer).get(address).status_code == 404
    assert signed_in(officer).get(reverse("desk:file", args=[10**9])).status_code == 404
    assert not Entry.objects.filter(verb="downloaded").exists()


def test_names_of_files_keep_no_folder_and_nothing_unseen() -> None:
    assert safe_name(HOSTILE) == "xb[U+202E]gnp.exe"
    assert safe_name(".") == "file"
    assert len(safe_name("x" * 500 + ".png")) < 140


def bundle(report: Callable[..., Received], case: Case, *, of: int) -> None:
    """Let more reports count under the case, up to `of`, each by somebody of its own name."""
    for number in range(2, of + 1):
        more = report(identity=Identity(name=f"Person {number}", email=f"person.{number}@example.org"))
        Membership.objects.filter(report=more.report).update(case=case)
    settle(Case.objects.get(pk=case.pk))


def test_of_a_large_case_the_page_says_which_reports_it_shows_and_leads_to_the_rest(
    at_claimed: Callable[..., Case],
    report: Callable[..., Received],
    officer: User,
    signed_in: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("upstander.record.cases.identities.MOST", 2)
    case, client = at_claimed(), signed_in(officer)
    assert "none of the others" not in client.post(identity(case)).content.decode()
    bundle(report, case, of=5)
    IdentityLook.objects.all().delete()
    seen: list[str] = []
    for after, numbers in ((0, "1 to 2"), (2, "3 to 4"), (4, "5 to 5")):
        asked = client.get(f"{identity(case)}?after={after}").content.decode()
        shown = client.post(f"{identity(case)}?after={after}").content.decode()
        for page in (asked, shown):
            assert f"This case holds 5 reports. This page is about numbers {numbers}" in page
            assert (f'href="?after={after + 2}"' in page) == (after < 4)
        seen += [name for name in ("Sample Person", *(f"Person {n}" for n in range(2, 6))) if f">{name}<" in shown]
    assert IdentityLook.objects.count() == 5
    assert len(seen) == len(set(seen)) == 5
    assert "numbers 1 to 2" in client.get(f"{identity(case)}?after=99").content.decode()
    assert "numbers 1 to 2" in client.get(f"{identity(case)}?after=-1").content.decode()
