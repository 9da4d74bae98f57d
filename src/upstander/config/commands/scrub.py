"""Read every stored file again and say which are not what came in; nothing is ever mended.

It goes on with the round that the nightly reading is in, to its end; --anew begins at the first file. Stopped, it goes
on from there the next time. Exit code: 0 every file is what came in, 1 some are not, 2 the hub's keys are not there,
130 it was stopped. See docs/operators/README.md.
"""

import argparse
import sys

from upstander.config.command import start_django
from upstander.config.stopping import stopping


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take how much to read."""
    parser.add_argument("--anew", action="store_true", help="begin a new round, with the first file")
    parser.add_argument("--share", action="store_true", help="read tonight's share alone, as the worker does")


def run(args: argparse.Namespace) -> int:
    """Read, show how far it is, and name what is faulty."""
    start_django()
    from django.db.models import Sum
    from tqdm import tqdm

    from upstander.duties.oversight.scrubbing import all_stored, scrub, tonight
    from upstander.record.vault.models import File, Round

    running = None if args.anew else Round.objects.filter(ended_at=None).order_by("-pk").first()
    left = File.objects.filter(erased_at=None, pk__gt=running.reached if running else 0)
    total = left.aggregate(size=Sum("size"))["size"] or 0
    hidden = not sys.stderr.isatty()
    try:
        with stopping() as asked, tqdm(desc="files", total=total, unit="B", unit_scale=True, leave=False,
                                       disable=hidden) as bar:  # fmt: skip
            most = tonight() if args.share else None
            done = scrub(
                most=most, anew=args.anew, told=lambda file: bar.update(file.size) and None, asked_to_stop=lambda: asked
            )
    except OSError as error:
        print(f"The hub's keys are not there: {error}", file=sys.stderr)  # noqa: T201
        return 2
    known = all_stored()
    print(f"{done.files} files read again, {done.size:,} bytes.")  # noqa: T201
    if done.faulty or done.whole_again:
        print(f"{done.faulty} newly faulty, {done.whole_again} whole again.")  # noqa: T201
    for file in known.faulty:
        print(f"WRONG: file {file.pk} ({file.place}): {file.fault} since {file.fault_at:%Y-%m-%d %H:%M} UTC")  # noqa: T201
    if known.count > len(known.faulty):
        print(f"and {known.count - len(known.faulty)} more.")  # noqa: T201
    if asked:
        print("Stopped. Run it again to go on.", file=sys.stderr)  # noqa: T201
        return 130
    if not known.count:
        print("Every file is what came in." if done.ended else "What was read is what came in.")  # noqa: T201
    return 1 if known.count else 0
