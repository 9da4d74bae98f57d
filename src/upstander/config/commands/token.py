"""Make, revoke and list the tokens with which partners' machines send reports."""

import argparse
import sys

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and for which organisation."""
    verbs = parser.add_subparsers(dest="what", required=True)
    add = verbs.add_parser("add", help="make a token and print it, this once")
    add.add_argument("organisation", metavar="CODE")
    add.add_argument("--label", required=True, help="which machine uses it")
    verbs.add_parser("revoke", help="refuse a token from now on").add_argument("number", type=int)
    verbs.add_parser("list", help="show every token by number, without its secret")


def run(args: argparse.Namespace) -> int:
    """Do it and say so; exit 2 with a sentence when it cannot be done."""
    start_django()
    try:
        return {"add": _add, "revoke": _revoke, "list": _list}[args.what](args)
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


def _add(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from upstander.duties.oversight.actions.make_token import make_token
    from upstander.duties.oversight.queries import organisation_of
    from upstander.record.people.actors import SYSTEM

    organisation = organisation_of(SYSTEM, args.organisation)
    if organisation is None:
        raise ValueError(f"No organisation has the code {args.organisation}. `upstander organisation` enters one.")
    token, plain = make_token(organisation=organisation, label=args.label, actor=SYSTEM, at=timezone.now())
    print(f"Token {token.pk} for {organisation} ({token.label}); it is not shown again:", file=sys.stderr)  # noqa: T201
    print(plain)  # noqa: T201
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from upstander.duties.oversight.actions.revoke_token import revoke_token
    from upstander.duties.oversight.queries import tokens
    from upstander.record.people.actors import SYSTEM

    token = tokens(SYSTEM).filter(pk=args.number).first()
    if token is None:
        raise ValueError(f"There is no token {args.number}. `upstander token list` shows them.")
    revoke_token(token=token, actor=SYSTEM, at=timezone.now())
    print(f"Token {token.pk} of {token.organisation} is revoked.")  # noqa: T201
    return 0


def _list(args: argparse.Namespace) -> int:
    from upstander.duties.oversight.queries import tokens
    from upstander.record.people.actors import SYSTEM

    for token in tokens(SYSTEM):
        state = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else "runs"
        print(f"{token.pk}\t{token.organisation.code}\t{token.label}\t{state}")  # noqa: T201
    return 0
