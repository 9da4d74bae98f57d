"""Say to which public keys backups are encrypted: make a pair whose private half leaves this machine, or add a key."""

import argparse
import os
import sys
from pathlib import Path

from upstander.config.command import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do."""
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    init = what.add_parser("init", help="make a pair of keys")
    init.add_argument(
        "--keep-at", type=Path, metavar="FILE", help="write the private key here, such as on a memory stick"
    )
    add = what.add_parser("add", help="encrypt backups to a public key that was made elsewhere as well")
    add.add_argument("key", metavar="age1...", help="what `age-keygen` shows as the public key")
    what.add_parser("list", help="show the public keys that backups are encrypted to")


def run(args: argparse.Namespace) -> int:
    """Do it; exit 2 with a sentence where it cannot be done."""
    start_django()
    from django.conf import settings

    from upstander.config.backup.taking import RECIPIENTS, NotNow, recipients

    path = Path(settings.KEYS_FOLDER) / RECIPIENTS
    try:
        if args.what == "init":
            _init(path, args.keep_at, Path(settings.HOME))
        elif args.what == "add":
            _add(path, args.key)
        for key in recipients():
            print(f"Backups are encrypted to {key}")  # noqa: T201
    except (NotNow, ValueError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _init(path: Path, keep_at: Path | None, home: Path) -> None:
    from upstander.engines.archive.stream import new_identity

    public, private = new_identity()
    if keep_at is None:
        if not sys.stdout.isatty():
            raise ValueError("Name a file for the private key with --keep-at, or run this on a terminal.")
        print("This is the private key. It is shown once and kept nowhere on this machine:\n")  # noqa: T201
        print(f"  {private}\n")  # noqa: T201
    else:
        if keep_at.resolve().is_relative_to(home):
            raise ValueError("Not there: whoever takes this hub's folder would have the key to its backups as well.")
        with open(os.open(keep_at, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(f"# opens the backups of this hub; public key: {public}\n{private}\n")
        print(f"The private key is in {keep_at}. Take it away from this machine.")  # noqa: T201
    print(  # noqa: T201
        "Keep two copies of it in two places, away from this machine and from the backups: on a memory stick in a safe,"
        "\non paper. Without it no backup can be opened, by anybody. It is an ordinary key of age (`age --decrypt -i`)."
    )
    _add(path, public)


def _add(path: Path, key: str) -> None:
    from upstander.engines.archive.stream import recipient

    said = str(recipient(key))
    held = path.read_text().splitlines() if path.exists() else []
    if said not in held:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text("\n".join([*held, said]) + "\n")
