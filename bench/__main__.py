"""Measure what the issue asks for: `python -m bench [NAMES] --scale short|whole`."""

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from bench.measuring import Measured, machine

MODULES = (
    "import_posts", "accept_over_http", "desk_pages", "search", "package", "triage", "misuse", "advice", "mutations",
    "matching", "media", "keys", "people", "relinking", "incidents", "flood", "log", "report_engines",
)  # fmt: skip
OUT = Path(__file__).resolve().parents[1] / "build" / "bench"


def main() -> int:
    """Run the measurements one after the other, print each table and write it as JSON; 1 when one could not be made."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(MODULES)}; all when none is named")
    parser.add_argument("--scale", choices=["short", "whole"], default="short")
    args = parser.parse_args()
    if strange := set(args.names) - set(MODULES):
        parser.error(f"there is no measurement called {', '.join(sorted(strange))}")
    OUT.mkdir(parents=True, exist_ok=True)
    failed = []
    for name in args.names or MODULES:
        began = time.monotonic()
        try:
            measured = importlib.import_module(f"bench.{name}").run(args.scale)
        except Exception as error:
            failed.append(name)
            print(f"\n{name} could not be measured: {error}", file=sys.stderr)
            continue
        took = round(time.monotonic() - began)
        print(f"\n{name} ({args.scale}, {took} s)\n{_table(measured)}", flush=True)
        whole = {"name": name, "scale": args.scale, "machine": machine(), "seconds": took, **measured.as_json()}
        (OUT / f"{name}.json").write_text(json.dumps(whole, indent=2) + "\n")
    return 1 if failed else 0


def _table(measured: Measured) -> str:
    """Return the rows as a table, then what was aimed at."""
    names = list(dict.fromkeys(name for row in measured.rows for name in row))
    cells = [names, *([str(row.get(name, "")) for name in names] for row in measured.rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    lines += [f"{target.says}: {target.value} ({'met' if target.met else 'MISSED'})" for target in measured.targets]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
