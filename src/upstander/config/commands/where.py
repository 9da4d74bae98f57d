"""Say which force a postcode, outcode or district belongs to, as JSON."""

import argparse
import json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the place."""
    parser.add_argument("place", nargs="+", help="for example LS1 1UR, TW19 or Leeds")


def run(args: argparse.Namespace) -> int:
    """Print the resolution; exit 1 when no force can be named."""
    from upstander.law.places import resolve

    resolution = resolve(" ".join(args.place))
    print(json.dumps(resolution.as_json(), indent=2, ensure_ascii=False))  # noqa: T201
    return 0 if resolution.force else 1
