"""A worker that is killed with SIGKILL while it builds neither loses nor doubles the package, and leaves no rest."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from upstander.duties.evidence.tests.dying_worker import POINTS, TWICE
from upstander.engines.sealing.tests.packages import but_for_signatures
from upstander.engines.sealing.verify import verify_package

pytestmark = [pytest.mark.harness, pytest.mark.once]
"""Once: its hub is a SQLite file of its own, whatever database the run has."""


READY = "SELECT place, sha256, manifest_sha256 FROM evidence_package WHERE state = 'ready'"
KILLED = -signal.SIGKILL


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[int]]]:
    """A hub's folder, with a copy of the hub for each point, and how each process ended."""
    home = tmp_path_factory.mktemp("hub")
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env |= {"UPSTANDER_HOME": str(home), "DJANGO_SETTINGS_MODULE": "upstander.config.settings"}
    env |= {"UPSTANDER_SECRET_KEY": "only-for-tests" * 5, "UPSTANDER_MODE": "test"}
    command = [sys.executable, "-m", "upstander.duties.evidence.tests.dying_worker"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return home, json.loads(done.stdout)


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "upstander.sqlite3") as database:
        return database.execute(sql).fetchall()


@pytest.mark.parametrize("point", [*POINTS, TWICE])
def test_a_killed_build_is_done_again_once_and_whole(tried: tuple[Path, dict[str, list[int]]], point: str) -> None:
    home, ended = tried
    assert ended[point] == [*([KILLED] * (len(ended[point]) - 1)), 0]
    folder = home / point.replace(" ", "-")
    [(place, sha256, manifest)] = rows(folder, READY)
    [(body,)] = rows(folder, "SELECT body FROM journal_entry WHERE verb = 'package sealed'")
    data = json.loads(str(body))["data"]
    assert (data["manifest"], data["sha256"]) == (manifest, sha256)
    assert [path.name for path in (folder / "packages").iterdir()] == [place]
    findings = verify_package(folder / "packages" / str(place), home / "keys" / "hub-root.pem")
    assert findings.ok, findings


def test_wherever_it_was_killed_the_package_is_the_same_but_for_its_signatures(
    tried: tuple[Path, dict[str, list[int]]],
) -> None:
    folders = [tried[0] / point.replace(" ", "-") for point in POINTS]
    assert len({rows(folder, "SELECT checkpoint FROM evidence_package")[0] for folder in folders}) == 1
    first, *others = (but_for_signatures(next((folder / "packages").iterdir())) for folder in folders)
    for point, other in zip(POINTS[1:], others, strict=True):
        assert other == first, point
