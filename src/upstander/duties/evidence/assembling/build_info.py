"""Say with what a package was made: software, libraries, clock and a self-test, so that every step can be repeated."""

import hashlib
import platform
import ssl
import subprocess
from collections.abc import Collection
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from django.db import connection

from upstander import __file__ as package_file
from upstander import __version__
from upstander.engines.sealing import merkle
from upstander.engines.sealing.canonical import canonical
from upstander.engines.sealing.keys import Keys
from upstander.engines.sealing.seal import check_seal, sign_detached
from upstander.record.journal.clock import in_doubt, times_set_back

LIBRARIES = ("asn1crypto", "cryptography", "Django", "fonttools", "jsonschema", "Pillow", "pyHanko", "typst")
SYNCHRONISED = Path("/run/systemd/timesync/synchronized")
SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
SHA512_OF_ABC = (
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
)
ROOT_OF_ABC = "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1"


class SelfTestFailed(RuntimeError):
    """Something that every package rests on does not give the known answer; the message names it."""


@cache
def software() -> dict[str, str | None]:
    """Return the name, version and, where it runs from a work tree, the commit of this software."""
    root = Path(package_file).resolve().parents[2]
    commit = None
    if (root / ".git").exists():
        asked = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "HEAD"], capture_output=True, text=True, timeout=10, check=False
        )
        commit = asked.stdout.strip() or None
    return {"name": "Upstander", "version": __version__, "commit": commit}


def environment(events: Collection[int] = (), *, until: int | None = None) -> dict[str, Any]:
    """Return what the package was made with: Python, OpenSSL, libraries, database, and what is known of the clock.

    `events` are the numbers of the journal's entries that the package holds, `until` the last entry that it knows of.
    """
    return {
        "software": software(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "openssl": ssl.OPENSSL_VERSION,
        "libraries": _libraries(),
        "database": connection.vendor,
        "clock": {
            "source": "the machine's own clock, in UTC",
            "synchronised": True if SYNCHRONISED.exists() else None,
            "meaning_of_null": "not known: the machine does not say whether its clock is kept by a time service",
            "set_back": [
                {
                    "entry": back.seq,
                    "from": back.was.isoformat(timespec="milliseconds"),
                    "by_milliseconds": round(back.by.total_seconds() * 1000),
                }
                for back in times_set_back(until=until)
            ],
            "events_with_times_in_doubt": in_doubt(events, until=until),
            "meaning_of_set_back": "the journal saw the machine's clock go backwards: the order of events is certain, "
            "the times of those in doubt are not",
        },
    }


@cache
def _libraries() -> dict[str, str]:
    return {name: version_of(name) for name in LIBRARIES}


def self_test(keys: Keys) -> list[dict[str, str]]:
    """Try what every package rests on against known answers and return what was tried. Raises SelfTestFailed."""
    content = b"abc"
    signature = sign_detached(content, keys, at=keys.signer_cert.not_valid_before_utc)
    leaves = [merkle.leaf_hash(letter) for letter in (b"a", b"b", b"c")]
    tried = {
        "SHA-256 of abc (FIPS 180-4)": hashlib.sha256(content).hexdigest() == SHA256_OF_ABC,
        "SHA-512 of abc (FIPS 180-4)": hashlib.sha512(content).hexdigest() == SHA512_OF_ABC,
        "canonical JSON": canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode(),
        "Merkle root of three leaves (RFC 6962)": merkle.root(leaves).hex() == ROOT_OF_ABC,
        "the seal's key and certificate belong together": bool(check_seal(content, signature, keys.anchor)),
    }
    if failed := [name for name, passed in tried.items() if not passed]:
        raise SelfTestFailed("; ".join(failed))
    return [{"test": name, "result": "passed"} for name in tried]
