"""Compare two statements about a journal: the same one, the one the start of the other, or a fork."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .merkle import consistency_proof_from, verify_consistency
from .outside import Held

Roots = Callable[[int, int], bytes]
"""Gives the Merkle root of the journal's entries [start, end), counted from 0."""


class Verdict(StrEnum):
    """What two statements are to each other."""

    SAME = "same"
    START = "start"
    """The smaller one is the start of the larger one: proven."""
    FORK = "fork"
    UNTOLD = "untold"
    """Nothing speaks against it and nothing proves it."""


class BadProof(ValueError):
    """The text is no proof of consistency."""


@dataclass(frozen=True)
class Compared:
    """The verdict, the sentence that gives its reason, and the proof where one was made."""

    verdict: Verdict
    sentence: str
    proof: tuple[bytes, ...] = ()


def by_themselves(one: Held, other: Held) -> Compared:
    """Compare what two statements say, with nothing else at hand. One of other journals' names is a fork, too."""
    if one.origin and other.origin and one.origin != other.origin:
        return Compared(Verdict.FORK, f"They are of two journals: {one.origin} and {other.origin}.")
    if one.size != other.size:
        return Compared(
            Verdict.UNTOLD,
            f"They are of two times: {one.size} and {other.size} entries. Whether the one is the start of the other "
            "can be told from the hub's journal alone, or from a proof.",
        )
    if one.root.startswith(other.root) or other.root.startswith(one.root):
        return Compared(Verdict.SAME, f"They are of the same {one.size} entries.")
    return Compared(
        Verdict.FORK,
        f"They are of two journals of {one.size} entries: nobody who holds the one was shown the same as who holds "
        "the other.",
    )


def by_proof(one: Held, other: Held, proof: Sequence[bytes]) -> Compared:
    """Compare with a proof of consistency that somebody made from the journal."""
    first = by_themselves(one, other)
    if first.verdict != Verdict.UNTOLD:
        return first
    smaller, larger = sorted((one, other), key=lambda each: each.size)
    if min(len(smaller.root), len(larger.root)) < 32:
        return Compared(Verdict.UNTOLD, "A printed mark is too short for a proof: it needs both checkpoints whole.")
    if verify_consistency(smaller.size, larger.size, smaller.root, larger.root, proof):
        return Compared(Verdict.START, _start(smaller, larger, "The proof shows it"), tuple(proof))
    return Compared(Verdict.UNTOLD, "The proof does not lead from the one to the other: it proves nothing.")


def by_journal(one: Held, other: Held, size: int, roots: Roots) -> Compared:
    """Compare with the journal itself at hand, of `size` entries; where both fit it, the proof is made and checked."""
    first = by_themselves(one, other)
    smaller, larger = sorted((one, other), key=lambda each: each.size)
    strange = [each for each in (smaller, larger) if each.size > size or not each.fits(each.size, roots(0, each.size))]
    if first.verdict == Verdict.FORK:
        whose = [each.name for each in (smaller, larger) if each not in strange]
        return Compared(
            Verdict.FORK, f"{first.sentence} This hub's journal is that of {whose[0] if whose else 'none'}."
        )
    if strange:
        beyond = [
            f"{each.name} speaks of {each.size} entries and it has {size}" for each in strange if each.size > size
        ]
        names = " and ".join(each.name for each in strange)
        why = f": {'; '.join(beyond)}" if beyond else " at that size"
        return Compared(Verdict.FORK, f"This hub's journal is not the one of {names}{why}.")
    if first.verdict == Verdict.SAME:
        return Compared(Verdict.SAME, f"{first.sentence} This hub's journal has them.")
    proof = consistency_proof_from(smaller.size, larger.size, roots)
    old, new = roots(0, smaller.size), roots(0, larger.size)
    if not verify_consistency(smaller.size, larger.size, old, new, proof):
        return Compared(Verdict.FORK, "The proof made from this hub's journal does not hold.")
    return Compared(Verdict.START, _start(smaller, larger, "This hub's journal proves it"), tuple(proof))


def proof_text(old_size: int, proof: Sequence[bytes]) -> str:
    """Return a proof as text: `old` and the smaller size, then a hash a line (C2SP tlog-witness writes it so)."""
    return "".join([f"old {old_size}\n", *(f"{base64.b64encode(step).decode()}\n" for step in proof)])


def read_proof(text: str) -> list[bytes]:
    """Return the hashes of a proof's text. Raises BadProof."""
    first, *lines = text.splitlines()[:200] or [""]
    try:
        steps = [base64.b64decode(line, validate=True) for line in lines if line]
    except binascii.Error as error:
        raise BadProof("a line of the proof is not base64") from error
    if not first.startswith("old ") or any(len(step) != 32 for step in steps):
        raise BadProof("this is no proof of consistency")
    return steps


def _start(smaller: Held, larger: Held, how: str) -> str:
    return (
        f"The {smaller.size} entries of {smaller.name} are the first of the {larger.size} of {larger.name}: "
        f"nothing was changed or taken away between them. {how}."
    )
