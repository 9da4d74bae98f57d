"""How much the harness does: a short form in the suite, the whole form with UPSTANDER_HARNESS=whole."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.harness.scratch import ScratchHub, copied, scratch

WHOLE = os.environ.get("UPSTANDER_HARNESS") == "whole"


@dataclass(frozen=True)
class Times:
    """Chooses how often to do something: the short number in the suite, the whole number when asked for."""

    def __call__(self, short: int, whole: int) -> int:
        return whole if WHOLE else short


@pytest.fixture(scope="session")
def times() -> Times:
    """Return what chooses between the short and the whole number."""
    return Times()


@pytest.fixture(scope="session")
def fresh() -> Iterator[ScratchHub]:
    """A hub that was just set up and is only ever copied."""
    with scratch() as made:
        yield made


@pytest.fixture
def hub(fresh: ScratchHub) -> Iterator[ScratchHub]:
    """A hub of the test's own under the real settings, on SQLite or on PostgreSQL by DATABASE_URL."""
    with copied(fresh) as made:
        yield made
