"""Take the rows about one case out of the journal with proofs that they stand in it, and check such an extract."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from . import checkpoint, merkle
from .canonical import Canonical, canonical
from .keys import public_pem

FOLDER = "custody"
EVENTS, CHECKPOINT, INCLUSION = "events.jsonl", "checkpoint.txt", "inclusion.json"
PUBLIC_KEY, CHECKER = "journal-public.pem", "verify_custody.py"
NO_PREV = "0" * 64
"""What the first row of a journal names as its predecessor."""


class BadExtract(ValueError):
    """The rows, proofs and checkpoint do not fit together; the message says where."""


@dataclass(frozen=True)
class Row:
    """One journal row: its place (first_seq for the first row) and its body, the canonical JSON that was hashed."""

    seq: int
    body: bytes


def extract(
    rows: Sequence[Row], leaves: Sequence[bytes], checkpoint_text: str, key: Ed25519PublicKey, *, first_seq: int = 1
) -> dict[str, bytes]:
    """Return the files of `data/custody/` (name to bytes) for `rows`, ordered by place and checked beforehand.

    `leaves` are the leaf hashes of the whole journal up to the checkpoint's size, in order; row `seq` is leaf
    `seq - first_seq`. Raises BadExtract, BadCheckpoint when anything does not fit: nothing unproven leaves the hub.
    """
    said = checkpoint.verify(checkpoint_text, key)
    ordered = sorted(rows, key=lambda row: row.seq)
    try:
        paths = merkle.inclusion_proofs([row.seq - first_seq for row in ordered], leaves[: said.size])
    except IndexError as error:
        raise BadExtract(f"a row is not under the checkpoint: {error}") from error
    proofs: list[Canonical] = [_proof(row, paths[row.seq - first_seq]) for row in ordered]
    inclusion: Canonical = {
        "format": 1,
        "first_seq": first_seq,
        "size": said.size,
        "root": said.root.hex(),
        "proofs": proofs,
    }
    files = {
        EVENTS: b"".join(row.body + b"\n" for row in ordered),
        CHECKPOINT: checkpoint_text.encode(),
        INCLUSION: canonical(inclusion) + b"\n",
        PUBLIC_KEY: public_pem(key),
        CHECKER: checker(),
    }
    check(files)
    return files


def _proof(row: Row, path: Sequence[bytes]) -> dict[str, Canonical]:
    return {"seq": row.seq, "leaf": merkle.leaf_hash(row.body).hex(), "path": [step.hex() for step in path]}


def checker() -> bytes:
    """Return the stand-alone checking program that goes into every package."""
    return resources.files(__package__).joinpath("shipped", CHECKER).read_bytes()


def check(files: Mapping[str, bytes]) -> checkpoint.Checkpoint:
    """Return the checkpoint of an extract when its signature and every row's place and content are proven.

    The key used is the one shipped beside it: it is worth what the package's seal is worth. Raises BadExtract.
    """
    try:
        key = load_pem_public_key(files[PUBLIC_KEY])
        said = checkpoint.verify(files[CHECKPOINT].decode(), key) if isinstance(key, Ed25519PublicKey) else None
        inclusion = json.loads(files[INCLUSION])
        proofs, first_seq = list(inclusion["proofs"]), int(inclusion["first_seq"])
        bodies = files[EVENTS].split(b"\n")
        if said is None:
            raise BadExtract("the journal's key is not an Ed25519 key")
        if inclusion["size"] != said.size or inclusion["root"] != said.root.hex():
            raise BadExtract("the proofs are for another checkpoint")
        if bodies.pop() != b"" or len(bodies) != len(proofs):
            raise BadExtract("there is not one proof for each event")
        previous: tuple[int, bytes] | None = None
        for body, proof in zip(bodies, proofs, strict=True):
            previous = _check_row(body, proof, previous, said, first_seq)
    except BadExtract:
        raise
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadExtract(f"the custody extract cannot be read: {error!r}") from error
    return said


def _check_row(
    body: bytes,
    proof: Mapping[str, object],
    previous: tuple[int, bytes] | None,
    said: checkpoint.Checkpoint,
    first_seq: int,
) -> tuple[int, bytes]:
    row = json.loads(body)
    seq = row["seq"]
    if not isinstance(seq, int) or seq != proof["seq"] or (previous and seq <= previous[0]):
        raise BadExtract(f"event {seq} is out of order or has another's proof")
    leaf, path = merkle.leaf_hash(body), proof["path"]
    if not isinstance(path, list) or leaf.hex() != proof["leaf"]:
        raise BadExtract(f"event {seq} is not what the journal held")
    steps = [bytes.fromhex(step) for step in path]
    if not merkle.verify_inclusion(leaf, seq - first_seq, said.size, steps, said.root):
        raise BadExtract(f"event {seq} is not under the signed checkpoint")
    if seq == first_seq and row["prev"] != NO_PREV:
        raise BadExtract("the journal's first event names a predecessor")
    if previous and previous[0] == seq - 1 and row["prev"] != hashlib.sha256(previous[1]).hexdigest():
        raise BadExtract(f"event {seq} does not follow event {seq - 1}")
    return seq, body
