"""Advise on the offences that a file of facts could meet, as JSON. It advises; a named officer decides."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file and the day of asking."""
    parser.add_argument("facts", help="a JSON file of facts, or - for standard input (docs/officers/offences.md)")
    parser.add_argument(
        "--on", type=date.fromisoformat, default=None,
        help="the day of asking (today); the law is that of the days of the conduct",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Print the advice; exit 2 with one plain line for each thing that is wrong with the facts."""
    from upstander.law.advice import advise
    from upstander.law.facts import BadFacts, Document

    on = args.on or datetime.now(UTC).date()
    try:
        text = sys.stdin.read() if args.facts == "-" else Path(args.facts).read_text(encoding="utf-8")
        document = Document.from_json(json.loads(text), on)
    except BadFacts as bad:
        for problem in bad.problems:
            print(f"{args.facts}: {problem}", file=sys.stderr)  # noqa: T201
        return 2
    except (OSError, ValueError, RecursionError) as error:
        print(f"{args.facts}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(json.dumps(advise(document, on).as_json(), indent=2, ensure_ascii=False))  # noqa: T201
    return 0
