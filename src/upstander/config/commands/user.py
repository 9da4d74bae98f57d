"""Make, close and list the accounts of people who sign in; end their sessions; help who lost a second factor."""

import argparse
import sys
from getpass import getpass
from typing import Any

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
    end = verbs.add_parser("end-sessions", help="end every session of one person, or of everybody in an organisation")
    whose = end.add_mutually_exclusive_group(required=True)
    whose.add_argument("email", nargs="?")
    whose.add_argument("--force", metavar="CODE", help="a force or any other organisation, with the units below it")
    reset = verbs.add_parser("reset-factors", help="take away lost second factors; asks for a new password")
    reset.add_argument("email")
    verbs.add_parser("list", help="show every account")


def run(args: argparse.Namespace) -> int:
    """Do it and say so; exit 2 with a sentence when it cannot be done."""
    start_django()
    try:
        return DOES[args.what](args)
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


def _user(email: str) -> Any:
    from upstander.duties.oversight.queries import users
    from upstander.record.people.actors import SYSTEM

    user = users(SYSTEM).filter(email__iexact=email).first()
    if user is None:
        raise ValueError("No account has this e-mail address.")
    return user


def _deactivate(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from upstander.duties.oversight.actions.deactivate_user import deactivate_user
    from upstander.record.people.actors import SYSTEM

    user = deactivate_user(user=_user(args.email), actor=SYSTEM, at=timezone.now())
    print(f"The account of {user.email} is closed.")  # noqa: T201
    return 0


def _end_sessions(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from upstander.duties.oversight.actions.end_sessions import end_sessions, end_sessions_of
    from upstander.duties.oversight.queries import organisation_of
    from upstander.record.people.actors import SYSTEM

    if args.email:
        user = end_sessions(user=_user(args.email), actor=SYSTEM, at=timezone.now())
        print(f"Every session of {user.email} is ended.")  # noqa: T201
        return 0
    organisation = organisation_of(SYSTEM, args.force)
    if organisation is None:
        raise ValueError(f"No organisation has the code {args.force}. `upstander organisation` enters one.")
    people = end_sessions_of(organisation=organisation, actor=SYSTEM, at=timezone.now())
    print(f"Every session of {people} people of {organisation} is ended.")  # noqa: T201
    return 0


def _reset_factors(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from upstander.duties.oversight.actions.reset_factors import reset_factors
    from upstander.record.people.actors import SYSTEM

    user = reset_factors(user=_user(args.email), password=_password(), actor=SYSTEM, at=timezone.now())
    print(f"{user.email} signs in with the new password and sets up a second factor.")  # noqa: T201
    return 0


def _list(args: argparse.Namespace) -> int:
    from upstander.duties.oversight.queries import users
    from upstander.record.people.actors import SYSTEM

    for user in users(SYSTEM):
        print(f"{user.email}\t{user.role}\t{user.organisation.code}\t{'' if user.is_active else 'closed'}")  # noqa: T201
    return 0


DOES = {
    "add": _add,
    "deactivate": _deactivate,
    "end-sessions": _end_sessions,
    "reset-factors": _reset_factors,
    "list": _list,
}
