"""A report that vanishes is missed: `upstander check` counts what was acknowledged, one by one."""

import pytest

from tests.harness.scratch import ScratchHub

pytestmark = pytest.mark.harness


def test_a_vanished_row_is_found_by_the_check(hub: ScratchHub) -> None:
    assert "Everything is there and unchanged." in hub.command("check", code=0)
    gone = hub.play("vanish", reports=5)["reference"]
    said = hub.command("check", code=1)
    assert f"WRONG: report {gone}: was acknowledged (web) and is gone" in said
    assert "5 acknowledged = 4 open" in said
