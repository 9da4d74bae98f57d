"""Verify an evidence package: every file, both manifests, and the seal against an anchor that came by another way."""

import argparse
import sys
from pathlib import Path

VERDICTS = {
    "sealed": "The package is whole and sealed by the hub of this anchor.",
    "not anchored": "The package is whole, but without --anchor nobody can say who sealed it: NOT verified.",
    "broken": "The package does NOT verify.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the package and the anchor."""
    parser.add_argument("package", type=Path)
    parser.add_argument("--anchor", type=Path, help="the hub's root certificate (PEM), received by another way")


def run(args: argparse.Namespace) -> int:
    """Print each check; exit 0 only when all hold and the seal leads to the anchor."""
    from upstander.engines.sealing.verify import verify_package

    try:
        findings = verify_package(args.package, args.anchor)
    except OSError as error:
        print(f"{args.package}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    for check in findings.checks:
        print(f"{'ok   ' if check.ok else 'WRONG'} {check.name}{': ' + check.detail if check.detail else ''}")  # noqa: T201
    print(VERDICTS[findings.verdict])  # noqa: T201
    return 0 if findings.ok else 1
