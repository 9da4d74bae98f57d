"""Press a package: typeset, sign, pack, seal and check it, in a small process of its own, without Django or database.

`press` writes what is to be done into a folder, starts that process (`main`) and listens to how far it is.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from upstander.duties.evidence.documents.typeset import NotTypeset, typeset_all
from upstander.engines.dying import die_with_parent
from upstander.engines.sealing.bag import BadName, FileChanged, NotVerified, PackageError, PackageWriter, Sealed
from upstander.engines.sealing.digests import Digests
from upstander.engines.sealing.keys import KeysMissing, load
from upstander.engines.sealing.pdf_signing import NotSigned, sign_reports
from upstander.engines.sealing.stamping import NoStamp

ORDER = "order.json"
TYPESET, PACKED = 40, 90
"""Per cent of the way when the report is typeset and when everything is packed; the rest is the check."""
RAISED = (BadName, FileChanged, KeysMissing, NoStamp, NotSigned, NotTypeset, NotVerified, PackageError)
"""What the process says by name and `press` raises again."""
Progress = Callable[[int], None]
"""Told the per cent of the way."""


class Ended(RuntimeError):
    """The process ended before the package was done, or with an error that has no name here; the message is its own."""


@dataclass(frozen=True)
class Held:
    """A file that came in: its path below data/, where it lies, and what it must be."""

    rel: str
    path: str
    sha256: str
    sha512: str
    size: int


@dataclass(frozen=True)
class Made:
    """A file that was made for the package: its path below data/, and where it lies."""

    rel: str
    path: str


@dataclass(frozen=True)
class Page:
    """A volume of the report: the folder that it is typeset from, and its file's name."""

    root: str
    file: str


@dataclass(frozen=True)
class Order:
    """All that decides the bytes of a package, but for the keys in the folder `keys` and the authority's tokens."""

    name: str
    held: tuple[Held, ...]
    made: tuple[Made, ...]
    volumes: tuple[Page, ...]
    made_at: int
    """The date inside the report, in seconds since 1970."""
    bag_info: dict[str, str]
    keys: str
    at: str
    """The time that seal and signatures claim."""
    authority: tuple[str, str] | None
    """The address of the time-stamping authority and the path of its root."""
    typesetter: str
    """What decides the bytes of a volume beside the folder that it is typeset from."""
    kept: str
    """A folder of volumes that an earlier attempt at the same package has typeset."""


def press(order: Order, folder: Path, progress: Progress) -> Sealed:
    """Make the package in `folder`, sealed and checked, and return where it lies there.

    The process ends with this one. Raises those of RAISED, OSError, Ended.
    """
    (folder / ORDER).write_text(json.dumps(asdict(order)), encoding="utf-8")
    command = [sys.executable, "-m", __name__, str(folder), str(os.getpid())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        said: dict[str, Any] = {}
        try:
            for line in process.stdout:
                said = json.loads(line)
                if "told" in said:
                    progress(said["told"])
            complaint = process.stderr.read().strip()[-2000:]
        except BaseException:
            process.kill()
            raise
    if "sealed" in said:
        return Sealed(**{**said["sealed"], "path": Path(said["sealed"]["path"])})
    if "error" in said:
        raise _raised(**said)
    raise Ended(complaint or f"the process that makes packages ended with {process.returncode}")


def main(folder: Path) -> int:
    """Do what the order in `folder` says; every line said is JSON: how far it is, and at the end what came of it."""
    order = _loaded(json.loads((folder / ORDER).read_text(encoding="utf-8")))
    try:
        sealed = _pressed(order, folder)
    except (*RAISED, OSError) as error:
        _say(**_said_of(error))
        return 1
    _say(sealed={**asdict(sealed), "path": str(sealed.path)})
    return 0


def _pressed(order: Order, folder: Path) -> Sealed:
    at, keys = datetime.fromisoformat(order.at), Path(order.keys)
    authority = (order.authority[0], Path(order.authority[1])) if order.authority else None
    reports = [folder / each.file for each in order.volumes]
    for number, _ in enumerate(_typeset(order, reports), 1):
        _say(told=number * TYPESET // len(reports))
    _apart(partial(sign_reports, reports, keys, at=at, authority=authority))
    with PackageWriter(folder / f"{order.name}.zip", order.name) as bag:
        _pack(bag, order, reports)
        return bag.finish(order.bag_info, load(keys), at=at, authority=_reached(authority))


def _apart(run: Callable[[], None]) -> None:
    """Run in a child of this process, whose memory goes back to the machine with all that it has loaded.

    Raises those of RAISED, OSError, Ended.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            run()
            said: dict[str, Any] = {}
        except (*RAISED, OSError) as error:
            said = _said_of(error)
        except BaseException:
            os._exit(1)
        os.write(writing, json.dumps(said).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise Ended("the process that signs reports ended before it was done")
    if said := json.loads(answer):
        raise _raised(**said)


def _pack(bag: PackageWriter, order: Order, reports: Sequence[Path]) -> None:
    whole, done, told = sum(each.size for each in order.held) or 1, 0, TYPESET
    for each in order.held:
        bag.add_file(each.rel, Path(each.path), Digests(each.sha256, each.sha512, each.size))
        done += each.size
        if (now := TYPESET + (PACKED - TYPESET) * done // whole) > told:
            told = now
            _say(told=told)
    for made in order.made:
        bag.add_made(made.rel, Path(made.path))
    for report in reports:
        bag.add_made(report.name, report)


def _typeset(order: Order, reports: Sequence[Path]) -> Iterator[Path]:
    """Yield the reports as they come to be there, first those of an earlier attempt that are as it left them."""
    kept = Path(order.kept)
    kept.mkdir(mode=0o700, exist_ok=True)
    lacking = []
    for volume, report in zip(order.volumes, reports, strict=True):
        key = _key_of(Path(volume.root), order)
        if _taken(kept, key, report):
            yield report
        else:
            lacking.append((volume, report, key))
    if not lacking:
        return
    pairs = [(Path(volume.root), report) for volume, report, _ in lacking]
    for (_, report, key), _ in zip(lacking, typeset_all(pairs, order.made_at), strict=True):
        _keep(kept, key, report)
        yield report


def _key_of(root: Path, order: Order) -> str:
    """Return a digest of all that decides the bytes of a volume."""
    digest = hashlib.sha256(f"{order.typesetter} {order.made_at}".encode())
    for path in sorted(root.iterdir()):
        digest.update(f"\0{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _taken(kept: Path, key: str, report: Path) -> bool:
    """Copy a kept volume to where `report` belongs, if there is one and its bytes are those that were kept."""
    for found in kept.glob(f"{key}.*"):
        content = found.read_bytes()
        if found.name == f"{key}.{hashlib.sha256(content).hexdigest()}":
            report.write_bytes(content)
            return True
        found.unlink()
    return False


def _keep(kept: Path, key: str, report: Path) -> None:
    content = report.read_bytes()
    (kept / f"{key}.{hashlib.sha256(content).hexdigest()}").write_bytes(content)


def _reached(authority: tuple[str, Path] | None) -> Any:
    if authority is None:
        return None
    from upstander.engines.sealing.authority import authority_at  # with an HTTP client

    return authority_at(*authority)


def _loaded(held: dict[str, Any]) -> Order:
    parts: dict[str, Any] = {"held": Held, "made": Made, "volumes": Page}
    return Order(**{**held, **{name: tuple(kind(**each) for each in held[name]) for name, kind in parts.items()}})


def _said_of(error: Exception) -> dict[str, Any]:
    if isinstance(error, OSError):
        about = str(error.filename or "")
        return {"error": "OSError", "message": error.strerror or str(error), "number": error.errno, "about": about}
    return {"error": type(error).__name__, "message": str(error)}


def _raised(error: str, message: str, number: int | None = None, about: str = "") -> Exception:
    if error == "OSError":
        return OSError(number, message, about) if number else OSError(message)
    return next(each for each in RAISED if each.__name__ == error)(message)


def _say(**what: Any) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Whoever presses Ctrl-C speaks to the process that started this one.
    die_with_parent(int(sys.argv[2]))
    sys.exit(main(Path(sys.argv[1])))
