"""What the next version of a package would say is shown before it is asked for, and looking keeps nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from upstander.duties.evidence.models import Exhibit, Package
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Case
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
WORDS = "Words that are not to be on this page"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.PACKAGES_FOLDER = tmp_path / "packages"  # type: ignore[attr-defined]


def posts(number: int) -> tuple[SaidPost, ...]:
    return tuple(SaidPost(platform="x", handle=f"shouter{each}", text=WORDS) for each in range(number))


def page(client: Client, case: Case) -> str:
    answer = client.get(reverse("desk:package_preview", args=[case.reference]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_the_package_will_say_and_keeps_nothing(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(posts=posts(2)), signed_in(officer)
    said = page(client, case)
    assert f"{case.reference}_v1" in said
    assert "HUB-0002" in said
    assert "Who uses the accounts that posted this" in said, "what is not known"
    assert WORDS not in said
    assert not Exhibit.objects.exists()
    assert not Package.objects.exists()
    client.post(reverse("desk:package", args=[case.reference]))
    assert [each.reference for each in Exhibit.objects.order_by("pk")] == ["HUB-0001", "HUB-0002"], "as it said"


def test_of_the_next_version_it_says_what_has_changed(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(posts=posts(1)), signed_in(officer)
    client.post(reverse("desk:package", args=[case.reference]))
    assert "being built already" in page(client, case)
    worker.run_all()
    said = page(client, case)
    assert f"{case.reference}_v2" in said
    assert "What has changed since version 1" in said


def test_before_a_decision_it_says_why_there_is_nothing_to_see(
    at_claimed: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    said = page(signed_in(officer), at_claimed())
    assert "once it is decided" in said
    assert "would hold and say this" not in said


def test_who_may_not_build_may_not_look(at_line: Callable[..., Case], other_officer: User, signed_in: SignedIn) -> None:
    address = reverse("desk:package_preview", args=[at_line().reference])
    assert signed_in(other_officer).get(address).status_code == 403


def test_more_exhibits_cost_no_more_questions(at_line: Callable[..., Case], officer: User, signed_in: SignedIn) -> None:
    one, many, client = at_line(posts=posts(1)), at_line(posts=posts(12)), signed_in(officer)
    worker.run_all()
    page(client, one)
    counted = []
    for case in (one, many):
        with CaptureQueriesContext(connection) as queries:
            page(client, case)
        counted.append(len(queries))
    assert counted[1] <= counted[0]
