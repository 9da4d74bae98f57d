"""Say what hub this is; without arguments, show it."""

import argparse
import sys

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the profile."""
    parser.add_argument("--scope", choices=["national", "force"])
    parser.add_argument("--name", help="the hub's name, on the first time")
    parser.add_argument("--force", default="", metavar="CODE", help="the force whose hub this is")
    parser.add_argument("--holding-force", default="", metavar="CODE", help="the force for what nobody can place")
    parser.add_argument(
        "--daily-looks", type=int, metavar="N", help="looks at distressing content a day before an officer must pause"
    )


def run(args: argparse.Namespace) -> int:
    """Set the profile, or show it; exit 2 with a sentence when it cannot be done."""
    start_django()
    try:
        return _set(args) if args.scope else _show()
    except ValueError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2


def _set(args: argparse.Namespace) -> int:
    from django.db import transaction
    from django.utils import timezone

    from upstander.duties.oversight import queries
    from upstander.duties.oversight.actions.make_organisation import make_organisation
    from upstander.duties.oversight.actions.set_hub import set_hub
    from upstander.record.people.actors import SYSTEM

    at, profile = timezone.now(), queries.hub()
    with transaction.atomic():
        if profile is None:
            if not args.name:
                raise ValueError("Give the hub a name with --name.")
            organisation = make_organisation(code="hub", name=args.name, kind="hub", actor=SYSTEM, at=at)
        else:
            organisation = profile.organisation
        set_hub(
            scope=args.scope, organisation=organisation, force=args.force, holding_force=args.holding_force,
            daily_looks=args.daily_looks, actor=SYSTEM, at=at,
        )  # fmt: skip
    return _show()


def _show() -> int:
    from upstander.duties.oversight import queries

    profile = queries.hub()
    if profile is None:
        raise ValueError("This hub has no profile yet: upstander hub --scope national --name NAME --holding-force CODE")
    of = f" of {profile.force}" if profile.force else ""
    held = f"holding force {profile.holding_force or 'not named'}; {profile.daily_looks} looks a day"
    print(f"{profile.organisation}: {profile.scope}{of}; {held}")  # noqa: T201
    return 0
