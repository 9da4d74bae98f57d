"""Through whose eyes the database is read just now: nobody's, one member of staff's, or the hub's own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

Said = ParamSpec("Said")
Given = TypeVar("Given")


@dataclass(frozen=True)
class Viewer:
    """What the policies are told. Nobody sees nothing; the hub sees all; staff see what their grants open."""

    kind: str
    user: int = 0
    organisation: int = 0
    relations: str = ""
    """The relations that open a case to this member of staff, with commas between."""
    refusing: str = ""
    """The relations that close it whatever other one is held."""


NOBODY = Viewer("nobody")
HUB = Viewer("hub")
_now: ContextVar[Viewer | None] = ContextVar("viewer", default=None)
_else = NOBODY


def current() -> Viewer:
    """Return through whose eyes this thread reads; where nobody said so, what the whole process is."""
    return _now.get() or _else


def whole_process(viewer: Viewer) -> None:
    """Say what every thread of this process is that says nothing else: the hub in a worker or a command."""
    global _else
    _else = viewer
    _bring_in_line()


@contextmanager
def seen_as(viewer: Viewer) -> Iterator[None]:
    """Read through the eyes of `viewer` until the end of the block, whatever happens in it."""
    token = _now.set(viewer)
    try:
        yield
    finally:
        _now.reset(token)
        _bring_in_line()


def look_as(viewer: Viewer) -> None:
    """Go on through the eyes of `viewer` until the block of `seen_as` that one stands in is over."""
    if _now.get() is None:
        raise RuntimeError("nothing would end this look: it belongs into a block of seen_as")
    _now.set(viewer)
    _bring_in_line()


def unfenced() -> AbstractContextManager[None]:
    """Put the fence aside for a block that has already decided, by the access table, what it may read."""
    return seen_as(HUB)


def action(act: Callable[Said, Given]) -> Callable[Said, Given]:
    """Make a function an action: one transaction, in which the fence is put aside.

    An action asks `require` first, then reads and writes what follows from the act, which reaches beyond what the one
    who acts may see: the case that a report leaves, the clocks of another, the last grant that is ended.
    """
    within = transaction.atomic(act)

    @wraps(act)
    def acting(*said: Said.args, **named: Said.kwargs) -> Given:
        with seen_as(HUB):
            return within(*said, **named)

    return acting


def _bring_in_line() -> None:
    """Tell an open connection at once, so that none is ever left lying with wider eyes than those of its thread."""
    tell = getattr(connection, "bring_in_line", None)
    if tell is not None:
        tell()
