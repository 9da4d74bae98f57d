"""Enter and list the organisations that send reports, own cases or receive offers."""

import argparse
import sys

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    verbs = parser.add_subparsers(dest="what", required=True)
    add = verbs.add_parser("add", help="enter an organisation; a force is entered under its code in law.places")
    add.add_argument("code")
    add.add_argument("--name", required=True)
    add.add_argument("--kind", default="outside", help="hub, force, unit, unit above or outside (the default)")
    add.add_argument("--email", default="", help="the office address to which offers are announced")
    verbs.add_parser("list", help="show every organisation")


def run(args: argparse.Namespace) -> int:
    """Do it and say so; exit 2 with a sentence when it cannot be done."""
    start_django()
    from django.utils import timezone

    from upstander.duties.oversight.actions.make_organisation import make_organisation
    from upstander.duties.oversight.queries import organisations
    from upstander.record.people.actors import SYSTEM

    if args.what == "list":
        for one in organisations(SYSTEM):
            print(f"{one.code}\t{one.kind}\t{one.name}")  # noqa: T201
        return 0
    try:
        made = make_organisation(
            code=args.code, name=args.name, kind=args.kind, email=args.email, actor=SYSTEM, at=timezone.now()
        )
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    print(f"{made} is entered as {made.code}.")  # noqa: T201
    return 0
