"""Say what the wording rules point at in a text, or measure them on texts whose label is known; both as JSON."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do: explain one text, or evaluate on a file of cases."""
    asked = parser.add_subparsers(dest="what", required=True, metavar="explain | evaluate")
    explain = asked.add_parser("explain", help="what is found in TEXT, with offsets")
    explain.add_argument("text", metavar="TEXT", help="the text, or - for standard input")
    evaluate = asked.add_parser("evaluate", help="what is found and missed in a file of cases")
    evaluate.add_argument(
        "--cases", metavar="FILE.csv", type=Path, default=None,
        help="columns text, label (threat, hateful, non-hateful, benign, dox, vuln, repeat), target (a strand or"
        " group); without it, the hub's own cases for private details, vulnerability and repetition",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Print JSON; exit 2 with a plain message where a file cannot be read."""
    from upstander.engines.triage.evaluation import AUTHORED, BadCases, evaluate, read
    from upstander.engines.triage.signals import signals
    from upstander.record.cases.lexicon import lexicon_on

    lexicon = lexicon_on(datetime.now(UTC).date())
    if args.what == "explain":
        text = sys.stdin.read() if args.text == "-" else args.text
        said = {"text": text, **signals(text, lexicon).as_json()}
    else:
        try:
            said = evaluate(read(args.cases or AUTHORED), lexicon)
        except BadCases as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 2
    print(json.dumps(said, indent=2, ensure_ascii=True))  # noqa: T201 - half characters can be printed as \\u only
    return 0
