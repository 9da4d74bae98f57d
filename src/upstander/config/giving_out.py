"""Write a sealed file to where somebody wants it: whole, durable, and never over another unless that is asked for."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from upstander.engines.sealing.digests import chunks_of, fsync_folder


class NotGiven(Exception):
    """The file is not there; the message says why in plain words."""


@dataclass(frozen=True)
class Given:
    """A file that lies where it was asked for."""

    sha256: str
    size: int


def look_at(out: Path) -> Given | None:
    """Return what lies at `out`, None where there is nothing. Raises NotGiven where no file can be written there."""
    try:
        if out.is_dir():
            raise NotGiven(f"{out} is a folder: name a file in it.")
        if not out.parent.is_dir():
            raise NotGiven(f"There is no folder {out.parent}.")
        with out.open("rb") as stream:
            return Given(hashlib.file_digest(stream, "sha256").hexdigest(), os.fstat(stream.fileno()).st_size)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotGiven(f"{out} cannot be read: {error.strerror}.") from error


def give_out(path: Path, out: Path, *, sha256: str, over: bool = False) -> Given:
    """Copy the file at `path`, which must have the digest `sha256`, to `out`; `over` another only where that is said.

    It is written beside its place, synced and renamed: never half, not even when the power fails. Raises NotGiven.
    """
    part = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as source, open(part, "xb", opener=_private) as target:
            for chunk in chunks_of(source):
                digest.update(chunk)
                size += target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        if digest.hexdigest() != sha256:
            raise NotGiven("The hub's copy of the package is not what was sealed. Tell whoever runs this hub.")
        if over:
            part.replace(out)
        else:
            os.link(part, out)  # Unlike a rename, a link refuses to replace what came to be there meanwhile.
        fsync_folder(out.parent)
    except OSError as error:
        raise NotGiven(f"{out} could not be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return Given(sha256, size)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
