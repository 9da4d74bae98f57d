"""Make or bring up to date the database and the keys; safe to run again at any time."""

import argparse
import sys

from upstander.config.command import start_django

BYPASSED = (
    "WARNING: row-level security does not hold the database role {role}: it is a superuser or has BYPASSRLS. Connect"
    " as a role of the hub's own:\n  CREATE ROLE hub LOGIN NOSUPERUSER NOBYPASSRLS; ALTER DATABASE ... OWNER TO hub;"
)
NO_KEYS = (
    "The database is here and its keys are not. Put your copy of them into {folder}: new ones would leave every"
    " identity unreadable for good."
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
    """Make the folder, the keys and the tables, each only where it is missing.

    Raises SystemExit where a backup is half put back, and where the database is here and its keys are not.
    """
    from pathlib import Path

    from django.conf import settings
    from django.core.management import call_command

    from upstander.config.backup.databases import is_empty
    from upstander.config.backup.restoring import refuse_half
    from upstander.config.commands.keys import make
    from upstander.record.fence.policies import bypassing_role

    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    refuse_half()
    if not (Path(settings.KEYS_FOLDER) / "master.key").exists() and not is_empty():
        raise SystemExit(NO_KEYS.format(folder=settings.KEYS_FOLDER))
    make(Path(settings.KEYS_FOLDER), name)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if role := bypassing_role():
        print(BYPASSED.format(role=role), file=sys.stderr)  # noqa: T201
