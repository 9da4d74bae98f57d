"""Makes small sealed packages for the tests, unpacks them, packs them anew and runs the plain tools on them."""

import hashlib
import re
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from upstander.engines.sealing import checkpoint, custody, merkle
from upstander.engines.sealing.archive import FIXED_DATE
from upstander.engines.sealing.bag import PackageWriter, Sealed
from upstander.engines.sealing.canonical import canonical
from upstander.engines.sealing.digests import digest_file
from upstander.engines.sealing.keys import Keys
from upstander.engines.sealing.pdf_signing import sign
from upstander.engines.sealing.plain_tools import ANCHOR, plain_checks
from upstander.engines.sealing.stamping import ANCHOR as TIME_ANCHOR
from upstander.engines.sealing.stamping import Authority
from upstander.engines.sealing.verify import SIGNED, TIME_STAMP

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NAME = "HUB-2026-0001_v1"
INFO = {"Source-Organization": "Test hub", "External-Identifier": NAME, "Handling-Marking": "OFFICIAL-SENSITIVE"}


def journal(rows: int) -> list[custody.Row]:
    """Return `rows` chained journal rows as the hub writes them."""
    made: list[custody.Row] = []
    prev = custody.NO_PREV
    for seq in range(1, rows + 1):
        body = canonical(
            {
                "seq": seq,
                "at": "2026-11-21T10:00:00Z",
                "recorded_at": "2026-11-21T10:00:01Z",
                "actor": "user:1",
                "verb": "read" if seq % 3 else "decided",
                "subject": f"case:{seq % 5}",
                "about": [],
                "data": {"note": "é"},
                "prev": prev,
            }
        )
        prev = hashlib.sha256(body).hexdigest()
        made.append(custody.Row(seq, body))
    return made


def custody_files(keys: Keys, rows: int = 37) -> dict[str, bytes]:
    """Return a custody extract of every fifth row."""
    made = journal(rows)
    leaves = [merkle.leaf_hash(row.body) for row in made]
    text = checkpoint.sign(checkpoint.Checkpoint(keys.origin, rows, merkle.root(leaves)), keys.journal_key)
    chosen = [row for row in made if row.seq % 5 == 0 or row.seq in (1, 2)]
    return custody.extract(chosen, leaves, text, keys.journal_key.public_key())


def report(folder: Path, keys: Path, authority: Authority | None, *, at: datetime = AT, name: str = "report") -> Path:
    """Return a signed PDF of one empty page."""
    path = folder / f"{name}.pdf"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page]
    made, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    path.write_bytes(made + b"xref\n0 4\n0000000000 65535 f \n" + table + trailer)
    with ThreadPoolExecutor(1) as thread:  # pyHanko runs a loop of its own, and the browser's tests have one already.
        thread.submit(sign, path, keys, at, authority).result()
    return path


def build(
    folder: Path,
    keys: Keys,
    name: str = NAME,
    *,
    keys_folder: Path | None = None,
    authority: Authority | None = None,
    more: dict[str, bytes] | None = None,
    rows: int = 37,
    at: datetime = AT,
) -> Sealed:
    """Build a package of two exhibits in `folder`; with `keys_folder` it has a signed report, too."""
    folder.mkdir(parents=True, exist_ok=True)
    with PackageWriter(folder / f"{name}.zip", name) as package:
        for number, content in enumerate((b"first screenshot " * 4000, b"second screenshot " * 4000), start=1):
            source = folder / f"source-{number}"
            source.write_bytes(content)
            package.add_file(f"exhibits/HUB-000{number}/original/shot.png", source, digest_file(source))
            record = canonical({"captured_at": "2026-11-20T09:00:00Z", "exhibit_ref": f"HUB-000{number}"})
            package.add_bytes(f"exhibits/HUB-000{number}/record.json", record)
        for rel, data in (more or {}).items():
            package.add_bytes(rel, data)
        for file, data in custody_files(keys, rows).items():
            package.add_bytes(f"{custody.FOLDER}/{file}", data)
        info = dict(INFO)
        if keys_folder:
            info[SIGNED] = "PAdES B-T" if authority else "PAdES B-B"
            package.add_bytes("report.pdf", report(folder, keys_folder, authority, at=at).read_bytes())
        return package.finish(info, keys, at=at, authority=authority)


@dataclass(frozen=True)
class Unpacked:
    """A package laid out in a folder, to be tampered with."""

    folder: Path

    def path(self, relative: str) -> Path:
        """Return the path of a file in the package."""
        return self.folder / relative

    def rehash(self) -> None:
        """Do what a careful forger does: make every manifest and the Oxum fit the files again."""
        files = sorted(
            path.relative_to(self.folder).as_posix() for path in (self.folder / "data").rglob("*") if path.is_file()
        )
        for kind in ("sha256", "sha512"):
            lines = [f"{hashlib.new(kind, self.path(file).read_bytes()).hexdigest()}  {file}\n" for file in files]
            self.path(f"manifest-{kind}.txt").write_text("".join(lines))
        total = sum(self.path(file).stat().st_size for file in files)
        info = self.path("bag-info.txt").read_text().splitlines()
        info = [f"Payload-Oxum: {total}.{len(files)}" if line.startswith("Payload-Oxum") else line for line in info]
        self.path("bag-info.txt").write_text("\n".join(info) + "\n")
        self.rehash_tags()

    def rehash_tags(self) -> None:
        """Make the tag manifest fit the tag files again."""
        tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt")
        lines = [f"{hashlib.sha256(self.path(tag).read_bytes()).hexdigest()}  {tag}\n" for tag in tags]
        self.path("tagmanifest-sha256.txt").write_text("".join(lines))

    def repack(self, target: Path) -> Path:
        """Pack the folder as the hub would, so that only the tampering differs."""
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for path in sorted(self.folder.rglob("*")):
                if path.is_file():
                    entry = zipfile.ZipInfo(f"{self.folder.name}/{path.relative_to(self.folder)}", FIXED_DATE)
                    archive.writestr(entry, path.read_bytes())
        return target

    @property
    def stamped(self) -> bool:
        """Whether the note in the package would tell to check a time stamp; the note is sealed, a forger keeps it."""
        return (self.folder.parent / "stamped").exists()

    def plain_tools_refuse(self, anchor: bytes, time_anchor: bytes | None = None) -> list[str]:
        """Run the printed commands as a force would and return the programs that failed."""
        (self.folder.parent / ANCHOR).write_bytes(anchor)
        if time_anchor:
            (self.folder.parent / TIME_ANCHOR).write_bytes(time_anchor)
        checks = plain_checks(stamped=self.stamped, signed=(self.folder.parent / "signed").exists())
        return [
            check.program
            for check in checks
            if subprocess.run(
                ["bash", "-c", check.command], cwd=self.folder, capture_output=True, check=False
            ).returncode
        ]

    def plain_tools_accept(self, anchor: bytes, time_anchor: bytes | None = None) -> bool:
        """Run the printed commands as a force would; True when every one succeeds."""
        return not self.plain_tools_refuse(anchor, time_anchor)


def but_for_signatures(package: Path) -> dict[str, bytes]:
    """Return what two builds of one version have in common: all but seal, signatures, and the hashes of the report."""
    kept: dict[str, bytes] = {}
    with zipfile.ZipFile(package) as archive:
        for entry in archive.namelist():
            path, data = entry.partition("/")[2], archive.read(entry)
            if re.fullmatch(r"data/report(-\d+)?\.pdf", path):
                [(length, resumed)] = re.findall(rb"/ByteRange \[0 (\d+) (\d+) \d+\]", data)
                data = re.sub(rb"/M \(D\\072\d{14}Z\)", b"", data[: int(length)] + data[int(resumed) :])
            elif path.startswith(("manifest-", "tagmanifest-")):
                own = (b"data/report", b"manifest-")
                data = b"\n".join(line for line in data.splitlines() if not line.split(b"  ")[1].startswith(own))
            elif path in (TIME_STAMP, "seal/tagmanifest-sha256.txt.p7s"):
                continue
            kept[path] = data
    return kept


def unpack(package: Path, folder: Path) -> Unpacked:
    """Unzip `package` into `folder`; beside it stands which commands its own note prints."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    found = Unpacked(next(path for path in folder.iterdir() if path.is_dir()))
    for mark, path in (("stamped", TIME_STAMP), ("signed", "data/report.pdf")):
        if found.path(path).exists():
            (folder / mark).touch()
    return found
