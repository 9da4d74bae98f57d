"""Check an evidence package as a stranger would: file list, both manifests, seal, time stamp, report, custody."""

import hashlib
import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import custody
from .archive import BadArchive, open_archive
from .digests import chunks_of
from .keys import fingerprint
from .pdf_checking import BadReport, check_report
from .seal import BadSeal, Signature, chain_pem, check_seal, check_signature
from .stamping import BadStamp, check_clock, check_token

TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt")
SEAL = ("seal/signer-chain.pem", "seal/tagmanifest-sha256.txt.p7s")
TIME_STAMP = "seal/tagmanifest-sha256.txt.p7s.tst"
"""The time-stamp token (RFC 3161) over the seal, in a package of a hub that asks an authority."""
TAGMANIFEST = "tagmanifest-sha256.txt"
STAMPED, UNSTAMPED = "Time-Stamp", "none"
"""The line of bag-info.txt that says whether there is a token: taking it away shows, for the line is sealed."""
SIGNED = "Report-Signature"
"""The line of bag-info.txt that says how the volumes of the report are signed, such as PAdES B-T."""
ANCHORS = ("anchor", "time anchor")
"""Checks that fail for want of a root certificate, not for what the package is."""
LARGEST_TAG = 64 << 20
"""Bytes: a manifest or custody file beyond this is refused rather than held in memory."""
SHA256, SHA512 = "sha256", "sha512"


class Broken(ValueError):
    """A check found something wrong; the message says what."""


@dataclass(frozen=True)
class Check:
    """One thing looked at: its name, whether it holds, and one sentence."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Findings:
    """What a verification found. `ok` only when every check holds, seal and time stamp against their anchors."""

    ok: bool
    anchored: bool
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> str:
        """`sealed`, `not anchored` or `time not anchored` (intact, but nobody vouches for signer or time), `broken`."""
        if self.ok:
            return "sealed"
        if not all(check.ok or check.name in ANCHORS for check in self.checks):
            return "broken"
        return "time not anchored" if self.anchored else "not anchored"


@dataclass(frozen=True)
class _Package:
    """An opened zip: its entries by path below the top folder."""

    archive: zipfile.ZipFile
    name: str
    entries: dict[str, zipfile.ZipInfo]

    def read(self, path: str) -> bytes:
        """Return a small file whole. Raises Broken when it is absent or too large."""
        entry = self.entries.get(path)
        if entry is None:
            raise Broken(f"{path} is missing")
        if entry.file_size > LARGEST_TAG:
            raise Broken(f"{path} is too large to be genuine")
        return self.archive.read(entry)

    def said(self, label: str) -> list[str]:
        """Return what bag-info.txt says under `label`, line by line."""
        info = self.read("bag-info.txt").decode("utf-8", "replace")
        return re.findall(rf"^{label}: (.*)$", info, re.M)

    @property
    def stamped(self) -> bool:
        """Whether there must be a token over the seal. Raises Broken."""
        return self.said(STAMPED) not in ([], [UNSTAMPED])

    def digests(self, path: str, algorithms: tuple[str, ...] = (SHA256,)) -> dict[str, str]:
        """Return the digests of an entry by algorithm, reading it once, by which its CRC-32 is checked."""
        made = {name: hashlib.new(name) for name in algorithms}
        with self.archive.open(self.entries[path]) as stream:
            for chunk in chunks_of(stream):
                for digest in made.values():
                    digest.update(chunk)
        return {name: digest.hexdigest() for name, digest in made.items()}


@dataclass(frozen=True)
class _Anchors:
    """The root certificates (PEM) of the hub and of the time-stamping authority, as far as they were given."""

    hub: bytes | None
    time: bytes | None


def verify_package(
    zip_path: Path, anchor: Path | bytes | None = None, time_anchor: Path | bytes | None = None
) -> Findings:
    """Return what is right and wrong with the package at `zip_path`; never raises for a bad package, only OSError.

    `anchor` is the hub's root certificate (PEM, or a path to it) received by another channel. Without it the package
    can be found intact, never sealed: a signer inside the package proves nothing. `time_anchor` is the root of the
    time-stamping authority, in the same way; a package that has no token needs none.
    """
    return _verify(zip_path, _Anchors(_read(anchor), _read(time_anchor)), (SHA256, SHA512))


def verify_finished(
    zip_path: Path, anchor: bytes, time_anchor: bytes | None, *, known: Collection[str] = ()
) -> Findings:
    """Return what `verify_package` does, for whoever has just written the package and compared SHA-512 doing so.

    Of the payload SHA-256 alone is made, and of the files called `known` the zip's CRC-32 alone: whoever wrote them
    knows their SHA-256 from where they lay. Of the lists the names are compared, and their own digests.
    """
    return _verify(zip_path, _Anchors(anchor, time_anchor), (SHA256,), known)


def _read(anchor: Path | bytes | None) -> bytes | None:
    return anchor.read_bytes() if isinstance(anchor, Path) else anchor


def _verify(zip_path: Path, anchors: _Anchors, algorithms: tuple[str, ...], known: Collection[str] = ()) -> Findings:
    checks: list[Check] = []
    try:
        with open_archive(zip_path) as (archive, name, entries):
            checks.append(Check("zip", True, f"{len(entries)} files under {name} and nothing else"))
            checks += _checks(_Package(archive, name, entries), anchors, algorithms, known)
    except (BadArchive, zipfile.BadZipFile, EOFError) as problem:
        checks.append(Check("zip", False, str(problem)))
    if anchors.hub is None:
        said = "not anchored: give the hub's root certificate, received by another channel, to know who sealed this"
        checks.append(Check("anchor", False, said))
    return Findings(all(check.ok for check in checks), anchors.hub is not None, tuple(checks))


def _checks(
    package: _Package, anchors: _Anchors, algorithms: tuple[str, ...], known: Collection[str]
) -> Iterator[Check]:
    yield _run("bagit.txt", lambda: _bagit(package))
    yield _run("tag manifest", lambda: _tagmanifest(package))
    payload = [path for path in package.entries if path.startswith("data/")]
    found = {path: package.digests(path, () if path in known else algorithms) for path in payload}
    yield _run("manifest-sha256.txt", lambda: _manifest(package, found, SHA256))
    yield _run("manifest-sha512.txt", lambda: _manifest(package, found, SHA512))
    yield _run("file list", lambda: _file_list(package))
    yield _run("size", lambda: _oxum(package))
    signed: list[Signature] = []
    yield _run("seal", lambda: _seal(package, anchors.hub, signed))
    yield _run("time stamp", lambda: _time(package, anchors.time, signed))
    yield _run("report", lambda: _report(package, anchors.time, signed))
    yield _run("custody", lambda: _custody(package))
    if TIME_STAMP in package.entries and anchors.time is None:
        said = "not anchored: give the authority's root certificate to know who vouches for the time"
        yield Check("time anchor", False, said)


def _run(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except (Broken, BadSeal, BadStamp, BadReport, custody.BadExtract) as problem:
        return Check(name, False, str(problem))
    except (zipfile.BadZipFile, EOFError) as problem:
        return Check(name, False, f"cannot be read: {problem}")


def _bagit(package: _Package) -> str:
    if package.read("bagit.txt") != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        raise Broken("bagit.txt does not declare BagIt 1.0 in UTF-8")
    return "declares BagIt 1.0"


def _tagmanifest(package: _Package) -> str:
    listed = _parse(package.read(TAGMANIFEST), TAGMANIFEST, SHA256)
    if tuple(listed) != TAGS:
        raise Broken(f"{TAGMANIFEST} must list exactly {', '.join(TAGS)}")
    for path, digest in listed.items():
        package.read(path)
        if package.digests(path)[SHA256] != digest:
            raise Broken(f"{path} is not the file that was listed")
    return f"SHA-256 of {TAGMANIFEST} is {package.digests(TAGMANIFEST)[SHA256]}"


def _manifest(package: _Package, found: dict[str, dict[str, str]], algorithm: str) -> str:
    """Compare a list with the names of the payload, and with its digests by `algorithm` where those were made."""
    name = f"manifest-{algorithm}.txt"
    listed = _parse(package.read(name), name, algorithm)
    both = [path for path in listed if algorithm in found.get(path, {})]
    if changed := sorted(path for path in both if found[path][algorithm] != listed[path]):
        raise Broken(f"changed: {', '.join(changed[:5])}")
    if missing := sorted(set(listed) - set(found)):
        raise Broken(f"missing: {', '.join(missing[:5])}")
    if extra := sorted(set(found) - set(listed)):
        raise Broken(f"not listed: {', '.join(extra[:5])}")
    return f"all {len(listed)} files are {'as listed' if both else 'here'}"


def _file_list(package: _Package) -> str:
    allowed = {*TAGS, *SEAL, TAGMANIFEST, *([TIME_STAMP] if package.stamped else [])}
    if extra := sorted(p for p in package.entries if p not in allowed and not p.startswith("data/")):
        raise Broken(f"does not belong here: {', '.join(extra[:5])}")
    if missing := sorted(allowed - set(package.entries)):
        raise Broken(f"missing: {', '.join(missing)}")
    return "nothing is missing and nothing was added"


def _oxum(package: _Package) -> str:
    sizes = [entry.file_size for path, entry in package.entries.items() if path.startswith("data/")]
    oxum = f"{sum(sizes)}.{len(sizes)}"
    declared = package.said("Payload-Oxum")
    if declared != [oxum]:
        raise Broken(f"Payload-Oxum is {oxum}, declared is {', '.join(declared) or 'none'}")
    return f"Payload-Oxum {oxum}"


def _seal(package: _Package, anchors: bytes | None, signed: list[Signature]) -> str:
    content, signature = package.read(TAGMANIFEST), package.read(SEAL[1])
    found = check_signature(content, signature) if anchors is None else check_seal(content, signature, anchors)
    signed.append(found)
    shown = package.read(SEAL[0])
    if found.issued_by and shown != chain_pem(found.signer, found.issued_by):
        raise Broken(f"{SEAL[0]} does not show the signer and its root")
    who = f"{found.signer.subject.rfc4514_string()}, SHA-256 fingerprint {fingerprint(found.signer)}"
    said = f"signed by {who}, who says at {found.claimed_at.isoformat()}"
    return f"{said}; nobody vouches for this signer" if anchors is None else said


def _time(package: _Package, anchors: bytes | None, signed: list[Signature]) -> str:
    if not package.stamped:
        return "there is NO time stamp: the time in the seal is the hub's own claim, and the package says so"
    if not signed:
        raise Broken("there is no seal that holds, and so nothing that a token could be about")
    digest = hashlib.sha256(package.read(SEAL[1])).digest()
    stamp = check_token(package.read(TIME_STAMP), digest, anchors)
    check_clock(stamp, signed[0].claimed_at)
    who = f"{stamp.authority.subject.rfc4514_string()} saw the seal at {stamp.at.isoformat()}"
    return who if stamp.vouched else f"{who}; nobody vouches for this authority"


def _report(package: _Package, anchors: bytes | None, signed: list[Signature]) -> str:
    volumes = sorted(path for path in package.entries if re.fullmatch(r"data/report(-\d+)?\.pdf", path))
    declared = package.said(SIGNED)
    if not declared:
        return "no report in it is said to be signed by itself"
    if not signed or not volumes:
        raise Broken("there is no report" if signed else "there is no seal that holds, and so no signer to compare")
    for path in volumes:
        try:
            found = check_report(package.read(path), anchors)
        except (BadReport, BadStamp) as problem:
            raise Broken(f"{path} {problem}") from problem
        if found.signer != signed[0].signer:
            raise Broken(f"{path} is signed by another than the package")
        if declared != [f"PAdES {found.level}"]:
            raise Broken(f"{path} has a signature of level {found.level}, declared is {', '.join(declared)}")
    return f"{len(volumes)} signed as a whole ({declared[0]}) by who sealed the package"


def _custody(package: _Package) -> str:
    names = (custody.EVENTS, custody.CHECKPOINT, custody.INCLUSION, custody.PUBLIC_KEY)
    files = {name: package.read(f"data/{custody.FOLDER}/{name}") for name in names}
    said = custody.check(files)
    count = files[custody.EVENTS].count(b"\n")
    return f"{count} events are proven to stand in {said.origin}, which had {said.size} events"


def _parse(data: bytes, name: str, algorithm: str) -> dict[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Broken(f"{name} is not UTF-8") from error
    listed: dict[str, str] = {}
    digits = hashlib.new(algorithm).digest_size * 2
    for line in text.splitlines():
        match = re.fullmatch(rf"([0-9a-f]{{{digits}}})  (\S+)", line)
        if match is None or match[2] in listed:
            raise Broken(f"{name} has a malformed or repeated line")
        listed[match[2]] = match[1]
    if not text.endswith("\n") or list(listed) != sorted(listed):
        raise Broken(f"{name} is not in order")
    return listed
