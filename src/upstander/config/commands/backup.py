"""Take a backup of the running hub into a new file, encrypted so that this machine itself cannot open it.

Exit code: 0 it is written, 1 written but files that the database names are missing, 2 it could not be written,
130 it was stopped. See docs/operators/backup.md.
"""

import argparse
import sys
from pathlib import Path

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to write."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file, best on another disk")
    parser.add_argument(
        "--with-keys", type=Path, metavar="FILE", help="write the hub's keys as well, to a file for another place"
    )


def run(args: argparse.Namespace) -> int:
    """Write it, show how far it is, and say what it holds."""
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from upstander.config.backup.databases import NoProgram, Unfinished
    from upstander.config.backup.taking import NotNow, take, take_keys
    from upstander.record.journal.verbs import Verb
    from upstander.record.journal.writing import record
    from upstander.record.people.actors import SYSTEM

    at = timezone.now()
    try:
        with Progress("backup") as told:
            taken = take(args.file, at=at, told=told)
        keys = take_keys(args.with_keys, at=at) if args.with_keys else 0
    except (NotNow, NoProgram, Unfinished, ValueError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        print("Stopped. Nothing was written under that name.", file=sys.stderr)  # noqa: T201
        return 130
    with transaction.atomic():
        record(
            SYSTEM, Verb.BACKED_UP, ("backup", 0), at=at, entries=taken.entries, files=taken.files, size=taken.size,
            keys=bool(keys),
        )  # fmt: skip
    print(f"{taken.file}: {taken.size:,} bytes, {taken.files} files, the journal up to entry {taken.entries}.")  # noqa: T201
    if keys:
        print(f"{args.with_keys}: {keys} keys. Keep it where the backup is not.")  # noqa: T201
    else:
        print("The hub's keys are NOT in it: identities stay unreadable without your copy of them.")  # noqa: T201
    for missing in taken.missing:
        print(f"WRONG: {missing} is not on disk, and so not in the backup")  # noqa: T201
    return 1 if taken.missing else 0


class Progress:
    """Shows on the terminal how far something is; where there is none, it says nothing."""

    def __init__(self, what: str, of: int = 0) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            desc=what, total=of or None, unit="B", unit_scale=True, leave=False, disable=not sys.stderr.isatty()
        )

    def __enter__(self) -> "Progress":
        """Begin."""
        return self

    def __call__(self, more: int, of: int = 0) -> None:
        """Say that so much more is done, of so much in all."""
        if of:
            self._bar.total = of
        self._bar.update(more)

    def __exit__(self, *_: object) -> None:
        """End."""
        self._bar.close()
