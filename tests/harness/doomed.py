"""Let a process kill itself with SIGKILL at a chosen place: hooks put in from outside, none of them in the product."""

import functools
import importlib
import json
import os
import random
import signal
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from upstander.duties.evidence.tests.in_the_press import hooked, worker

BEFORE, AFTER = "before", "after"
LEASE = timedelta(milliseconds=400)
"""What a doomed worker's lease is shortened to, so that nobody waits a minute for the next one."""


@dataclass(frozen=True)
class Doom:
    """Die (or be frozen) before or after the `nth` call of `place`, named `module:attribute`.

    `in_the_press` it is called in the process that makes a package: then the worker that started that one dies, and
    before the call both do.
    """

    place: str
    when: str
    nth: int = 1
    number: int = signal.SIGKILL
    in_the_press: bool = False

    def __str__(self) -> str:
        return f"{self.when} {self.place.rpartition(':')[2]} #{self.nth}"


@dataclass(frozen=True)
class Place:
    """Where dooms are drawn from: before or after one of the first `calls` calls of a function."""

    name: str
    calls: int = 1
    whens: tuple[str, ...] = (BEFORE, AFTER)
    in_the_press: bool = False

    def draw(self, rng: random.Random) -> Doom:
        """Return one of the dooms of this place."""
        return Doom(self.name, rng.choice(self.whens), rng.randint(1, self.calls), in_the_press=self.in_the_press)


def install(doom: Doom) -> None:
    """Put the doom into this process, or into the next one that makes a package for it."""
    if doom.in_the_press:
        hooked(os.environ, f"{__name__}:install_in_the_press", json.dumps(asdict(doom)))
    else:
        _install(doom, lambda _: os.kill(os.getpid(), doom.number))


def install_in_the_press(said: str) -> None:
    """Put the doom into the process that makes a package. Struck afterwards, it goes on as long as it is let."""

    def strike(when: str) -> None:
        os.kill(worker(), doom.number)
        if when == BEFORE:
            os.kill(os.getpid(), doom.number)

    doom = Doom(**json.loads(said))
    _install(doom, strike)


def _install(doom: Doom, strike: Callable[[str], None]) -> None:
    owner, name = _found(doom.place)
    original, count = getattr(owner, name), 0

    @functools.wraps(original)
    def doomed(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        due = count == doom.nth
        if due and doom.when == BEFORE:
            strike(BEFORE)
        result = original(*args, **kwargs)
        if due and doom.when == AFTER:
            strike(AFTER)
        return result

    setattr(owner, name, doomed)


def forked(run: Callable[[], Any], *, doom: Doom | None = None) -> int:
    """Run in a child of this process, and return its pid. The child never returns from here."""
    from django.db import connections

    connections.close_all()
    if pid := os.fork():
        return pid
    code = 1
    try:
        if doom:
            install(doom)
        run()
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        connections.close_all()
        os._exit(code)


def outcome(pid: int) -> int:
    """Wait for a child: 0 it ended by itself, 9 it was killed. Any other end is an error of the harness."""
    _, status = os.waitpid(pid, 0)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.waitstatus_to_exitcode(status)
    assert ended in (0, signal.SIGKILL), f"a child ended with {ended}"
    return ended


def _found(place: str) -> tuple[Any, str]:
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    return functools.reduce(getattr, owners, importlib.import_module(module)), name
