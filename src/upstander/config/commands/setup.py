"""Make or bring up to date the database and the keys; safe to run again at any time."""

import argparse
import sys

from upstander.config.command import start_django

BYPASSED = (
    "WARNING: row-level security does not hold the database role {role}: it is a superuser or has BYPASSRLS. Connect"
    " as a role of the hub's own:\n  CREATE ROLE hub LOGIN NOSUPERUSER NOBYPASSRLS; ALTER DATABASE ... OWNER TO hub;"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the hub's name for the signing certificate."""
    parser.add_argument("--name", default="Upstander hub", help="the hub's name in the signing certificate")


def run(args: argparse.Namespace) -> int:
    """Set the hub up."""
    start_django()
    prepare(args.name)
    return 0


def prepare(name: str) -> None:
    """Make the folder, the keys and the tables, each only where it is missing."""
    from pathlib import Path

    from django.conf import settings
    from django.core.management import call_command

    from upstander.config.commands.keys import make
    from upstander.record.fence.policies import bypassing_role

    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    make(Path(settings.KEYS_FOLDER), name)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if role := bypassing_role():
        print(BYPASSED.format(role=role), file=sys.stderr)  # noqa: T201
