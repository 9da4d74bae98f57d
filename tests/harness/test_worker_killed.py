"""A worker that is killed with SIGKILL neither loses nor doubles an effect."""

from pathlib import Path

import pytest

from tests.harness.conftest import Times
from tests.harness.scratch import ScratchHub
from tests.harness.small_disk import NOT_HERE, small_disk

pytestmark = pytest.mark.harness


def test_every_effect_in_the_database_happens_once(hub: ScratchHub, times: Times) -> None:
    seen = hub.play("counting", kills=times(24, 600), seed=1)
    assert (seen["lost"], seen["double"]) == ([], []), seen
    assert hub.faults() == []


def test_a_worker_that_wakes_up_after_its_lease_keeps_nothing(hub: ScratchHub) -> None:
    seen = hub.play("counting", kills=0, seed=1, freeze=True)
    assert (seen["asked"], seen["lost"], seen["double"]) == (10, [], []), seen


def test_work_marked_done_in_a_later_transaction_would_be_seen_to_double(hub: ScratchHub) -> None:
    assert hub.play("counting", kills=8, seed=2, broken="marked afterwards")["double"] != []


def test_work_marked_done_in_an_earlier_transaction_would_be_seen_to_get_lost(hub: ScratchHub) -> None:
    assert hub.play("counting", kills=8, seed=3, broken="marked before")["lost"] != []


def test_every_letter_is_sent_once(hub: ScratchHub, times: Times) -> None:
    seen = hub.play("mail", kills=times(20, 1000), seed=4, real=times(1, 40))
    assert seen["owed"] > 0
    assert (seen["lost"], seen["double"], seen["states"]) == ([], [], ["sent"]), seen
    assert hub.faults() == []


def test_letters_sent_without_a_mark_would_be_seen_to_double(hub: ScratchHub) -> None:
    assert hub.play("mail", kills=6, seed=5, broken="sent without a mark")["double"] != []


def test_suggestions_are_those_of_a_run_that_nobody_disturbed(hub: ScratchHub, times: Times) -> None:
    seen = hub.play("matching", kills=times(10, 400), seed=6, reports=18)
    assert seen["suggestions"] > 8
    assert (seen["missing"], seen["other"], seen["marks_differ"]) == ([], [], False), seen
    assert seen["entries"][0] == seen["entries"][1], "each suggestion stands in the journal once"
    assert hub.faults() == []


def test_suggestions_marked_made_before_they_are_made_would_be_seen_to_be_missing(hub: ScratchHub) -> None:
    assert hub.play("matching", kills=3, seed=7, reports=18, broken="marked before")["missing"] != []


def test_each_package_is_built_once_and_whole(hub: ScratchHub, times: Times) -> None:
    seen = hub.play("packages", kills=times(8, 500), seed=8)
    assert seen["asked"] == seen["sealed"] > 0
    faults = {name: seen[name] for name in ("not_ready", "double", "unverified", "left_behind")}
    assert faults == {name: [] for name in faults}, seen
    assert hub.faults() == []


def test_a_disk_that_fills_up_under_builds_leaves_nothing_half_and_that_is_said(
    fresh: ScratchHub, tmp_path: Path, times: Times
) -> None:
    with small_disk(fresh, tmp_path) as disk:
        if disk is None:
            pytest.skip(NOT_HERE)
        seen = disk.hub.play("packages", kills=times(3, 500), seed=10, full=True)
        assert disk.hub.faults() == []
    assert (seen["double"], seen["unverified"], seen["left_behind"]) == ([], [], []), seen
    assert all(said.startswith("There is no room left on the disk.") for said in seen["said"]), seen


def test_a_package_marked_built_before_it_is_built_would_be_seen_to_be_missing(hub: ScratchHub) -> None:
    assert hub.play("packages", kills=2, seed=9, broken="marked before")["not_ready"] != []
