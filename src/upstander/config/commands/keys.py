"""Make the hub's keys: for identities, for the journal's checkpoints and for sealing packages."""

import argparse
from datetime import timedelta
from pathlib import Path

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do and the hub's name."""
    parser.add_argument("what", choices=["init"])
    parser.add_argument("--name", default="Upstander hub", help="the hub's name in the signing certificate")


def run(args: argparse.Namespace) -> int:
    """Make the keys that are missing and say where the trust anchor is."""
    start_django()
    from django.conf import settings

    folder = Path(settings.KEYS_FOLDER)
    make(folder, args.name)
    print(f"The keys are in {folder}. Keep a copy where the database's backups are not.")  # noqa: T201
    print(f"Give {folder / 'hub-root.pem'} to forces by another way than the packages themselves.")  # noqa: T201
    return 0


def make(folder: Path, name: str) -> None:
    """Make every key that is missing; never overwrite one. A demo's are dated before its story begins."""
    from django.conf import settings
    from django.utils import timezone

    from upstander.engines.sealing.keys import make_keys as make_sealing_keys
    from upstander.record.vault.cipher import make_keys

    make_keys(folder)
    if not (folder / "hub-root.pem").exists():
        at = timezone.now() - timedelta(days=30 if settings.DEMO else 0)
        make_sealing_keys(folder, name, at=at)
