"""However an upload ends, nothing half stands under its hash, and no row is without its file."""

from pathlib import Path

import pytest

from tests.harness.conftest import Times
from tests.harness.scratch import ScratchHub
from tests.harness.small_disk import NOT_HERE, small_disk

pytestmark = pytest.mark.harness


def test_a_killed_upload_leaves_no_half_file_and_no_row_without_its_file(hub: ScratchHub, times: Times) -> None:
    seen = hub.play("uploading", tries=times(12, 500), seed=21)
    assert (seen["halves"], seen["without"], seen["faults"]) == ([], [], []), seen
    assert seen["acked"] > 0
    assert seen["files"] > 0


def test_a_vault_that_writes_under_the_final_name_would_be_seen_to_leave_halves(hub: ScratchHub) -> None:
    assert hub.play("uploading", tries=12, seed=22, broken="in place")["halves"] != []


def test_a_disk_that_fills_up_under_uploads_leaves_no_half_file_and_no_row_without_its_file(
    fresh: ScratchHub, tmp_path: Path, times: Times
) -> None:
    with small_disk(fresh, tmp_path) as disk:
        if disk is None:
            pytest.skip(NOT_HERE)
        seen = disk.hub.play("uploading", tries=times(6, 500), seed=23, full=True)
    assert (seen["halves"], seen["without"], seen["faults"]) == ([], [], []), seen
    assert seen["refused"] > 0
