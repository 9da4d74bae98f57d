"""Spread the keys of matching over several PostgreSQL servers, or compare them with the reports."""

import argparse
import sys
from pathlib import Path

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file of servers, or what to compare."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--servers", type=Path, metavar="FILE", help="the YAML list of servers; prints what would be done"
    )
    what.add_argument("--check", action="store_true", help="compare the keys with every report")
    parser.add_argument(
        "--run", dest="now", action="store_true", help="with --servers: do it; run again to go on after a stop"
    )
    parser.add_argument("--mend", action="store_true", help="with --check: put right what is wrong")


def run(args: argparse.Namespace) -> int:
    """Print what was done; exit 1 where keys are wrong, 2 where it cannot be done, with a sentence."""
    start_django()
    from django.db import Error

    from upstander.record.keys.sharding import NoShards

    try:
        return _check(mend=args.mend) if args.check else _spread(args.servers, now=args.now)
    except (NoShards, OSError, Error) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


def _spread(file: Path, *, now: bool) -> int:
    from upstander.record.keys import sharding, spreading

    shards = sharding.read(file.read_text())
    if now:
        print("Stop the hub first: until the end it can neither receive nor match.", flush=True)  # noqa: T201
        keys = spreading.spread(shards, told=_told)
        names = ", ".join(shard.name for shard in shards)
        print(f"{keys} keys lie on {names}. Start the hub again.")  # noqa: T201
        return 0
    spreading.refuse(shards)
    for place, shard in enumerate(shards):
        print(f"-- on {shard.name}")  # noqa: T201
        for made in sharding.on_each(place, len(shards)):
            print(f"{made.as_string(None)};")  # noqa: T201
    print("-- in the hub's database, in one transaction")  # noqa: T201
    for said in sharding.here(shards, hide=True):
        print(f"{said.as_string(None)};")  # noqa: T201
    print(f"-- for every {spreading.PAGES} pages of the old table\n{sharding.moving().as_string(None)};")  # noqa: T201
    print("-- once both hold as many, in one transaction")  # noqa: T201
    for last in sharding.done():
        print(f"{last.as_string(None)};")  # noqa: T201
    print("Nothing was done. Stop the hub and say --run.", file=sys.stderr)  # noqa: T201
    return 0


def _told(done: int, pages: int) -> None:
    print(f"{done} of {pages} pages ({100 * done // pages} %)", flush=True)  # noqa: T201


def _check(*, mend: bool) -> int:
    from upstander.record.keys import checking

    found = 0
    for fault in checking.faults(mend=mend):
        found += 1
        print(f"{'MENDED' if mend else 'WRONG'}: {fault}", flush=True)  # noqa: T201
    print("Every report has its keys, and there are no others." if not found else f"{found} faults.")  # noqa: T201
    return 1 if found and not mend else 0
