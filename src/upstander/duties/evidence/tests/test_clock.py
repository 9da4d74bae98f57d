"""A package says whether the clock of the hub was set back, and which of its events have a time in doubt."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from upstander.duties.evidence.tests import story
from upstander.record.journal import clock
from upstander.record.people.models import User

pytestmark = pytest.mark.django_db


def test_a_clock_that_was_set_back_is_said_with_the_events_in_doubt(
    report: story.Reporting, officer: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = story.built(story.decided(report(), officer, supervisor), officer)
    whole = json.loads(story.contents(first)["data/build.json"])
    assert (whole["clock"]["set_back"], whole["clock"]["events_with_times_in_doubt"]) == ([], [])
    received = report()
    read = clock.read
    monkeypatch.setattr(clock, "read", lambda: replace(read(), wall=read().wall - 3_600_000_000))
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.now(UTC) - timedelta(hours=1))
    case = story.decided(received, officer, supervisor)
    monkeypatch.undo()
    files = story.contents(story.built(case, officer))
    said = json.loads(files["data/build.json"])["clock"]
    [back] = said["set_back"]
    assert back["by_milliseconds"] >= 3_600_000
    events = [json.loads(line) for line in files["data/custody/events.jsonl"].splitlines()]
    hour_before = [each["seq"] for each in events if each["seq"] > back["entry"] and each["verb"] != "package asked"]
    assert said["events_with_times_in_doubt"] == hour_before != []
