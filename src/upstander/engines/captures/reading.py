"""Have a captured file read in the sandbox: what it holds, what it says of itself, and whether its own hashes hold."""

import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import six
import warcio

from upstander.engines import enclosure
from upstander.engines.captures import worker

INSIDE = Path(__file__).with_name("inside")
KINDS = (
    "application/zip", "application/warc", "application/gzip", "text/html", "application/pdf", "multipart/related",
    "message/rfc822", "application/json", "text/csv", "text/plain", "application/xml",
)  # fmt: skip
"""The media types that can be read."""
STOPPED = "stopped"
BROKEN = frozenset(
    {
        "truncated", "hash differs", "part missing", "unreadable", STOPPED, "bomb", "nested too deeply",
        "too many parts", "bytes between", "entities", "same name twice", "leads out", "not described",
        "comment without picture",
    }
)  # fmt: skip
"""What is wrong with a file; everything else that is found is good to know."""


@dataclass(frozen=True)
class Reading:
    """What a captured file turned out to be."""

    kind: str
    title: str = ""
    words: str = ""
    parts: int = 0
    names: tuple[tuple[str, int], ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)
    agree: int = 0
    differ: int = 0
    faults: tuple[tuple[str, str], ...] = ()
    empty: bool = False

    @property
    def state(self) -> str:
        """Return `nothing` where it captured nothing, `faulty` where something is wrong with it, else `whole`."""
        if self.empty:
            return "nothing"
        return "faulty" if any(code in BROKEN for code, _detail in self.faults) else "whole"

    def dump(self) -> bytes:
        """Return it as it is kept."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def load(cls, kept: bytes) -> "Reading":
        """Return what `dump` made."""
        return _reading(json.loads(kept))


@cache
def maker() -> str:
    """Return a digest of the programs that read: two of the same maker read the same."""
    sources = [Path(worker.__file__), *sorted(INSIDE.glob("*.py"))]
    return sha256(b"\0".join(each.read_bytes() for each in sources) + version("warcio").encode()).hexdigest()


def read(path: Path, kind: str) -> Reading:
    """Read a file of a media type of KINDS. Ask `enclosure.has_sandbox` before: nothing is read outside one."""
    libraries = {
        INSIDE: "/libraries/inside",
        Path(warcio.__file__).parent: "/libraries/warcio",
        Path(six.__file__): "/libraries/six.py",
    }
    around = enclosure.walls(Path(worker.__file__), [path], libraries, memory=2 * worker.MEMORY)
    try:
        done = enclosure.run([*around, *enclosure.program(), kind], 2 * worker.SECONDS)
        return _reading(json.loads(done.stdout[: worker.LONGEST]))
    except (subprocess.TimeoutExpired, ValueError, TypeError, KeyError, AttributeError):
        return Reading(kind, faults=((STOPPED, ""),))


def _reading(said: Any) -> Reading:
    """Return what the sandbox said in its proper form: what came out of it is not believed to have one."""
    return Reading(
        kind=str(said["kind"])[:100],
        title=str(said["title"])[:300],
        words=str(said["words"])[:20_000],
        parts=int(said["parts"]),
        names=tuple((str(name)[:300], int(size)) for name, size in said["names"][:200]),
        says={str(name)[:40]: str(value)[:2_000] for name, value in said["says"].items()},
        agree=int(said["agree"]),
        differ=int(said["differ"]),
        faults=tuple((str(code)[:40], str(detail)[:200]) for code, detail in said["faults"][:20]),
        empty=bool(said["empty"]),
    )
