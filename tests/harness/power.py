"""Rebuild what a disk may hold after a power cut at any moment, from a trace of the system calls that wrote to it.

The model is the strict one of crash-consistency research: written bytes are certain only after fsync of the file, and a
name (made, moved, removed) only after fsync of its folder; of the rest any part may have arrived, cut at 512 bytes.
"""

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,mkdir,unlink"
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_OF = re.compile(r"\d+<((?:\\x[0-9a-f]{2})*)>")


def strace(log: Path) -> tuple[str, ...]:
    """Return what to put before a command to have its writing traced into `log`."""
    return ("strace", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", str(log))


def can_trace() -> bool:
    """Whether strace is here and may trace."""
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Call:
    """One system call that changed something, or asked for it to be certain."""

    name: str
    path: str
    to: str = ""
    at: int = 0
    data: bytes = b""


def calls(log: Path, *, under: Path) -> Iterator[Call]:
    """Yield the calls of a trace that concern what lies under a folder, in order."""
    where: dict[str, int] = {}
    for line in log.open():
        if (match := _LINE.match(line)) is None or int(match[3]) < 0:
            continue
        name, said, result = match[1], match[2], int(match[3])
        of, strings = _OF.search(said), _BYTES.findall(said)
        path = _text(of[1]) if of else ""
        if name == "openat":
            path = _text(strings[0])
            if "O_CREAT" in said and path.startswith(str(under)):
                where[path] = 0
                yield Call("create", path)
            continue
        if name in ("rename", "mkdir", "unlink"):
            path = _text(strings[0])
            if path.startswith(str(under)):
                yield Call(name, path, to=_text(strings[1]) if name == "rename" else "")
            continue
        if not path.startswith(str(under)) or path.endswith("-shm"):
            continue
        if name == "pwrite64":
            yield Call("write", path, at=int(said.rpartition(", ")[2]), data=_bytes(strings[0])[:result])
        elif name == "write":
            at = where.get(path, 0)
            where[path] = at + result
            yield Call("write", path, at=at, data=_bytes(strings[0])[:result])
        elif name == "ftruncate":
            yield Call("truncate", path, at=int(said.rpartition(", ")[2]))
        else:
            yield Call("sync", path)


@dataclass(eq=False)
class _File:
    """A file, whatever it is called: what is certain of it and what was written since."""

    sure: bytearray = field(default_factory=bytearray)
    loose: list[Call] = field(default_factory=list)

    def settled(self) -> None:
        for call in self.loose:
            _apply(self.sure, call)
        self.loose.clear()

    def after_a_cut(self, rng: random.Random) -> bytes:
        """Return what may be left of it: none, all, the first few or any of the loose writes, one of them torn."""
        content, loose = bytearray(self.sure), self.loose
        how = rng.choice(("none", "all", "first", "any"))
        if how == "none":
            loose = []
        elif how == "first":
            loose = loose[: rng.randint(0, len(loose))]
        elif how == "any":
            loose = [call for call in loose if rng.random() < 0.5]
        torn = rng.randrange(len(loose)) if loose and rng.random() < 0.5 else -1
        for number, call in enumerate(loose):
            kept = call
            if number == torn and call.name == "write":
                cut = SECTOR * rng.randint(0, len(call.data) // SECTOR)
                kept = Call("write", call.path, at=call.at, data=call.data[:cut])
            _apply(content, kept)
        return bytes(content)

    def whole(self) -> bytes:
        """Return what was meant to be in it."""
        content = bytearray(self.sure)
        for call in self.loose:
            _apply(content, call)
        return bytes(content)


class Disk:
    """What is certain and what is not, at one point of the trace."""

    def __init__(self, home: Path) -> None:
        """Begin with everything under `home` certain."""
        self._now: dict[str, _File | None] = {str(home): None}
        """Names as the running program sees them; a folder is None."""
        for path in home.rglob("*"):
            if not path.name.endswith("-shm"):
                self._now[str(path)] = None if path.is_dir() else _File(bytearray(path.read_bytes()))
        self._sure = dict(self._now)
        self._loose: list[tuple[str, _File | None, bool]] = []
        """Names not yet certain: the name, what it means, and whether it came or went."""

    def take(self, call: Call) -> None:
        """Follow one call."""
        if call.name == "create":
            if call.path not in self._now:
                self._name(call.path, _File(), came=True)
        elif call.name == "mkdir":
            self._name(call.path, None, came=True)
        elif call.name == "unlink":
            self._name(call.path, self._now[call.path], came=False)
        elif call.name == "rename":
            file = self._now[call.path]
            self._name(call.to, file, came=True)
            self._name(call.path, file, came=False)
        elif call.name == "sync":
            file = self._now[call.path]
            if file is not None:
                file.settled()
            else:
                self._settle_names(call.path)
        else:
            file = self._now[call.path]
            assert file is not None
            file.loose.append(call)

    def running(self) -> dict[str, bytes]:
        """Return what every file holds for a program that runs on: what the trace must come to in the end."""
        return {path: file.whole() for path, file in self._now.items() if file is not None}

    def after_a_cut(self, rng: random.Random) -> dict[str, tuple[bytes, bytes]]:
        """Return the files that may be left, by name: what is in each, and what was meant to be."""
        names = dict(self._sure)
        share = rng.choice((0.0, 0.5, 1.0))
        for path, file, came in self._loose:
            if rng.random() < share:
                _put(names, path, file, came)
        left: dict[int, tuple[bytes, bytes]] = {}
        found = {}
        for path, file in names.items():
            if file is not None and all(str(parent) in names for parent in Path(path).parents if self._inside(parent)):
                left.setdefault(id(file), (file.after_a_cut(rng), file.whole()))
                found[path] = left[id(file)]
        return found

    def _inside(self, folder: Path) -> bool:
        return len(str(folder)) >= len(next(iter(self._sure)))

    def _name(self, path: str, file: _File | None, *, came: bool) -> None:
        _put(self._now, path, file, came)
        self._loose.append((path, file, came))

    def _settle_names(self, folder: str) -> None:
        for path, file, came in self._loose:
            if str(Path(path).parent) == folder:
                _put(self._sure, path, file, came)
        self._loose = [name for name in self._loose if str(Path(name[0]).parent) != folder]


def _put(names: dict[str, _File | None], path: str, file: _File | None, came: bool) -> None:
    if came:
        names[path] = file
    else:
        names.pop(path, None)


def _apply(content: bytearray, call: Call) -> None:
    if call.name == "truncate":
        del content[call.at :]
        content.extend(bytes(call.at - len(content)))
        return
    if len(content) < call.at:
        content.extend(bytes(call.at - len(content)))
    content[call.at : call.at + len(call.data)] = call.data


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _text(escaped: str) -> str:
    return _bytes(escaped).decode(errors="replace")
