"""What the PostgreSQL half of the suite leaves out, and that it leaves out nothing that asks for a database."""

from pathlib import Path

import pytest

from tests.once import PACKAGE, runs_once

LAW = PACKAGE / "law" / "clocks" / "tests" / "test_clocks.py"
DUTY = PACKAGE / "duties" / "care" / "tests" / "test_updates.py"


@pytest.mark.parametrize("path", [LAW, PACKAGE / "engines" / "sealing" / "tests" / "test_seal.py"])
def test_the_floors_without_django_are_tested_once(path: Path) -> None:
    assert runs_once(path, ["tmp_path"], [])


def test_a_test_marked_so_is_run_once() -> None:
    assert runs_once(DUTY, [], ["harness", "once"])


@pytest.mark.parametrize("path", [LAW, DUTY])
@pytest.mark.parametrize(
    ("fixtures", "marks"), [(["db"], []), (["live_server"], []), ([], ["django_db"]), (["transactional_db"], ["once"])]
)
def test_what_asks_for_a_database_runs_on_both_whatever_it_is_marked(
    path: Path, fixtures: list[str], marks: list[str]
) -> None:
    assert not runs_once(path, fixtures, marks)
    assert not runs_once(path, fixtures, [*marks, "once"])


@pytest.mark.parametrize("path", [DUTY, PACKAGE.parent / "law.py", Path(__file__)])
def test_everything_else_runs_on_both(path: Path) -> None:
    assert not runs_once(path, [], [])
