"""Make, close and list the accounts of people who sign in."""

import argparse
import sys
from getpass import getpass

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do, and for whom."""
    verbs = parser.add_subparsers(dest="what", required=True)
    add = verbs.add_parser("add", help="make an account; asks for the password or reads it from the input")
    add.add_argument("email")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, help="for example hub_officer, supervisor, force_officer, administrator")
    add.add_argument("--organisation", required=True, metavar="CODE")
    verbs.add_parser("deactivate", help="close an account").add_argument("email")
    verbs.add_parser("list", help="show every account")


def run(args: argparse.Namespace) -> int:
    """Do it and say so; exit 2 with a sentence when it cannot be done."""
    start_django()
    try:
        return {"add": _add, "deactivate": _deactivate, "list": _list}[args.what](args)
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


def _add(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from upstander.duties.oversight.actions.make_user import ROLES, make_user
    from upstander.duties.oversight.queries import organisation_of
    from upstander.record.people.actors import SYSTEM

    role = next((role for role in ROLES if role.value == args.role), None)
    if role is None:
        raise ValueError(f"There is no role {args.role}. The roles are {', '.join(ROLES)}.")
    organisation = organisation_of(SYSTEM, args.organisation)
    if organisation is None:
        raise ValueError(f"No organisation has the code {args.organisation}. `upstander organisation` enters one.")
    user = make_user(
        email=args.email, name=args.name, role=role, organisation=organisation, password=_password(), actor=SYSTEM,
        at=timezone.now(),
    )  # fmt: skip
    print(f"{user.email} can sign in as {user.role} of {organisation}.")  # noqa: T201
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Password: ")
    if password != getpass("Again: "):
        raise ValueError("The two passwords differ. Nothing was made.")
    return password


def _deactivate(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from upstander.duties.oversight.actions.deactivate_user import deactivate_user
    from upstander.duties.oversight.queries import users
    from upstander.record.people.actors import SYSTEM

    user = users(SYSTEM).filter(email__iexact=args.email).first()
    if user is None:
        raise ValueError("No account has this e-mail address.")
    deactivate_user(user=user, actor=SYSTEM, at=timezone.now())
    print(f"The account of {user.email} is closed.")  # noqa: T201
    return 0


def _list(args: argparse.Namespace) -> int:
    from upstander.duties.oversight.queries import users
    from upstander.record.people.actors import SYSTEM

    for user in users(SYSTEM):
        print(f"{user.email}\t{user.role}\t{user.organisation.code}\t{'' if user.is_active else 'closed'}")  # noqa: T201
    return 0
