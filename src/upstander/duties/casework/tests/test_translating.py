"""A translation stands beside the words as they came, and says who or what made it."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.casework.actions.add_translation import add_translation
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.record.cases.models import Addition, ReportedPost, Translation
from upstander.record.cases.states import WrongState
from upstander.record.journal.reading import acts
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db
ARABIC = "ارحلوا عن المدينة"


@pytest.fixture
def received(report: Callable[..., Received], officer: User) -> Received:
    taken = report(posts=(SaidPost(platform="x", text=ARABIC),))
    claim(case=taken.case, actor=acting(officer), at=NOW)
    return taken


def add(received: Received, by: User, **said: Any) -> Translation:
    plain = {
        "report": received.report, "post": received.report.posts.get(), "language_from": "ar", "text": "Leave the town",
        "made_by": "certified", "maker": "Register 1234", "made_on": NOW.date(),
    }  # fmt: skip
    return add_translation(**{**plain, **said}, actor=acting(by), at=NOW)


def test_it_is_kept_beside_words_that_stay(received: Received, officer: User) -> None:
    row = add(received, officer)
    post = ReportedPost.objects.get(report=received.report)
    assert post.text == ARABIC
    assert (row.post, row.language_from, row.language_to, row.made_by) == (post, "ar", "en", "certified")
    assert row.words_sha256 == sha256(ARABIC.encode()).hexdigest()
    assert (row.recorded_by, row.recorded_at) == (officer, NOW)
    [entry] = acts(Verb.TRANSLATED)
    assert entry["data"] == {"made_by": "certified", "language_from": "ar", "language_to": "en"}
    assert f"case:{received.case.pk}" in entry["about"]
    assert "Leave" not in str(entry)


def test_a_second_one_stands_beside_the_first(received: Received, officer: User) -> None:
    add(received, officer)
    add(received, officer, made_by="machine", maker="Some program 2.1", text="Go away from the city")
    assert [row.made_by for row in Translation.objects.order_by("pk")] == ["certified", "machine"]


def test_words_of_the_report_and_of_what_was_added_can_be_translated(received: Received, officer: User) -> None:
    addition = Addition.objects.create(report=received.report, received_at=NOW, text="Dw i'n ofnus.")
    assert add(received, officer, post=None, column="why").column == "why"
    row = add(received, officer, post=None, column=f"addition {addition.pk}", language_from="cy", text="I am afraid.")
    assert row.words_sha256 == sha256(b"Dw i'n ofnus.").hexdigest()


@pytest.mark.parametrize(
    "said",
    [
        {"text": "  "},
        {"maker": ""},
        {"language_from": "en"},
        {"language_from": "Klingon!"},
        {"post": None, "column": "authority"},
        {"post": None, "column": "found_how"},
        {"post": None, "column": "addition 999999"},
        {"made_on": (NOW + timedelta(days=1)).date()},
        {"made_by": "guess"},
    ],
)
def test_what_is_missing_or_makes_no_sense_is_refused(received: Received, officer: User, said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        add(received, officer, **said)
    assert not Translation.objects.exists()


def test_a_post_of_another_report_is_refused(
    received: Received, report: Callable[..., Received], officer: User
) -> None:
    with pytest.raises(WrongState):
        add(received, officer, post=report().report.posts.get())


def test_only_who_has_the_case_may_record_one(received: Received, other_officer: User, auditor: User) -> None:
    for by in (other_officer, auditor):
        with pytest.raises(NotAllowed):
            add(received, by)
