"""`upstander package`, killed again and again: its file is whole or not there, and the same command goes on."""

import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.harness.conftest import Times
from tests.harness.scratch import ScratchHub
from upstander.engines.sealing.verify import verify_package

pytestmark = pytest.mark.harness


def test_the_file_is_whole_or_not_there_and_no_version_is_doubled(
    hub: ScratchHub, times: Times, tmp_path: Path
) -> None:
    rng, reference = random.Random(31), hub.play("decided", prepare=True)["reference"]
    words, anchor = ("package", reference, "--out", str(tmp_path / "p.zip")), hub.home / "keys" / "hub-root.pem"
    killed = 0
    for _ in range(times(3, 40)):
        process = hub.start(*words)
        try:
            process.wait(rng.uniform(1.5, 6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        if (tmp_path / "p.zip").exists():
            assert verify_package(tmp_path / "p.zip", anchor).ok
            (tmp_path / "p.zip").unlink()
        time.sleep(0.2)
        assert hub.play("decided", prepare=False)["versions"] <= 1, "what was begun is gone on with"
    assert killed > 0
    hub.command(*words)
    assert verify_package(tmp_path / "p.zip", anchor).ok
    assert hub.play("decided", prepare=False)["versions"] == 1
    assert [path.name for path in (hub.home / "packages").iterdir() if path.suffix != ".zip"] == []
    assert hub.faults() == []
