"""`upstander match` points at another witness of one incident where the records say their days, and only then."""

import json
from pathlib import Path
from typing import Any

import pytest

from upstander.config.tests.test_match import matched, said, written
from upstander.engines.matching.tests.edits import POSTS
from upstander.engines.matching.tests.test_incidents import FIRST, SECOND

Out = pytest.CaptureFixture[str]


def tiers(tmp_path: Path, capsys: Out, **asked: Any) -> list[tuple[str, str]]:
    """The candidates of a second account, among a first one and others of the same day."""
    others = [
        {"id": f"other{place}", "text": f"{POSTS[place % len(POSTS)]} Number{place} lamp{place}.", "at": "2026-11-18"}
        for place in range(120)
    ]
    held = written(tmp_path / "held.jsonl", *others, {"id": "first", "text": FIRST, "at": "2026-11-18T21:40:00+00:00"})
    new = written(tmp_path / "new.jsonl", {"id": "second", "text": SECOND, **asked})
    assert matched(held, new) == 0
    (line,) = said(capsys)
    return [(one["id"], one["tier"]) for one in line["candidates"] if one["linked"]]


def test_a_witness_of_the_same_days_is_found(tmp_path: Path, capsys: Out) -> None:
    assert tiers(tmp_path, capsys, at="2026-11-20") == [("first", "incident")]


@pytest.mark.parametrize("asked", [{"at": "2027-02-20"}, {"at": None}, {}])
def test_of_other_days_or_of_none_nothing_is_said(asked: dict[str, Any], tmp_path: Path, capsys: Out) -> None:
    assert tiers(tmp_path, capsys, **asked) == []


@pytest.mark.parametrize("at", ["yesterday", 20261118, ["2026-11-18"]])
def test_a_day_that_is_none_is_named_with_its_line(at: object, tmp_path: Path, capsys: Out) -> None:
    held = written(tmp_path / "held.jsonl", {"id": "one", "text": FIRST})
    new = written(tmp_path / "new.jsonl", json.dumps({"id": "second", "text": SECOND, "at": at}))
    assert matched(held, new) != 0
    assert "its at is no day such as 2026-11-18" in capsys.readouterr().err
