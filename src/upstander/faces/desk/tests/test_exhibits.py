"""The gallery of a case holds all that may become evidence and shows no picture unasked; custody is the journal's."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from upstander.conftest import NOW
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.record.cases import capturing
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.journal.checkpoints import checkpoint
from upstander.record.journal.models import Entry
from upstander.record.journal.verbs import Verb
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
NAME = "seen-at-school.png"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: object) -> None:
    settings.PACKAGES_FOLDER = tmp_path / "packages"  # type: ignore[attr-defined]


def picture(colour: str = "teal", name: str = NAME) -> SentFile:
    made = BytesIO()
    Image.new("RGB", (640, 480), colour).save(made, "PNG")
    made.seek(0)
    return SentFile(deposit(made), name)


def post(number: int = 1) -> SaidPost:
    return SaidPost(
        platform="x", handle=f"shouter{number}", text=f"Words number {number}, which are not in the gallery"
    )


def gallery(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(reverse("desk:exhibits", args=[case.reference]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def exhibit(client: Client, case: Case, slug: str, query: str = "") -> str:
    answer = client.get(reverse("desk:exhibit", args=[case.reference, slug]) + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_it_names_all_and_shows_no_words_and_no_picture_unasked(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(posts=(post(),), files=(picture(),))
    worker.run_all()
    page = gallery(signed_in(officer), received.case)
    assert "Picture that came with report" in page
    assert "shouter1" in page
    assert "Not numbered yet" in page
    assert "which are not in the gallery" not in page
    assert "<img" not in page
    assert "Show the picture" in page


def test_a_picture_is_shown_to_who_asks_and_the_way_back_leads_to_the_gallery(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(posts=(post(),), files=(picture(),))
    worker.run_all()
    client, held = signed_in(officer), ReportedFile.objects.get()
    asked = {"what": "picture", "item": held.pk, "on": "exhibits", "kind": "picture", "anchor": "gallery"}
    answer = client.post(reverse("desk:show", args=[received.case.reference]), asked, follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("desk:exhibits", args=[received.case.reference]))
    page = answer.content.decode()
    assert reverse("desk:preview", args=[held.pk]) in page
    assert "shouter1" not in page, "the kind that was chosen is kept"
    one = client.post(
        reverse("desk:show", args=[received.case.reference]), asked | {"exhibit": f"file-{held.pk}"}, follow=True
    )
    assert one.redirect_chain[-1][0].startswith(
        reverse("desk:exhibit", args=[received.case.reference, f"file-{held.pk}"])
    )


def test_what_an_officer_wrote_that_it_shows_stands_before_the_picture(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(files=(picture(),))
    worker.run_all()
    said = {"description": capturing.Known("A wall with a word sprayed on it", capturing.OFFICER)}
    capturing.keep(ReportedFile.objects.get(), said, by=officer, at=NOW)
    page = gallery(signed_in(officer), received.case)
    assert 0 < page.index("A wall with a word sprayed on it") < page.index("Show the picture")


def test_kinds_are_counted_and_chosen(report: Callable[..., Received], officer: User, signed_in: SignedIn) -> None:
    received = report(posts=(post(1), post(2)), files=(picture(),))
    worker.run_all()
    client = signed_in(officer)
    assert "Posts (2)" in gallery(client, received.case)
    assert "Pictures (1)" in gallery(client, received.case)
    only = gallery(client, received.case, "?kind=picture")
    assert "shouter1" not in only
    assert "shouter1" in gallery(client, received.case, "?kind=nonsense&page=nonsense"), "what is no kind is all"


def test_numbers_come_with_the_first_package_and_it_says_in_which(
    at_line: Callable[..., Case], officer: User, signed_in: SignedIn
) -> None:
    case, client = at_line(posts=(post(),), files=(picture(),)), signed_in(officer)
    client.post(reverse("desk:package", args=[case.reference]))
    worker.run_all()
    page = gallery(client, case)
    assert "HUB-0001" in page
    assert "HUB-0002" in page
    assert "Not numbered yet" not in page
    held = ReportedFile.objects.get()
    one = exhibit(client, case, f"file-{held.pk}")
    assert f"{case.reference}_v1" in one
    assert held.file.sha512 in one


def test_custody_tells_acts_by_their_number_and_looks_where_asked(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(files=(picture(),), account="Two men wrote this about our mosque on the wall of the school.")
    report(account="Two men wrote this about our mosque on the wall of the school.")
    worker.run_all()
    client, held = signed_in(officer), ReportedFile.objects.get()
    client.get(reverse("desk:file", args=[held.pk]))
    plain = exhibit(client, received.case, f"file-{held.pk}")
    assert "Entry 1" in plain
    assert "not under a mark yet" in plain
    assert "One exhibit" not in plain
    assert Entry.objects.filter(verb=Verb.SUGGESTED).exists()
    assert "Earlier reports suggested" not in plain, "what moved nothing is no part of custody"
    looked = exhibit(client, received.case, f"file-{held.pk}", "?looks=1")
    assert "One exhibit" in looked
    assert looked.count("moj-timeline__item") > plain.count("moj-timeline__item")
    made = checkpoint()
    assert made is not None
    assert f"Entries up to {made.size:d} are under the mark" in exhibit(client, received.case, f"file-{held.pk}")


def test_the_same_bytes_twice_are_two_exhibits_and_another_case_is_not_told_of(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(files=(picture(), picture(name="again.png")))
    other = report(files=(picture(),))
    worker.run_all()
    client = signed_in(officer)
    first, second, third = ReportedFile.objects.order_by("pk")
    assert first.file_id == second.file_id == third.file_id
    page = exhibit(client, received.case, f"file-{first.pk}")
    assert f"file-{second.pk}" in page
    assert f"file-{third.pk}" not in page
    assert "The same bytes" not in exhibit(client, other.case, f"file-{third.pk}")


def test_a_withheld_file_has_no_picture_and_no_way_to_one(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    received = report(files=(picture(),))
    worker.run_all()
    ReportedFile.objects.update(withheld=ReportedFile.Withheld.ABUSE)
    page = gallery(signed_in(officer), received.case)
    assert "Nobody can open it" in page
    assert "Show the picture" not in page


@pytest.mark.parametrize("slug", ["file-0", "post-99", "report-1", "file-", "file-9999999999999999999"])
def test_what_is_not_in_the_case_is_not_there(
    slug: str, report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case = report(files=(picture(),)).case
    assert signed_in(officer).get(reverse("desk:exhibit", args=[case.reference, slug])).status_code == 404


def test_an_exhibit_of_another_case_is_not_there(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    case, other = report(files=(picture(),)).case, report(files=(picture("red"),))
    theirs = ReportedFile.objects.get(report=other.report)
    answer = signed_in(officer).get(reverse("desk:exhibit", args=[case.reference, f"file-{theirs.pk}"]))
    assert answer.status_code == 404


def test_more_exhibits_cost_no_more_questions(
    report: Callable[..., Received], officer: User, signed_in: SignedIn
) -> None:
    one = report(posts=(post(),), files=(picture(),)).case
    many = report(
        posts=tuple(map(post, range(9))), files=tuple(picture(each) for each in ("red", "blue", "green"))
    ).case
    worker.run_all()
    client = signed_in(officer)
    gallery(client, one)
    counted = []
    for case in (one, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            gallery(client, case)
        counted.append(len(queries))
    assert counted[1] <= counted[0]
