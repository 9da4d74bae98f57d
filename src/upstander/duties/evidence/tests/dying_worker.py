"""Run in a process of its own: a worker that is killed with SIGKILL at chosen points of building a package."""

import importlib
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.utils.module_loading import autodiscover_modules

from upstander.duties.evidence.tests import in_the_press
from upstander.record.fence.viewer import HUB, whole_process


def die(*_: object, **__: object) -> Any:
    """End as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def then_die(real: Callable[..., Any]) -> Callable[..., Any]:
    """Return `real`, followed by the end of the process."""

    def call(*args: Any, **named: Any) -> Any:
        real(*args, **named)
        return die()

    return call


def arm(point: str) -> None:
    """Put the end of the process at `point` of the build."""
    from upstander.duties.evidence import building, due
    from upstander.duties.evidence.assembling import custody

    match point:
        case _ if point in in_the_press.IN_THE_PRESS:
            in_the_press.hooked(os.environ, f"{in_the_press.__name__}:arm", point)
        case "before custody":
            custody.extract = die
        case "before the file is in its place":
            building.os.link = die  # type: ignore[attr-defined]
        case "when the file is in its place":
            building.os.link = then_die(os.link)  # type: ignore[attr-defined]
        case "before the row is kept":
            due._ready = die
        case "before the commit":
            due._ready = then_die(due._ready)
        case "never":
            pass
        case _:
            raise SystemExit(f"no such point: {point}")


POINTS = (
    "before custody",
    *in_the_press.IN_THE_PRESS,
    "before the file is in its place",
    "when the file is in its place",
    "before the row is kept",
    "before the commit",
)


TWICE = "twice"
"""A case of its own: killed at two points, one after the other."""


def prepare() -> None:
    """Make a hub in which a package is asked for and not built."""
    from upstander.duties.evidence.tests import scratch_hub, story
    from upstander.record.work import worker

    hub = scratch_hub.make_hub()
    files = (story.sent(story.picture(), "a.png"), story.sent(b"x" * 3_000_000, "b.txt"))
    case = story.decided(scratch_hub.receive_files(files), hub.officer, hub.supervisor)
    worker.run_all()
    story.asked(case, hub.officer)


def work(folder: Path, point: str) -> None:
    """Work in `folder` on the copy of the database, and die at `point`."""
    from django.conf import settings
    from django.db import connection

    from upstander.record.work import worker

    connection.settings_dict["NAME"] = folder / "upstander.sqlite3"
    settings.PACKAGES_FOLDER = folder / "packages"
    arm(point)
    worker.reclaim_all()
    worker.run_all()


def in_a_child(what: Callable[..., None], *args: Any) -> int:
    """Run `what` in a forked process, of which nothing is inherited back, and return how it ended as waitpid says."""
    child = os.fork()
    if child == 0:
        try:
            what(*args)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Try every point on a fresh copy of one hub, and print as JSON how each process ended."""
    django.setup()
    whole_process(HUB)
    # Loaded once here, not anew in every child; nothing of it opens the database.
    importlib.import_module("upstander.duties.evidence.tests.scratch_hub")
    importlib.import_module("upstander.duties.evidence.tests.story")
    autodiscover_modules("due")
    home = Path(os.environ["UPSTANDER_HOME"])
    ended = {"prepare": [in_a_child(prepare)]}
    for point in (*POINTS, TWICE):
        folder = home / point.replace(" ", "-")
        folder.mkdir()
        for path in home.glob("upstander.sqlite3*"):
            shutil.copy(path, folder)
        deaths = POINTS[1:6:4] if point == TWICE else (point,)
        ended[point] = [in_a_child(work, folder, each) for each in (*deaths, "never")]
    sys.stdout.write(json.dumps(ended))


if __name__ == "__main__":
    main()
