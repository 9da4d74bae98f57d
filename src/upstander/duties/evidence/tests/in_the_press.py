"""Change something inside the process that makes a package, from outside: none of it is in the product."""

import os
import signal
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

INSIDE = Path(__file__).parent / "inside"


def hooked(env: MutableMapping[str, str], function: str, says: str) -> None:
    """Have every process that makes a package, started with the environment `env`, call `function` first."""
    path = [str(INSIDE), *filter(None, [env.get("PYTHONPATH")])]
    env["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(path))
    env["PRESS_HOOK"], env["PRESS_HOOK_SAYS"] = function, says


def worker() -> int:
    """Return the worker that started the process that makes the package; this one may be a child of that."""
    return int(sys.orig_argv[-1])


def die_with_the_worker(*_: object, **__: object) -> Any:
    """End both as a power cut would: the worker that waits, and this process."""
    os.kill(worker(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


def die_alone(*_: object, **__: object) -> Any:
    """End as a process does that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Put `point` into this process."""
    from upstander.duties.evidence.documents import typeset
    from upstander.engines.sealing import bag, pdf_signing

    def nothing_is_typeset(*_: object) -> None:
        raise typeset.NotTypeset("none of it")

    def disk_full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "x")

    match point:
        case "nothing is typeset":
            typeset.typeset_all = nothing_is_typeset  # type: ignore[assignment]
        case "disk full":
            bag.PackageWriter.add_file = disk_full  # type: ignore[method-assign, assignment]
        case "killed alone":
            bag.PackageWriter.add_file = die_alone  # type: ignore[method-assign]
        case "before the first exhibit":
            bag.PackageWriter.add_file = die_with_the_worker  # type: ignore[method-assign]
        case "between two exhibits":
            bag.PackageWriter.add_file = _after_one(bag.PackageWriter.add_file)  # type: ignore[method-assign]
        case "when the report is printed":
            pdf_signing.sign_reports = die_with_the_worker
        case "before it is checked":
            bag.verify_finished = die_with_the_worker
        case "when it is sealed":
            bag.fsync_folder = die_with_the_worker
        case _:
            raise SystemExit(f"no such point: {point}")


IN_THE_PRESS = (
    "before the first exhibit",
    "between two exhibits",
    "when the report is printed",
    "before it is checked",
    "when it is sealed",
)
"""Where worker and press are killed while the press is at work."""


def _after_one(real: Any) -> Any:
    calls = 0

    def call(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return die_with_the_worker() if calls > 1 else real(*args, **named)

    return call
