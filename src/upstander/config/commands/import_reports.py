"""Import reports from a CSV or JSON Lines file; run it again to go on after a stop.

Exit code: 0 everything is in, 1 some rows were rejected, 2 the file could not be used, 3 the hub could not store more,
130 it was stopped. docs/partners/import.md describes the columns.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from upstander.config.command import start_django
from upstander.config.stopping import stopping

if TYPE_CHECKING:
    from upstander.duties.intake.importing import Summary
    from upstander.duties.intake.rows import Row
    from upstander.record.people.models import Organisation

NAME = "import"
TOLD_EVERY = 1000
"""Rows between two lines of progress where there is no terminal."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file and who sends it."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="a .csv or .jsonl file")
    parser.add_argument("--from", dest="sender", metavar="CODE", help="the code of the organisation that sends it")
    parser.add_argument("--make-sender", metavar="NAME", help="enter the organisation under that code if it is new")
    parser.add_argument("--match-now", action="store_true", help="then do the due work here, not in the worker")
    parser.add_argument("--template", action="store_true", help="print an empty CSV template and stop")


def run(args: argparse.Namespace) -> int:
    """Import the file and say how it went."""
    start_django()
    from upstander.duties.intake.importing import Unusable, import_file
    from upstander.record.people.actors import SYSTEM
    from upstander.record.work.worker import run_all

    if args.template:
        return _print_template()
    if args.file is None or not args.sender:
        return _unusable("Name a file, and its sender with --from CODE.")
    try:
        sender = _sender(args.sender, args.make_sender)
        with stopping() as asked, _shown(args.file) as show:
            summary = import_file(
                args.file, sender=sender, actor=SYSTEM, progress=lambda row, so_far: show(row, so_far) and not asked
            )
    except (Unusable, ValueError) as error:
        return _unusable(str(error))
    _say(summary)
    if args.match_now:
        while run_all():
            pass
    return _exit_code(summary, stopped_by_hand=bool(asked))


def _sender(code: str, make: str | None) -> "Organisation":
    from django.utils import timezone

    from upstander.duties.oversight.actions.make_organisation import make_organisation
    from upstander.record.people.actors import SYSTEM
    from upstander.record.people.models import Organisation

    known = Organisation.objects.filter(code=code).first()
    if known is None and not make:
        raise ValueError(f"No organisation has the code {code}. Add --make-sender NAME to enter it.")
    return known or make_organisation(code=code, name=make or "", actor=SYSTEM, at=timezone.now())


@contextmanager
def _shown(path: Path) -> Iterator[Callable[["Row", "Summary"], bool]]:
    """Yield what shows the progress: a bar on a terminal, else a line now and then."""
    from tqdm import tqdm

    size = path.stat().st_size if path.is_file() else 0
    with tqdm(
        total=size, unit="B", unit_scale=True, disable=not sys.stderr.isatty(), file=sys.stderr, desc=path.name
    ) as bar:

        def show(row: "Row", summary: "Summary") -> bool:
            bar.update(row.end - bar.n)
            if bar.disable and summary.read % TOLD_EVERY == 0:
                print(f"{summary.read} rows read", file=sys.stderr, flush=True)  # noqa: T201
            return True

        yield show


def _say(summary: "Summary") -> None:
    counts = ", ".join(f"{count} {fate}" for fate, count in summary.fates.items())
    print(f"{summary.read} rows read: {counts}.")  # noqa: T201
    if summary.substituted:
        print(f"{summary.substituted} of them were not UTF-8 throughout and are marked; the rows as sent are kept.")  # noqa: T201
    if summary.rejects:
        print(f"What was rejected, and why: {summary.rejects}. Mend it there and import that file.")  # noqa: T201
    if summary.stopped:
        print(f"{summary.stopped} Every row read so far is settled. Run the same command again to go on.")  # noqa: T201


def _exit_code(summary: "Summary", *, stopped_by_hand: bool) -> int:
    if summary.stopped:
        return 130 if stopped_by_hand else 3
    return 1 if summary.rejects else 0


def _unusable(why: str) -> int:
    print(why, file=sys.stderr)  # noqa: T201
    return 2


def _print_template() -> int:
    from upstander.duties.intake.fields import COLUMNS

    print(",".join(field.name for field in COLUMNS))  # noqa: T201
    return 0
