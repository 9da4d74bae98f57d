"""Write and check the signed statement of a journal's size and root (C2SP tlog-checkpoint, signed-note)."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
"""Signature type identifier of Ed25519 in C2SP signed-note."""


class BadCheckpoint(ValueError):
    """The text is no checkpoint, or nobody we know signed it."""


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says: whose journal (`origin`), how many rows (`size`) and their Merkle root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """Return the signed part of the note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    """Return the 4-byte key hash of a signed note: SHA-256(name || LF || 0x01 || public key), its first 4 bytes."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Return the checkpoint as a signed note; the signer's name is the origin.

    Raises BadCheckpoint when the origin could not be a key name (empty, or holding a space, plus sign or line break).
    """
    origin = checkpoint.origin
    if not origin or "+" in origin or any(char.isspace() for char in origin):
        raise BadCheckpoint(f"{origin!r} cannot name a journal: spaces and plus signs are not allowed")
    if checkpoint.size < 0 or len(checkpoint.root) != 32:
        raise BadCheckpoint("a checkpoint needs a size of at least 0 and a root of 32 bytes")
    body = checkpoint.body()
    signature = base64.b64encode(key_hash(origin, key.public_key()) + key.sign(body.encode())).decode()
    return f"{body}\n— {origin} {signature}\n"


def parse(text: str) -> Checkpoint:
    """Return what a checkpoint says, without checking who signed it. Raises BadCheckpoint when it is malformed."""
    body, separator, _ = text.partition("\n\n")
    lines = body.split("\n")
    if not separator or len(lines) != 3:
        raise BadCheckpoint("a checkpoint has three lines, an empty line and signatures")
    origin, size, encoded = lines
    try:
        root = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise BadCheckpoint("the root is not base64") from error
    if not origin or not size.isascii() or not size.isdigit() or str(int(size)) != size or len(root) != 32:
        raise BadCheckpoint("the origin, size or root is malformed")
    return Checkpoint(origin, int(size), root)


def verify(text: str, public_key: Ed25519PublicKey) -> Checkpoint:
    """Return the checkpoint if `public_key` signed it under the origin's name, else raise BadCheckpoint.

    Lines by other signers (witnesses) are allowed and ignored.
    """
    checkpoint = parse(text)
    body, _, signatures = text.partition("\n\n")
    expected = key_hash(checkpoint.origin, public_key)
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.rpartition(" ")
        if dash != "—" or name != checkpoint.origin:
            continue
        try:
            signed = base64.b64decode(encoded, validate=True)
            if signed[:4] == expected:
                public_key.verify(signed[4:], (body + "\n").encode())
                return checkpoint
        except (binascii.Error, InvalidSignature):
            continue
    raise BadCheckpoint(f"no valid signature of {checkpoint.origin} by the key given")
