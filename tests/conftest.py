"""The tests outside the package may ask for what those inside it may; the access matrix says its figures at the end."""

import pytest

from tests.access.tally import begin, total
from upstander.conftest import *  # noqa: F403
from upstander.conftest import _keys, _no_language  # noqa: F401


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        begin()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if found := total():
        said = "{cells:,} cells at {addresses} addresses, {leaks} leaks, {wrong} answers not as reviewed"
        terminalreporter.write_line(f"access matrix: {said.format(**found)} (build/access/matrix.json)")
