"""The pages on which a second person answers what the gate found and lets a package leave."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from upstander.duties.evidence.models import Finding, Package, Release
from upstander.law.access import Role
from upstander.record.cases.models import Case
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(at_line: Callable[..., Case], officer: User, settings: Settings, tmp_path: Path) -> Package:
    """A sealed package that waits, with three findings of two kinds."""
    settings.PACKAGES_FOLDER = tmp_path
    (tmp_path / "p.zip").write_bytes(b"PK")
    row = Package.objects.create(
        case=at_line(), version=1, state="ready", leaving="waiting", asked_by=officer, asked_at=timezone.now(),
        done_at=timezone.now(), name="p", place="p.zip", sha256="ab", manifest_sha256="cd",
    )  # fmt: skip
    for number, (kind, exhibit) in enumerate((("place", "HUB-0001"), ("place", "HUB-0002"), ("author", "HUB-0003")), 1):
        Finding.objects.create(
            package=row,
            number=number,
            kind=kind,
            place=f"exhibits/{exhibit}/a.jpg: EXIF",
            exhibit=exhibit,
            what="53.8...",
        )
    return row


def at(name: str, package: Package) -> str:
    return reverse(f"desk:{name}", args=[package.case.reference, package.version])


def send(client: Client, package: Package, **said: object) -> str:
    where = at("release_package", package)
    answered = client.post(where, said, follow=True)
    assert answered.status_code == 200
    return answered.content.decode()


KEPT = {
    "place_stays": "keep", "place_why": "Evidence, for that force alone.", "author_stays": "keep",
    "author_why": "Evidence.", "answer": "release",
}  # fmt: skip


def test_a_second_person_sees_each_finding_and_lets_it_leave(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(supervisor)
    page = client.get(at("release_package", package)).content.decode()
    for row in Finding.objects.all():
        assert f"{row.place}: {row.what}" in page
    assert "Released." in send(client, package, **KEPT)
    package.refresh_from_db()
    assert package.leaving == "released"
    assert {row.reason for row in Finding.objects.filter(kind="place")} == {"Evidence, for that force alone."}
    page = client.get(reverse("desk:package", args=[package.case.reference])).content.decode()
    assert "Released by Insp Cole" in page
    assert at("withdraw_release", package) in page


def test_what_is_not_answered_is_asked_for_and_nothing_is_lost(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(supervisor)
    page = send(client, package, **{**KEPT, "author_stays": "", "place_why": "Typed already."})
    assert "Typed already." in page
    page = send(client, package, **{**KEPT, "author_why": ""})
    assert "Say why it may stay" in page
    package.refresh_from_db()
    assert package.leaving == "waiting"


def test_ticking_some_leaves_out_these_alone_and_returns(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(supervisor)
    said = {**KEPT, "place_stays": "out", "place_which": ["2"], "place_why": "The first shows the square."}
    assert "Return the package" in send(client, package, **said)
    said |= {"answer": "return", "reason": "Leave out the home of a witness."}
    assert "Returned." in send(client, package, **said)
    answers = list(Finding.objects.order_by("number").values_list("answer", flat=True))
    assert answers == ["keep", "leave out", "keep"]
    page = client.get(reverse("desk:package", args=[package.case.reference])).content.decode()
    assert "Leave out the home of a witness." in page


def test_ticking_none_leaves_out_all_of_a_kind(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    said = {**KEPT, "place_stays": "out", "answer": "return", "reason": "x"}
    send(signed_in(supervisor), package, **said)
    assert Finding.objects.filter(kind="place", answer="leave out").count() == 2


def test_what_the_hub_wrote_itself_is_not_asked_about(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    Finding.objects.create(
        package=package, number=4, kind="identity", place="case.json: decision", what="name: R**** C*****", bars=True
    )
    client = signed_in(supervisor)
    page = client.get(at("release_package", package)).content.decode()
    assert "cannot be released" in page
    assert "identity_stays" not in page
    assert "hub itself" in send(client, package, **KEPT)
    assert not Release.objects.exists()


def test_the_supervisor_who_asked_cannot_answer(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    Package.objects.update(asked_by=supervisor)
    page = signed_in(supervisor).get(at("release_package", package)).content.decode()
    assert "Another person has to release this" in page
    assert "answer" not in page.partition("<main")[2].partition('name="answer"')[1]


def test_the_senior_investigator_who_asked_is_asked_for_a_ground_and_a_reason(
    package: Package, make_user: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    senior = make_user(Role.SENIOR_INVESTIGATOR, "DCI Dunne")
    Package.objects.update(asked_by=senior)
    client = signed_in(senior)
    kept = {name: said for name, said in KEPT.items() if name != "answer"}
    assert "Give a reason" in send(client, package, **kept, ground="surge")
    assert "Nobody told the hub of danger" in send(client, package, **kept, ground="danger", reason="x")
    assert "Released." in send(client, package, **kept, ground="surge", reason="400 reports since noon.")


def test_a_release_is_withdrawn_with_a_reason(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(supervisor)
    send(client, package, **KEPT)
    assert client.post(at("withdraw_release", package), {}).status_code == 200
    client.post(at("withdraw_release", package), {"reason": "The wrong force."})
    package.refresh_from_db()
    assert package.leaving == "waiting"


def test_what_waits_stands_on_the_page_of_two_people_and_is_the_next_step(
    package: Package, officer: User, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    link = at("release_package", package)
    page = signed_in(supervisor).get(reverse("desk:asked")).content.decode()
    assert link in page
    assert "Two people (1)" in page
    Package.objects.update(asked_by=supervisor)
    assert "Two people (1)" not in signed_in(supervisor).get(reverse("desk:asked")).content.decode()
    Package.objects.update(asked_by=officer)
    overview = reverse("desk:case", args=[package.case.reference])
    assert "Release the package that PC Abara asked for" in signed_in(supervisor).get(overview).content.decode()
    assert "Release the package" not in signed_in(officer).get(overview).content.decode()
    Package.objects.update(leaving="returned")
    assert "The package was returned" in signed_in(officer).get(overview).content.decode()


def test_a_version_that_is_not_sealed_has_no_page(
    package: Package, supervisor: User, signed_in: Callable[[User], Client]
) -> None:
    Package.objects.update(state="failed")
    for name in ("release_package", "withdraw_release"):
        assert signed_in(supervisor).get(at(name, package)).status_code == 404
