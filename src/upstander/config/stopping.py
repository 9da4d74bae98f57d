"""Let a long command be stopped between two steps: what it has done by then is whole."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stopping() -> Iterator[list[int]]:
    """Let the first Ctrl-C or request to end finish the step under way; the second ends at once.

    What is yielded is empty until then: look at it between two steps.
    """
    asked: list[int] = []

    def ask(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        for name in before:
            signal.signal(name, signal.SIG_DFL)

    before = {name: signal.signal(name, ask) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
