"""Check the custody extract in this folder: needs Python 3.8 or newer and, for the signature, the openssl command.

    python3 -I verify_custody.py [--key journal-public.pem]

Every event in events.jsonl is hashed, and the proof in inclusion.json must lead from that hash to the root in
checkpoint.txt (RFC 6962 and RFC 9162). The checkpoint must be signed by the journal's key (Ed25519, C2SP signed note).
Take the key, or its fingerprint, from the hub by another channel: the key in this folder could have come from anyone.
Exit code: 0 all proven, 1 something is wrong, 2 nothing is wrong but the signature could not be checked here.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile


class Wrong(Exception):
    """Something does not fit; the message says what."""


def leaf_hash(body: bytes) -> bytes:
    """RFC 6962: SHA-256 of a zero byte and the event."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962: SHA-256 of a one byte and two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """RFC 9162 section 2.1.3.2: the root to which `path` leads from `leaf`, None for a path of wrong length."""
    position, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            found = node_hash(step, found)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, step)
        position, last = position >> 1, last >> 1
    return found if last == 0 else None


def read_checkpoint(text: str) -> tuple[str, str, int, bytes, list[tuple[str, bytes]]]:
    """Return (signed text, origin, size, root, [(name, signature bytes)])."""
    body, empty_line, signatures = text.partition("\n\n")
    lines = body.split("\n")
    if not empty_line or len(lines) != 3:
        raise Wrong("checkpoint.txt is not a checkpoint")
    signed = []
    for line in signatures.splitlines():
        dash, name, encoded = line.split(" ")
        if dash == "\u2014":
            signed.append((name, base64.b64decode(encoded)))
    return body + "\n", lines[0], int(lines[1]), base64.b64decode(lines[2]), signed


def check_events(folder: pathlib.Path, size: int, root: bytes) -> int:
    """Check every event against the checkpoint's size and root; return how many there are."""
    inclusion = json.loads((folder / "inclusion.json").read_text("utf-8"))
    first = inclusion["first_seq"]
    bodies = (folder / "events.jsonl").read_bytes().split(b"\n")
    if bodies.pop() != b"" or len(bodies) != len(inclusion["proofs"]):
        raise Wrong("there is not one proof for each event")
    last_seq, last_body = None, b""
    for body, proof in zip(bodies, inclusion["proofs"]):
        event = json.loads(body.decode("utf-8"))
        seq = event["seq"]
        if seq != proof["seq"] or (last_seq is not None and seq <= last_seq) or not first <= seq < first + size:
            raise Wrong(f"event {seq} is out of order or has another's proof")
        path = [bytes.fromhex(step) for step in proof["path"]]
        if root_from(leaf_hash(body), seq - first, size, path) != root:
            raise Wrong(f"event {seq} is not what the journal held when the checkpoint was signed")
        if seq == first and event["prev"] != "0" * 64:
            raise Wrong("the journal's first event names a predecessor")
        if last_seq == seq - 1 and event["prev"] != hashlib.sha256(last_body).hexdigest():
            raise Wrong(f"event {seq} does not follow event {last_seq}")
        last_seq, last_body = seq, body
    return len(bodies)


def signature_holds(key: pathlib.Path, origin: str, text: str, signed: list[tuple[str, bytes]]) -> bool | None:
    """Return True or False for the signature, None where openssl (1.1.1 or newer) is not to be had."""
    with tempfile.TemporaryDirectory() as scratch:
        message, signature = pathlib.Path(scratch, "message"), pathlib.Path(scratch, "signature")
        message.write_bytes(text.encode("utf-8"))
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(key), "-rawin", "-in", str(message)]
        for name, value in signed:
            if name != origin or len(value) != 68:
                continue
            signature.write_bytes(value[4:])
            try:
                done = subprocess.run([*command, "-sigfile", str(signature)], capture_output=True, check=False)
            except OSError:
                return None
            if done.returncode == 0:
                return True
    return False


def main() -> int:
    """Check the folder that this program stands in and say what was found."""
    folder = pathlib.Path(__file__).resolve().parent
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--key", type=pathlib.Path, help="the journal's public key, received by another channel")
    key = arguments.parse_args().key
    try:
        text, origin, size, root, signed = read_checkpoint((folder / "checkpoint.txt").read_text("utf-8"))
        count = check_events(folder, size, root)
        holds = signature_holds(key or folder / "journal-public.pem", origin, text, signed)
        if holds is False:
            raise Wrong("the checkpoint is not signed by the journal's key")
    except (Wrong, OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        print("FAILED:", problem if isinstance(problem, Wrong) else repr(problem))
        return 1
    print(f"{count} events stand unchanged in the journal {origin}, which had {size} events then.")
    if holds is None:
        print("NOT CHECKED: the signature, because openssl is not to be had here.")
        return 2
    print("The signature holds." if key else "The signature holds for the key in this folder: compare that key.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
