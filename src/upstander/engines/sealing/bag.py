"""Write an evidence package: a BagIt 1.0 tree (RFC 8493) streamed into a stored zip, sealed, reopened and checked."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self, TypeVar

from .archive import FIXED_DATE
from .digests import Digests, chunks_of, digest_stream, fsync_folder, one_digest
from .keys import Keys
from .names import is_safe, is_safe_path
from .seal import chain_pem, sign_detached
from .stamping import Authority
from .verify import STAMPED, TIME_STAMP, UNSTAMPED, verify_finished

Found = TypeVar("Found")
BAGIT_TXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class PackageError(Exception):
    """The package cannot be built as asked; the message says why."""


class BadName(PackageError):
    """A path is unsafe, or already in the package (also when only the case differs)."""


class FileChanged(PackageError):
    """A file no longer has the digests that were recorded when it was received."""


class NotVerified(PackageError):
    """The finished package did not pass its own check when it was reopened; nothing was kept."""


@dataclass(frozen=True)
class Sealed:
    """A finished package: its place, the SHA-256 of its tag manifest (what the seal signs) and of the zip, sizes."""

    path: Path
    tagmanifest_sha256: str
    sha256: str
    size: int
    payload_files: int
    payload_bytes: int


class PackageWriter:
    """Builds one package beside `path` and puts it there only when it is whole; use it in a `with` statement."""

    def __init__(self, path: Path, name: str) -> None:
        """Start the package `name` (its top folder). Raises BadName, FileExistsError: a package is never replaced."""
        if not is_safe(name):
            raise BadName(f"{name!r} cannot name a package")
        if path.exists():
            raise FileExistsError(f"{path} exists, and a package is never replaced")
        self._path, self._name = path, name
        self._payload: dict[str, Digests] = {}
        self._known: set[str] = set()
        self._tags: dict[str, Digests] = {}
        self._files: set[str] = set()
        self._folders: set[str] = set()
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        self._temporary = Path(temporary)
        self._stream = os.fdopen(descriptor, "w+b")
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_STORED, allowZip64=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()

    def abandon(self) -> None:
        """Drop what was written, unless the package is finished."""
        self._zip.fp = None  # Closing it would write a directory to a file that is about to go.
        self._stream.close()
        self._temporary.unlink(missing_ok=True)

    def add_bytes(self, rel: str, data: bytes) -> Digests:
        """Add `data` as `data/<rel>` and return its digests. Raises BadName."""
        return self._add_ours(rel, [data], len(data))

    def add_made(self, rel: str, path: Path) -> Digests:
        """Add what was made for the package as `data/<rel>`, hashed as it passes. Raises BadName, OSError."""
        with path.open("rb") as stream:
            return self._add_ours(rel, chunks_of(stream), path.stat().st_size)

    def add_file(self, rel: str, path: Path, expect: Digests) -> Digests:
        """Copy the file at `path` to `data/<rel>`, hashed as add_stream says. Raises BadName, FileChanged, OSError.

        What lies under its own SHA-256 was hashed when it got that name: its SHA-512 is enough to know it again, and
        in the finished package its CRC-32, which shows what the disk or the memory did to it.
        """
        with path.open("rb") as stream:
            found = self.add_stream(rel, chunks_of(stream), expect)
        if path.name == expect.sha256:
            self._known.add(f"data/{rel}")
        return found

    def add_stream(self, rel: str, chunks: Iterable[bytes], expect: Digests) -> Digests:
        """Add the bytes of `chunks` as `data/<rel>`. Raises BadName, and FileChanged unless they are as expected.

        As they pass, their SHA-512 and size are compared; their SHA-256 when the finished package is read again.
        """
        sha512, size = self._put(f"data/{rel}", chunks, expect.size, _by_sha512)
        if (sha512, size) != (expect.sha512, expect.size):
            raise FileChanged(
                f"{rel} is not what was recorded: expected {expect.size} bytes with SHA-512 {expect.sha512}, "
                f"found {size} with {sha512}"
            )
        self._payload[f"data/{rel}"] = expect
        return expect

    def _add_ours(self, rel: str, chunks: Iterable[bytes], size: int) -> Digests:
        made = self._put(f"data/{rel}", chunks, size, digest_stream)
        self._payload[f"data/{rel}"] = made
        return made

    def finish(
        self, bag_info: Mapping[str, str], signer: Keys, *, at: datetime, authority: Authority | None = None
    ) -> Sealed:
        """Write manifests, seal and time stamp, check the whole by reading it again, and put it in place.

        `bag_info` gives the lines of bag-info.txt in order (Source-Organization, External-Identifier and so on);
        Payload-Oxum is added, and Bagging-Date unless it is given, and whether there is a time stamp: without an
        `authority` there is none. `at` (aware) is the time claimed in the signature. Raises NotVerified, NoStamp,
        FileExistsError when another has taken the place meanwhile.
        """
        total = sum(digests.size for digests in self._payload.values())
        oxum = f"{total}.{len(self._payload)}"
        info = {**bag_info}
        info.setdefault("Bagging-Date", at.date().isoformat())
        info[STAMPED] = TIME_STAMP if authority else UNSTAMPED
        info["Payload-Oxum"] = oxum
        self._tag("bagit.txt", BAGIT_TXT)
        self._tag("bag-info.txt", _bag_info(info))
        self._tag("manifest-sha256.txt", _manifest({p: d.sha256 for p, d in self._payload.items()}))
        self._tag("manifest-sha512.txt", _manifest({p: d.sha512 for p, d in self._payload.items()}))
        tagmanifest = _manifest({path: digests.sha256 for path, digests in self._tags.items()})
        self._small("tagmanifest-sha256.txt", tagmanifest)
        chain = chain_pem(signer.signer_cert, signer.root_cert)
        signature = sign_detached(tagmanifest, signer, at=at)
        self._small("seal/signer-chain.pem", chain)
        self._small("seal/tagmanifest-sha256.txt.p7s", signature)
        if authority:
            token = authority.stamp(hashlib.sha256(signature).digest(), claimed_at=at)
            self._small(TIME_STAMP, token)
        self._zip.close()
        self._stream.flush()
        os.fsync(self._stream.fileno())
        os.fchmod(self._stream.fileno(), 0o440)
        self._stream.close()
        findings = verify_finished(
            self._temporary, signer.anchor, authority.anchor if authority else None, known=self._known
        )
        if not findings.ok:
            raise NotVerified("; ".join(f"{check.name}: {check.detail}" for check in findings.checks if not check.ok))
        with self._temporary.open("rb") as stream:
            whole = hashlib.file_digest(stream, "sha256").hexdigest()
        size = self._temporary.stat().st_size
        os.link(self._temporary, self._path)  # Unlike a rename, a link refuses to replace what is there.
        self._temporary.unlink()
        fsync_folder(self._path.parent)
        return Sealed(self._path, hashlib.sha256(tagmanifest).hexdigest(), whole, size, len(self._payload), total)

    def _tag(self, name: str, data: bytes) -> None:
        self._tags[name] = self._small(name, data)

    def _small(self, path: str, data: bytes) -> Digests:
        return self._put(path, [data], len(data), digest_stream)

    def _put(self, path: str, chunks: Iterable[bytes], size: int, measure: Callable[[Iterable[bytes]], Found]) -> Found:
        """Write an entry said to have `size` bytes; return what `measure` makes of the bytes as they pass."""
        if not is_safe_path(path):
            raise BadName(f"{path!r} is not a safe path")
        folded = path.casefold()
        folders = {folded[:index] for index, char in enumerate(folded) if char == "/"}
        if folded in self._files or folded in self._folders or folders & self._files:
            raise BadName(f"{path!r} is already in the package")
        self._files.add(folded)
        self._folders |= folders
        entry = zipfile.ZipInfo(f"{self._name}/{path}", FIXED_DATE)
        entry.create_system, entry.external_attr, entry.file_size = 3, 0o100644 << 16, size
        with self._zip.open(entry, "w") as target:
            return measure(_written(chunks, target))


def _by_sha512(chunks: Iterable[bytes]) -> tuple[str, int]:
    return one_digest(chunks, "sha512")


def _written(chunks: Iterable[bytes], target: IO[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        target.write(chunk)
        yield chunk


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def _bag_info(info: Mapping[str, str]) -> bytes:
    for label in info:
        if not label or ":" in label or label != " ".join(label.split()):
            raise PackageError(f"{label!r} cannot be a label in bag-info.txt")
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in info.items()).encode()
