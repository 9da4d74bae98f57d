"""Check that everything is there and unchanged: journal, files, reports, queue, keys."""

import argparse
from collections.abc import Iterator

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no files check for a quick look."""
    parser.add_argument("--quick", action="store_true", help="do not re-hash the files")


def run(args: argparse.Namespace) -> int:
    """Print the conservation equation and every fault; exit 1 when there is one."""
    start_django()
    from upstander.record.cases.conservation import balances

    lines, _ = balances()
    for line in lines:
        parts = ", ".join(f"{count} {outcome}" for outcome, count in line.by_outcome.items() if count)
        print(f"{line.channel:8} {line.acknowledged} acknowledged = {parts or '0'}")  # noqa: T201
    found = 0
    for fault in faults(files=not args.quick):
        found += 1
        print(f"WRONG: {fault}")  # noqa: T201
    print("Everything is there and unchanged." if not found else f"{found} faults.")  # noqa: T201
    return 1 if found else 0


def faults(*, files: bool = True) -> Iterator[str]:
    """Yield in plain words everything that is wrong with what the hub remembers."""
    from upstander.duties.allocation import checking as offers
    from upstander.duties.assessment import checking as bands
    from upstander.duties.evidence import checking as packages
    from upstander.duties.intake import checking as receipts
    from upstander.faces.kit.access import undeclared
    from upstander.law import check as law
    from upstander.record.cases import conservation, queue
    from upstander.record.fence import policies
    from upstander.record.journal import verifying
    from upstander.record.keys import renewing, spreading, tables
    from upstander.record.search import rebuilding as search
    from upstander.record.vault import scrubbing

    yield from policies.faults()
    yield from verifying.faults()
    yield from conservation.faults()
    yield from receipts.faults()
    yield from queue.faults()
    yield from tables.faults()
    yield from spreading.faults()
    yield from renewing.faults()
    yield from search.faults()
    yield from bands.faults()
    yield from offers.faults()
    if files:
        yield from scrubbing.faults()
        yield from packages.faults()
    yield from (f"law: {problem}" for problem in law.problems())
    yield from (f"address {route}: nobody has said who may open it" for route in undeclared())
