"""Propose the recording, investigating and victim-contact force for a file of facts, as JSON."""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file and the day whose rules apply."""
    parser.add_argument("facts", help="a JSON file of facts, or - for standard input (docs/forces/facts.md)")
    parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day whose rules apply (today)")


def run(args: argparse.Namespace) -> int:
    """Print the proposal; exit 2 with a plain message when the facts cannot be read."""
    from upstander.law.facts import places_of
    from upstander.law.responsible_force import propose

    try:
        text = sys.stdin.read() if args.facts == "-" else Path(args.facts).read_text(encoding="utf-8")
        facts = places_of(json.loads(text))
    except (OSError, ValueError, RecursionError) as error:
        print(f"{args.facts}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    proposal = propose(facts, args.on or datetime.now(UTC).date())
    print(json.dumps(proposal.as_json(), indent=2, ensure_ascii=False))  # noqa: T201
    return 0
