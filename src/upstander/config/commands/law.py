"""Read the law that the hub works by: check its files, say what changed between two days, show a room of it."""

import argparse
import sys
from datetime import UTC, date, datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and the days."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="check | diff | show")
    verbs.add_parser("check", help="every fault in the files: gaps, overlaps, missing sources, names that lead nowhere")
    diff = verbs.add_parser("diff", help="what changed between two days, in plain words")
    diff.add_argument("one", metavar="DAY", type=_day, help="for example 2024-01-30")
    diff.add_argument("other", metavar="DAY", type=_day, help="for example 2024-02-01")
    show = verbs.add_parser("show", help="what one room of the law says on a day")
    show.add_argument("room", metavar="ROOM", nargs="+", help="for example offences; a wrong name lists them all")
    show.add_argument("--on", metavar="DAY", type=_day, default=None, help="the day (today)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as year-month-day: 2026-11-21") from None


def run(args: argparse.Namespace) -> int:
    """Print the answer; exit 1 where the law has faults, 2 where a room does not exist."""
    return {"check": _check, "diff": _diff, "show": _show}[args.what](args)


def _check(args: argparse.Namespace) -> int:
    from upstander.law.check import problems, unchecked
    from upstander.law.clocks.calendar import horizon
    from upstander.law.plainly import TO_CHECK, day

    found = problems()
    for problem in found:
        print(f"WRONG: {problem}")  # noqa: T201
    if found:
        print(f"{len(found)} faults in the law.")  # noqa: T201
        return 1
    counts = unchecked()
    waiting, total = (sum(each[i] for each in counts.values()) for i in (0, 1))
    print(f"The law holds together: {total} entries in {len(counts)} rooms, without a gap or an overlap.")  # noqa: T201
    print(f"{waiting} of them are still {TO_CHECK}:")  # noqa: T201
    for room, (still, held) in counts.items():
        if still:
            print(f"  {room}: {still} of {held}")  # noqa: T201
    print(f"Bank holidays are known until {day(horizon()[1])}.")  # noqa: T201
    return 0


def _diff(args: argparse.Namespace) -> int:
    from upstander.law.check import ROOMS
    from upstander.law.differences import changes, in_words

    print("\n".join(in_words(changes(ROOMS, args.one, args.other), args.one, args.other)))  # noqa: T201
    return 0


def _show(args: argparse.Namespace) -> int:
    from upstander.law.check import ROOMS
    from upstander.law.dated import in_force
    from upstander.law.plainly import TO_CHECK, day, held, name_of

    wanted = " ".join(args.room).casefold()
    on = args.on or datetime.now(UTC).date()
    load = {name.casefold(): each for name, each in ROOMS.items()}.get(wanted)
    if load is None:
        print(f"The law has no room {wanted!r}. Its rooms are: {', '.join(ROOMS)}.", file=sys.stderr)  # noqa: T201
        return 2
    entries = in_force(load(), on)
    print(f"{wanted.capitalize()} on {day(on)}: {len(entries)}")  # noqa: T201
    for entry in entries:
        mark = f" [{TO_CHECK}]" if entry.checked == "verify" else ""
        print(f"  {entry.key}: {name_of(entry)} ({held(entry)}){mark}")  # noqa: T201
    return 0
