"""Have files read for the gate: those of strangers in the sandbox alone, the hub's own in a process beside it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from upstander.engines import enclosure
from upstander.engines.disclosure import worker

AT_ONCE = 40
"""Files for which one sandbox is set up."""
READERS = Path(worker.__file__).parent / "reading"
NO_SANDBOX = "the machine has no sandbox, and files of strangers are not read outside one"
STOPPED = "reading it was stopped: too long, too large or broken"


@dataclass(frozen=True)
class Piece:
    """Words of a file (`text`), or a remark in it that somebody must answer; `number` says of which file."""

    number: int
    kind: str
    where: str
    what: str


def pieces_of(files: Sequence[Path], *, ours: bool = False) -> Iterator[Piece]:
    """Yield the pieces of the files in order; one that could not be read to its end has a piece `unread`."""
    walled = enclosure.has_sandbox()
    if not walled and not ours:
        yield from (Piece(number, "unread", "file", NO_SANDBOX) for number in range(len(files)))
        return
    for start in range(0, len(files), AT_ONCE):
        part = files[start : start + AT_ONCE]
        finished: set[int] = set()
        for number, kind, where, what in _said(part, walled=walled):
            if kind == "done":
                finished.add(number)
            else:
                yield Piece(start + number, kind, where, what)
        for number in set(range(len(part))) - finished:
            yield Piece(start + number, "unread", "file", STOPPED)


def _said(files: Sequence[Path], *, walled: bool) -> Iterator[tuple[int, str, str, str]]:
    """Yield the worker's lines; a file that ends the worker ends the lines, and those behind it go in another."""
    pypdf = find_spec("pypdf")
    folder = Path(pypdf.origin).parent if pypdf and pypdf.origin else None
    begun = 0
    while begun < len(files):
        part, finished = files[begun:], 0
        for line in _lines(_command(part, folder, walled=walled), len(part)):
            yield (begun + line[0], *line[1:])
            finished += line[1] == "done"
        begun += finished + 1  # the one at which it ended is left out


def _command(files: Sequence[Path], pypdf: Path | None, *, walled: bool) -> list[str]:
    if not walled:
        places = ":".join(str(path.parent) for path in (READERS, *([pypdf] if pypdf else [])))
        return [sys.executable, "-I", "-S", "-B", worker.__file__, places, *map(str, files)]
    libraries = {READERS: "/readers/reading", **({pypdf: "/libraries/pypdf"} if pypdf else {})}
    around = enclosure.walls(Path(worker.__file__), files, libraries, memory=2 * worker.MEMORY)
    return [*around, *enclosure.program(), "/readers:/libraries", *(f"/in/{number}" for number in range(len(files)))]


def _lines(command: Sequence[str], files: int) -> Iterator[tuple[int, str, str, str]]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet) as child:
        if child.stdout is None:
            return
        for line in child.stdout:
            try:
                number, kind, where, what = json.loads(line)
            except ValueError:
                break
            if not 0 <= number < files:
                break
            yield int(number), str(kind), str(where), str(what)
        child.kill()
