"""Count the cells of the matrix and what leaked in them, in each process of the tests, and add up at the end."""

from json import dumps, loads
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.access.cells import Cell, Got
    from tests.access.golden import Golden

OUT = Path(__file__).resolve().parents[2] / "build" / "access"


class Tally:
    """What one process has asked."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {"cells": 0, "addresses": 0, "leaks": 0, "wrong": 0}
        self._names: set[str] = set()

    def add(self, cell: "Cell", got: "Got", reviewed: "Golden") -> None:
        """Count one cell; a leak is a word of a case, or its reference, that the viewer may not be shown."""
        self._names.add(cell.name)
        self._found["cells"] += 1
        self._found["addresses"] = len(self._names)
        self._found["wrong"] += bool(reviewed.wrong(cell, got))
        self._found["leaks"] += sum(not reviewed.may_see(cell.viewer, *word) for word in got.words)

    def write(self, worker: str) -> None:
        """Keep the count of this process for `total`."""
        OUT.mkdir(parents=True, exist_ok=True)
        (OUT / f"{worker}.json").write_text(dumps(self._found))


def begin() -> None:
    """Forget the counts of an earlier run."""
    for path in _parts():
        path.unlink()


def total() -> dict[str, int]:
    """Return the counts of all processes together, and keep them in build/access/matrix.json; empty where none ran."""
    parts = [loads(path.read_text()) for path in _parts()]
    if not parts:
        return {}
    found = {name: sum(part[name] for part in parts) for name in parts[0]}
    (OUT / "matrix.json").write_text(dumps(found, indent=2))
    return found


def _parts() -> list[Path]:
    return [path for path in OUT.glob("*.json") if path.name != "matrix.json"]
