"""Print the JSON Schema of a document that the hub reads or writes: facts, or the copy of a case in a package."""

import argparse
import json
from collections.abc import Callable
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the name of the document."""
    parser.add_argument("document", choices=sorted(SCHEMAS), help="which document")


def run(args: argparse.Namespace) -> int:
    """Print the schema (JSON Schema 2020-12)."""
    print(json.dumps(SCHEMAS[args.document](), indent=2, ensure_ascii=False))  # noqa: T201
    return 0


def _facts() -> Any:
    from upstander.law.facts import schema

    return schema()


def _case() -> Any:
    from upstander.duties.evidence.documents.case_copy import schema_bytes

    return json.loads(schema_bytes())


SCHEMAS: dict[str, Callable[[], Any]] = {"facts": _facts, "case": _case}
