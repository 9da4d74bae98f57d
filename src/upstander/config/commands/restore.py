"""Put a backup back into a home where nothing is, or look with --check or --drill whether that can be done.

--drill puts it back into an empty place of its own, re-hashes every file there, says how many are whole, and throws the
place away; the running hub is not touched.

Exit code: 0 all is there and as it was, 1 it is there and something in it is wrong, 2 it could not be done.
See docs/operators/backup.md.
"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from upstander.config.command import start_django

if TYPE_CHECKING:
    from upstander.config.backup.checking import Checked

NOT_KNOWN = "Nobody can say who made it: no hub's key was there to check with (--signer journal-public.pem)."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, and the keys to open and to check it with."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `upstander backup` wrote")
    parser.add_argument(
        "--identity",
        type=Path,
        required=True,
        metavar="KEY",
        help="the file that holds the private key; - for standard input",
    )
    parser.add_argument("--check", action="store_true", help="read it all and write nothing")
    parser.add_argument(
        "--drill",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="FOLDER",
        help="put it back into an empty place below FOLDER (the system's own for such), look at it, and throw it away",
    )
    parser.add_argument(
        "--drill-database", default="", metavar="URL", help="an empty database of PostgreSQL to drill with"
    )
    parser.add_argument("--keys", type=Path, metavar="FILE", help="put the keys of this file back first")
    parser.add_argument("--signer", type=Path, metavar="PEM", help="journal-public.pem of the hub it should be from")


def run(args: argparse.Namespace) -> int:
    """Check it, put it back, check what was put back."""
    start_django()
    from upstander.config.backup.databases import NoProgram, Unfinished
    from upstander.config.backup.taking import NotNow
    from upstander.engines.archive.stream import Unusable

    try:
        identities = _identities(args.identity)
        if args.drill is not None:
            return _drilled(args, identities)
        return _checked(args, identities) if args.check else _put_back(args, identities)
    except (NotNow, NoProgram, Unfinished, Unusable, ValueError, OSError) as error:
        print(f"{args.file}: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        print("Stopped. Run it again to begin anew.", file=sys.stderr)  # noqa: T201
        return 130


def _checked(args: argparse.Namespace, identities: list[str]) -> int:
    from upstander.config.backup.checking import InMemory, check
    from upstander.config.backup.contents import signer
    from upstander.config.commands.backup import Progress

    image = InMemory()
    try:
        with Progress("check", args.file.stat().st_size) as told:
            checked = check(args.file, identities, key=signer(args.signer), image=image, told=told)
        wrong = image.differences(checked.manifest)
    finally:
        image.close()
    _say(checked)
    if wrong is None:
        print("What the database in it says is compared only when it is put back, into an empty home.")  # noqa: T201
    for each in wrong or ():
        print(f"WRONG: {each}")  # noqa: T201
    return 1 if wrong else 0


def _drilled(args: argparse.Namespace, identities: list[str]) -> int:
    from django.conf import settings

    from upstander.config.backup.checking import check
    from upstander.config.backup.contents import signer
    from upstander.config.backup.drill import drill, place
    from upstander.config.commands.backup import Progress

    named = signer(args.signer)
    with Progress("check", args.file.stat().st_size) as told:
        checked = check(args.file, identities, key=named, told=told)
    _say(checked)
    public = args.signer or Path(settings.KEYS_FOLDER) / "journal-public.pem"
    with place(None if args.drill == Path() else args.drill) as folder:
        done = drill(
            args.file.resolve(), identities, checked.manifest, folder, keys=args.keys and args.keys.resolve(),
            signer=public.resolve() if public.exists() else None, hub_keys=Path(settings.KEYS_FOLDER),
            database=args.drill_database,
        )  # fmt: skip
    for line in done.said.splitlines():
        if line.startswith("WRONG") or not done.whole:
            print(f"drill: {line}")  # noqa: T201
    if done.code == 2:
        print("The drill could not be done. Nothing of the running hub was touched.")  # noqa: T201
        return 2
    print(  # noqa: T201
        f"Drill: {done.files} files and {done.packages} packages were put back, read again and are what they were; "
        f"{done.entries} entries of the journal."
    )
    print("The place was thrown away. Nothing of the running hub was touched.")  # noqa: T201
    return 0 if done.whole else 1


def _put_back(args: argparse.Namespace, identities: list[str]) -> int:
    from django.conf import settings
    from django.utils import timezone

    from upstander.config.backup.checking import check
    from upstander.config.backup.contents import signer
    from upstander.config.backup.restoring import prepare, put_back, put_keys_back
    from upstander.config.commands.backup import Progress
    from upstander.config.commands.check import faults

    prepare()
    if args.keys:
        print(f"{put_keys_back(args.keys, identities)} keys are back.")  # noqa: T201
    with Progress("check", args.file.stat().st_size) as told:
        checked = check(args.file, identities, key=signer(args.signer), told=told)
    _say(checked)
    done = put_back(args.file, identities, checked, at=timezone.now())
    print(f"{done.files} files and the database are back, and as the backup says. Everybody has to sign in again.")  # noqa: T201
    if done.in_doubt:
        print(f"{done.in_doubt} letters that waited then may have gone since: they are in doubt, see Trouble.")  # noqa: T201
    print("What was erased after the backup was taken is here again: erase it again.")  # noqa: T201
    if not (Path(settings.KEYS_FOLDER) / "master.key").exists():
        print(f"The keys are not here. Put your copy into {settings.KEYS_FOLDER}, then run: upstander check")  # noqa: T201
        return 1
    wrong = 0
    for fault in faults():
        wrong += 1
        print(f"WRONG: {fault}")  # noqa: T201
    print("Everything is there and unchanged." if not wrong else f"{wrong} faults.")  # noqa: T201
    return 1 if wrong else 0


def _say(checked: "Checked") -> None:
    manifest = checked.manifest
    journal, reports = manifest.facts["journal"], manifest.facts["reports"]
    print(f"Taken {manifest.made_at} by Upstander {manifest.software}, {manifest.database}.")  # noqa: T201
    print(f"{len(manifest.entries)} parts, all as the backup says. Journal: {journal['entries']} entries.")  # noqa: T201
    print(f"Reports: {', '.join(f'{number} {name}' for name, number in reports.items()) or '0'}.")  # noqa: T201
    print("It was made by this hub." if checked.signed else NOT_KNOWN)  # noqa: T201
    for missing in manifest.missing:
        print(f"{missing} was not on disk when it was taken.")  # noqa: T201


def _identities(path: Path) -> list[str]:
    from upstander.engines.archive.stream import identity

    text = sys.stdin.read() if str(path) == "-" else path.read_text()
    lines = [line.strip() for line in text.splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    for key in keys:
        identity(key)
    if not keys:
        raise ValueError(f"{path} holds no private key.")
    return keys
