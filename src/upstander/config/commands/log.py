"""Verify the hub's journal against checkpoints that others hold, compare two of those, or print the newest.

    upstander log verify [--checkpoint FILE ...] [--key journal-public.pem] [--quick]
    upstander log compare A B [--proof FILE | --write-proof FILE] [--key journal-public.pem]
    upstander log checkpoint [--out FILE]

FILE, A and B are a checkpoint's text, a package or its folder, a saved mail (.eml), or a printed mark such as
4711:9f86d081884c7d65. `compare` needs no hub; with one at hand it proves from the journal what is the start of what.
Exit code of verify: 0 all fits, 1 something does not. Of compare: 0 the same, or proven to be the start, 1 a fork or a
false signature, 3 it cannot be told. Of all: 2 something could not be read, 130 it was stopped.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from upstander.config.command import start_django

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from upstander.engines.sealing.comparing import Compared
    from upstander.engines.sealing.outside import Held

SHOWN = 50
"""Faults that are printed one by one: of a journal that was overwritten, every entry is one."""
NOBODY_OUTSIDE = (
    "No checkpoint from outside was given: a journal that was rewritten, or cut short, together with its own "
    "checkpoints would look just so. Give one with --checkpoint."
)
CODES = {"same": 0, "start": 0, "fork": 1, "untold": 3}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to do and the files for it."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    verify = what.add_parser("verify", help="read the whole journal and say what does not fit, and where")
    verify.add_argument("--checkpoint", nargs="+", action="extend", default=[], metavar="FILE", help="held by others")
    verify.add_argument("--quick", action="store_true", help="leave out the rows of timelines and looks")
    compare = what.add_parser("compare", help="say of two checkpoints whether they are of one journal")
    compare.add_argument("one", metavar="A")
    compare.add_argument("other", metavar="B")
    proofs = compare.add_mutually_exclusive_group()
    proofs.add_argument("--proof", type=Path, metavar="FILE", help="a proof made from the journal, instead of a hub")
    proofs.add_argument("--write-proof", type=Path, metavar="FILE", help="keep the proof, for who has no hub")
    for each in (verify, compare):
        each.add_argument("--key", type=Path, metavar="PEM", help="the journal's public key, received by another way")
    newest = what.add_parser("checkpoint", help="sign the journal as it stands and print the checkpoint")
    newest.add_argument("--out", type=Path, metavar="FILE", help="a new file to write it to")


def run(args: argparse.Namespace) -> int:
    """Do what is asked; what cannot be read is said in a sentence."""
    from upstander.engines.sealing.checkpoint import BadCheckpoint
    from upstander.engines.sealing.comparing import BadProof

    try:
        return {"verify": _verify, "compare": _compare, "checkpoint": _newest}[args.what](args)
    except (BadCheckpoint, BadProof, ValueError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)  # noqa: T201
        return 130


def _verify(args: argparse.Namespace) -> int:
    from upstander.engines.sealing.outside import read_held

    held = [each for given in args.checkpoint for each in read_held(given)]
    key = _key(args)
    start_django()
    from tqdm import tqdm

    from upstander.record.journal.reading import size
    from upstander.record.journal.verifying import Verification, is_there

    if not is_there():
        print("This database has no journal.", file=sys.stderr)  # noqa: T201
        return 2
    found = 0
    with tqdm(desc="journal", total=size(), unit="entry", leave=False, disable=not sys.stderr.isatty()) as bar:
        read = Verification(held, key=key, indexes=not args.quick, told=bar.update)
        for fault in read.faults():
            found += 1
            if found <= SHOWN:
                bar.clear()
                print(f"WRONG: {fault}")  # noqa: T201
    if found > SHOWN:
        print(f"and {found - SHOWN} more.")  # noqa: T201
    for each in read.fitting:
        print(f"fits: {each.name} ({each.size} entries)")  # noqa: T201
    print(f"{read.entries} entries, root {read.root.hex()}, {read.ours} checkpoints of the database.")  # noqa: T201
    print(f"{found} faults." if found else "The journal is whole.")  # noqa: T201
    if not held:
        print(NOBODY_OUTSIDE)  # noqa: T201
    return 1 if found else 0


def _compare(args: argparse.Namespace) -> int:
    from upstander.engines.sealing.comparing import proof_text
    from upstander.engines.sealing.outside import read_held

    one, other = read_held(args.one)[-1], read_held(args.other)[-1]
    key, at_hand = _key(args), args.proof is None and _hub_at_hand()
    compared = _by_journal(one, other) if at_hand else _without(one, other, args.proof)
    false = _unsigned([one, other], key, at_hand=at_hand)
    print(f"{compared.verdict.value.upper()}: {compared.sentence}")  # noqa: T201
    if args.write_proof and compared.proof:
        with args.write_proof.open("x") as target:
            target.write(proof_text(min(one.size, other.size), compared.proof))
        print(f"The proof is in {args.write_proof}.")  # noqa: T201
    return 1 if false else CODES[compared.verdict.value]


def _without(one: "Held", other: "Held", proof: Path | None) -> "Compared":
    from upstander.engines.sealing.comparing import by_proof, by_themselves, read_proof

    return by_proof(one, other, read_proof(proof.read_text())) if proof else by_themselves(one, other)


def _by_journal(one: "Held", other: "Held") -> "Compared":
    from upstander.engines.sealing.comparing import by_journal, by_themselves

    start_django()
    from upstander.record.journal.reading import size
    from upstander.record.journal.verifying import is_there, root_of

    return by_journal(one, other, size(), root_of) if is_there() else by_themselves(one, other)


def _unsigned(held: "list[Held]", key: "Ed25519PublicKey | None", *, at_hand: bool) -> bool:
    """Say which checkpoint the journal's key did not sign, and whether there is one."""
    from upstander.engines.sealing import checkpoint as signed_text

    texts = [each for each in held if each.text]
    if key is None and at_hand and texts:
        from upstander.record.journal.verifying import hub_key

        key = hub_key()
    if key is None:
        print("Nobody can say who signed them: name the journal's key with --key.")  # noqa: T201
        return False
    false = False
    for each in texts:
        try:
            signed_text.verify(each.text, key)
        except signed_text.BadCheckpoint as bad:
            false = True
            print(f"WRONG: {each.name}: {bad}")  # noqa: T201
    return false


def _newest(args: argparse.Namespace) -> int:
    start_django()
    from upstander.engines.sealing import checkpoint as signed_text
    from upstander.engines.sealing.outside import mark
    from upstander.record.journal.checkpoints import checkpoint

    made = checkpoint()
    if made is None:
        print("The journal is empty.", file=sys.stderr)  # noqa: T201
        return 2
    if args.out:
        with args.out.open("x") as target:
            target.write(made.text)
    else:
        print(made.text, end="")  # noqa: T201
    print(f"Its mark: {mark(signed_text.parse(made.text))}", file=sys.stderr)  # noqa: T201
    return 0


def _key(args: argparse.Namespace) -> "Ed25519PublicKey | None":
    from upstander.engines.sealing.keys import read_public

    return read_public(args.key) if args.key else None


def _hub_at_hand() -> bool:
    """Whether a hub's database is here: looking for one must not make one."""
    from upstander.config.paths import home

    return bool(os.environ.get("DATABASE_URL")) or (home() / "upstander.sqlite3").exists()
