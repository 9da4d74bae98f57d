"""Verify an evidence package: every file, both manifests, seal, time stamp and report, against anchors of your own."""

import argparse
import sys
from pathlib import Path

VERDICTS = {
    "sealed": "The package is whole and sealed by the hub of this anchor.",
    "not anchored": "The package is whole, but without --anchor nobody can say who sealed it: NOT verified.",
    "time not anchored": "The package is whole and sealed by the hub of this anchor, but without --time-anchor nobody "
    "can say who vouches for its time stamp: NOT verified.",
    "broken": "The package does NOT verify.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the package and the anchors, or where the page for browsers is to be written."""
    parser.add_argument("package", type=Path, nargs="?")
    parser.add_argument("--anchor", type=Path, help="the hub's root certificate (PEM), received by another way")
    parser.add_argument(
        "--time-anchor", type=Path, help="the time-stamping authority's root certificate (PEM), received by another way"
    )
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the page that checks packages in a browser")


def run(args: argparse.Namespace) -> int:
    """Print each check; exit 0 only when all hold and seal and time stamp lead to the anchors."""
    from upstander.engines.sealing.page import page
    from upstander.engines.sealing.verify import verify_package

    try:
        if args.page:
            args.page.write_bytes(page())
        if args.package is None:
            if not args.page:
                print("Name a package, or --page FILE.", file=sys.stderr)  # noqa: T201
            return 0 if args.page else 2
        findings = verify_package(args.package, args.anchor, args.time_anchor)
    except OSError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    for check in findings.checks:
        print(f"{'ok   ' if check.ok else 'WRONG'} {check.name}{': ' + check.detail if check.detail else ''}")  # noqa: T201
    print(VERDICTS[findings.verdict])  # noqa: T201
    return 0 if findings.ok else 1
