"""What a forger has to work with: a good package, others of the same hub, and keys and a clock of the same names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.x509.oid import ExtendedKeyUsageOID

from upstander.engines.sealing.keys import Keys, make_keys
from upstander.engines.sealing.page import page
from upstander.engines.sealing.tests import packages
from upstander.engines.sealing.tests.clock_tower import ClockTower, build_tower
from upstander.engines.sealing.tests.packages import Unpacked, unpack

HUB, NAME = "Test hub", packages.NAME
MORE = {
    "READ-ME-FIRST.txt": b"HOW TO CHECK IT\r\n",
    "verify.html": page(),
    "build.json": b'{"time_stamp": "RFC 3161"}\n',
    "schedules/unused-material.csv": b"Item,Description\r\n1,Report as received\r\n",
}


@dataclass(frozen=True)
class Scene:
    """The good package, and what else is at hand."""

    folder: Path
    keys: Keys
    tower: ClockTower
    package: Path
    other: Unpacked
    """Another package of the same hub, stamped by the same authority."""
    forger: Keys
    forger_folder: Path
    forger_tower: ClockTower
    misused: ClockTower
    """A certificate of the true authority that is not for time stamps."""


Altered = Callable[[Unpacked, Scene], None]
AlteredZip = Callable[[bytes, Scene], bytes]


def set_up(folder: Path) -> Scene:
    """Make a scene in `folder`."""
    at = packages.AT
    before = at - timedelta(days=1)
    keys, forger = make_keys(folder / "keys", HUB, at=before), make_keys(folder / "forger", HUB, at=before)
    tower, forger_tower = build_tower(at), build_tower(at)
    made = packages.build(
        folder / "good", keys, keys_folder=folder / "keys", authority=tower.authority, more=MORE, at=at
    )
    other = packages.build(
        folder / "other",
        keys,
        keys_folder=folder / "keys",
        authority=tower.authority,
        more={"READ-ME-FIRST.txt": b"another case"},
        rows=61,
        at=at - timedelta(minutes=1),
    )
    misused = build_tower(at, usage=ExtendedKeyUsageOID.EMAIL_PROTECTION, under=tower)
    return Scene(
        folder, keys, tower, made.path, unpack(other.path, folder / "other-unpacked"), forger, folder / "forger",
        forger_tower, misused,
    )  # fmt: skip
