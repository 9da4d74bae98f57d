"""What a backup holds and says of itself: members, facts that must be the same when it is put back, a signature."""

import base64
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from upstander.config.backup.databases import Moment
from upstander.engines.sealing.keys import JOURNAL_PUBLIC, load

FORMAT = "upstander-backup/1"
ABOUT, MANIFEST, SIGNATURE = "about.json", "manifest.json", "manifest.sig"
DATABASE, VAULT, PACKAGES, KEYS = "database/", "vault/", "packages/", "keys/"
PASSING = ("django_session", "rate_limits")
"""Tables that come and go by themselves: nobody counts them."""


@dataclass(frozen=True)
class Entry:
    """One member: its name, size and hash, and where under its folder it belongs."""

    member: str
    size: int
    sha256: str
    place: str = ""


@dataclass
class Manifest:
    """What a backup says of itself, last of all."""

    format: str
    software: str
    made_at: str
    database: str
    facts: dict[str, Any]
    entries: list[Entry] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """What the database named and the disk did not have."""

    def as_bytes(self) -> bytes:
        """Return it as it is written."""
        return json.dumps(asdict(self), separators=(",", ":"), sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, said: bytes) -> "Manifest":
        """Return what was written. Raises ValueError for a backup of another program or a later format."""
        try:
            held = json.loads(said)
            entries = [Entry(**entry) for entry in held.pop("entries")]
            manifest = cls(**held, entries=entries)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("What it says of itself is in no form that this version reads.") from error
        if manifest.format != FORMAT:
            raise ValueError(f"It is in the form {manifest.format}; this version reads {FORMAT}.")
        return manifest


def facts_of(moment: Moment) -> dict[str, Any]:
    """Return what must be the same when it is put back: the journal's end, reports by channel, rows by table."""
    (last,) = [*moment.ask("SELECT seq, head FROM journal_entry ORDER BY seq DESC LIMIT 1")] or [(0, "")]
    reports = moment.ask("SELECT channel, standing, count(*) FROM cases_report GROUP BY channel, standing")
    counted = [table for table in moment.tables() if table not in PASSING]
    return {
        "journal": {"entries": last[0], "head": last[1]},
        "reports": {f"{channel}, {standing}": number for channel, standing, number in sorted(reports)},
        "rows": {table: _count(moment, table) for table in counted},
    }


def differences(said: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return in plain words what is not as the backup says."""
    wrong = []
    for what in sorted({*said, *found}):
        if said.get(what) != found.get(what):
            one, other = said.get(what) or {}, found.get(what) or {}
            names = [name for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
            wrong += [f"{what}: {name} should be {one.get(name)} and is {other.get(name)}" for name in names]
    return wrong


def signed(manifest: bytes) -> bytes:
    """Return the signature by the key that signs the journal: age says who may read, not who wrote."""
    return base64.b64encode(load(Path(settings.KEYS_FOLDER)).journal_key.sign(_statement(manifest)))


def signer(path: Path | None) -> Ed25519PublicKey | None:
    """Return the public key to check against: the one named, else the one among this hub's keys, if it is there."""
    path = path or Path(settings.KEYS_FOLDER) / JOURNAL_PUBLIC
    if not path.exists():
        return None
    key = load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path} is not the public key of a journal")
    return key


def is_signed_by(key: Ed25519PublicKey, manifest: bytes, signature: bytes) -> bool:
    """Whether the owner of `key` signed the manifest."""
    try:
        key.verify(base64.b64decode(signature), _statement(manifest))
    except (InvalidSignature, ValueError):
        return False
    return True


def stamp(at: datetime) -> str:
    """Return a time as a manifest holds it."""
    return at.isoformat(timespec="seconds")


def _statement(manifest: bytes) -> bytes:
    return f"{FORMAT} {sha256(manifest).hexdigest()}".encode()


def _count(moment: Moment, table: str) -> int:
    ((number,),) = [*moment.ask(f'SELECT count(*) FROM "{table}"')]  # noqa: S608 - a name that the database gave
    return int(number)
