"""Translations go with a package beside the words, looks at the words do not."""

import json

import pytest

from upstander.conftest import NOW
from upstander.duties.casework.actions.add_translation import add_translation
from upstander.duties.casework.actions.show import show
from upstander.duties.evidence.documents.case_copy import check_case
from upstander.duties.evidence.tests import story
from upstander.duties.intake.submission import SaidPost
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.work import worker

pytestmark = pytest.mark.django_db
ARABIC = "ارحلوا عن المدينة"


def test_a_translation_stands_in_the_copy_and_in_the_report_and_a_look_in_neither(
    report: story.Reporting, officer: User, supervisor: User
) -> None:
    received = report(posts=(SaidPost(platform="x", text=ARABIC),))
    case = story.decided(received, officer, supervisor)
    first = story.built(case, officer)
    actor, post = acting(officer), received.report.posts.get()
    add_translation(
        report=received.report, post=post, language_from="ar", text="Leave the town", made_by="machine",
        maker="Some program 2.1", made_on=NOW.date(), actor=actor, at=NOW,
    )  # fmt: skip
    add_translation(
        report=received.report, column="account", language_from="en", language_to="cy", text="Fe welais i hyn.",
        made_by="certified", maker="Register 7", made_on=NOW.date(), actor=actor, at=NOW,
    )  # fmt: skip
    show(case=case, kind="words", records=[received.report.pk], actor=actor, at=NOW)
    worker.run_all()
    first.refresh_from_db()
    assert first.stale
    second = story.built(case, officer, hours=3)
    assert second.state == "ready", second.trouble
    copy = json.loads(story.contents(second)["data/case.json"])
    check_case(copy)
    said = copy["reports"][0]["translations"]
    assert [(each["of"], each["made_by"], each["certified"]) for each in said] == [
        (f"Post 1 of {received.report.reference}", "program, not certified", False),
        ("What happened, in the reporter's words", "certified translator", True),
    ]
    assert copy["exhibits"][0]["text"] == ARABIC, "the words themselves stay"
    assert f"A translation was added to {received.report.reference}." in copy["supersedes"]["what_changed"]
    verbs = {event["verb"] for event in copy["custody"]["events"]}
    assert "Translation recorded" in verbs
    assert "Reported words or pictures looked at" not in verbs
    words = story.words_in(second)
    assert "Leave the town" in words
    assert "Some program 2.1" in words
