"""The package says how each exhibit was captured, who says so, what it answers and what it is in English."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upstander.conftest import NOW
from upstander.duties.casework.actions.add_translation import add_translation
from upstander.duties.evidence.actions.record_capture import record_capture
from upstander.duties.evidence.assembling.records import records
from upstander.duties.evidence.models import Exhibit, Package
from upstander.duties.evidence.tests import story
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.engines.captures.tests import samples
from upstander.record.cases import scanned
from upstander.record.cases.capturing import Item
from upstander.record.cases.models import Case, ReportedFile, ReportedPost
from upstander.record.people.actors import acting
from upstander.record.people.models import User
from upstander.record.vault.keeping import deposit
from upstander.record.work import worker

LATER = NOW + timedelta(minutes=90)
POSTS = (SaidPost(link="https://x.com/a/status/1234567890123456789", text="Wynocha."), SaidPost(text="Yes, go."))
STRANGE = "\U00012000 kept.txt"
"""A name in a script of which no font is bundled."""


@pytest.fixture
def case(report: Callable[..., Received], officer: User, supervisor: User, settings: Any, tmp_path: Path) -> Case:
    settings.PACKAGES_FOLDER = str(tmp_path / "packages")
    archive = samples.zipped({"../out": b"x", STRANGE: b"y"})
    sent = [SentFile(deposit(BytesIO(each)), name) for each, name in ((samples.warc(), "a.warc"), (archive, "b.zip"))]
    received = report(posts=POSTS, files=tuple(sent))
    worker.run_all()
    return story.decided(received, officer, supervisor)


def exhibits(package: Package) -> dict[str, dict[str, Any]]:
    return {each["ref"]: each for each in json.loads(story.contents(package)["data/case.json"])["exhibits"]}


def keep(case: Case, item: Item, officer: User, why: str = "", **said: str) -> None:
    record_capture(case=case, item=item, said=said, why=why, actor=acting(officer), at=LATER)


def test_what_an_officer_set_down_stands_in_the_record_with_its_source(case: Case, officer: User) -> None:
    first, second = ReportedPost.objects.select_related("report", "post").order_by("position")
    keep(case, second, officer, tool="Firefox 14", completeness="crop")
    keep(
        case, second, officer, why="The version was misread.", tool="Firefox 145", completeness="whole_thread",
        posted_shown="1:30 am", posted_zone="Europe/London", posted_local="2026-10-25 01:30", posted_which="first",
        answers_post=str(first.pk), thread_place="second of two", language="en", redactions="one face\na name",
    )  # fmt: skip
    add_translation(
        report=first.report, post=first, column="", language_from="pl", language_to="en", text="Get out.",
        made_by="certified", maker="Register 12345", made_on=LATER.date(), actor=acting(officer), at=LATER,
    )  # fmt: skip
    package = story.built(case, officer)
    assert (package.state, package.trouble) == ("ready", "")
    one, two = list(exhibits(package).values())[:2]
    assert two["posted"] == {
        "displayed": "1:30 am", "zone": "Europe/London", "local": "2026-10-25 01:30", "utc": "2026-10-25T00:30:00Z"
    }  # fmt: skip
    assert two["thread"] == {
        "answers": one["ref"], "answers_address": None, "answers_text": None, "address": None, "place": "second of two"
    }  # fmt: skip
    assert (two["captured"]["tool"], two["captured"]["at"]) == ("Firefox 145", None)
    assert two["condition"]["redactions"] == ["one face", "a name"]
    assert two["record"]["number"] == 2
    assert two["record"]["why"] == "The version was misread."
    assert [each["number"] for each in two["record"]["earlier"]] == [1]
    assert two["record"]["sources"]["tool"] == "an officer"
    assert one["record"]["number"] == 0
    assert one["record"]["sources"]["original_address"] == "the report"
    assert [row["text"] for row in one["translations"]] == ["Get out."]
    words = story.words_in(package)
    assert "Firefox 145" in words
    assert "Get out." in words
    assert "Wynocha." in words


def test_what_a_captured_file_holds_is_said_and_nothing_in_it_stops_the_build(case: Case, officer: User) -> None:
    held = ReportedFile.objects.get(name_given="b.zip")
    scanned.keep(held, result="found", name="Test-Signature", engine="ClamAV 1.4.1", at=NOW)
    package = story.built(case, officer)
    assert (package.state, package.trouble) == ("ready", "")
    empty, nasty = list(exhibits(package).values())[2:]
    assert empty["contents"]["state"] == "IT CAPTURED NOTHING"
    assert nasty["contents"]["state"].startswith("not whole")
    assert STRANGE in nasty["contents"]["names"]
    assert nasty["scan"] == {
        "result": "found", "name": "Test-Signature", "engine": "ClamAV 1.4.1", "at": "2026-11-18T10:00:00Z"
    }  # fmt: skip
    assert empty["scan"] is None


def test_a_new_record_is_named_in_the_next_version(case: Case, officer: User) -> None:
    assert story.built(case, officer).state == "ready"
    keep(case, ReportedPost.objects.select_related("report").get(position=1), officer, tool="Firefox 145")
    worker.run_all()
    assert Package.objects.get().stale
    copy = json.loads(story.contents(story.built(case, officer, hours=3))["data/case.json"])
    assert "How it was captured was recorded anew of HUB-0001." in copy["supersedes"]["what_changed"]


def test_the_records_ask_the_database_as_often_for_many(case: Case, officer: User) -> None:
    story.asked(case, officer)
    together = ("report__sender", "post__post", "post__addition", "file__file", "file__addition")
    rows = list(Exhibit.objects.select_related(*together).order_by("pk"))

    def queries(some: list[Exhibit]) -> int:
        with CaptureQueriesContext(connection) as counted:
            records(some)
        return len(counted)

    assert queries(rows[1:3]) == queries(rows)
