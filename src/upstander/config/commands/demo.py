"""Load the demo: a believable day in a hub, with about 300 reports in every state (demo mode only)."""

import argparse
import sys

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(args: argparse.Namespace) -> int:
    """Load the demo into an empty database."""
    start_django()
    from upstander.config.commands.setup import prepare

    prepare("Upstander demo hub")
    loaded = load()
    print("The demo is loaded." if loaded else "There is something in the database already; nothing was loaded.")  # noqa: T201
    print(people_to_sign_in())  # noqa: T201
    return 0


def load() -> bool:
    """Play the demo's story into the database if it is empty; say whether that was so.

    Refuses outside demo mode. A load that was interrupted has left its mark: what it left is thrown away first.
    """
    from django.conf import settings
    from django.utils import timezone

    from upstander.config.demo.day import play
    from upstander.config.demo.people import make_staff
    from upstander.record.people.models import User

    if not settings.DEMO:
        raise SystemExit("The demo loads in demo mode only: set UPSTANDER_MODE=demo and use a folder of its own.")
    unfinished = settings.HOME / "demo-is-loading"
    if unfinished.exists():
        _throw_away_what_was_loaded()
    if User.objects.exists():
        return False
    unfinished.touch()
    play(make_staff(), now=timezone.now(), quiet=not sys.stderr.isatty())
    unfinished.unlink()
    return True


def _throw_away_what_was_loaded() -> None:
    """Empty the demo's own database and files; only ever called under the mark that a demo was being loaded."""
    import shutil

    from django.conf import settings
    from django.db import connection

    from upstander.config.commands.setup import prepare

    if connection.vendor != "sqlite":
        raise SystemExit("Loading the demo was interrupted. Give it an empty database and start again.")
    connection.close()
    for path in settings.HOME.glob("upstander.sqlite3*"):
        path.unlink()
    for folder in (settings.VAULT_FOLDER, settings.MAIL_FOLDER, settings.PACKAGES_FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    prepare("Upstander demo hub")


def people_to_sign_in() -> str:
    """Return the lines that tell how to sign in to the demo."""
    from upstander.config.demo.signing_in import sign_in_help

    return sign_in_help()
