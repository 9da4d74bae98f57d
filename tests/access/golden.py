"""Read and write the reviewed table: address -> method -> viewers -> status, or relations -> status."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.access.cells import NONE, Cell, Got, Status
from tests.access.scene import ASIDE, RELATIONS, VIEWERS

FILE = Path(__file__).parent / "golden.yaml"
ELSE_VIEWER, ELSE_RELATION = "everyone else", "else"


class Golden:
    """What people have reviewed: the status of every cell, and whose words a viewer may ever be shown."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.names = set(said["addresses"])
        self._rows: dict[str, Any] = said["addresses"]
        self._sees: dict[str, dict[str, set[str]]] = {
            kind: {who: set(which) for names, which in rows.items() for who in _split(names)}
            for kind, rows in said["sees"].items()
        }

    def status(self, cell: Cell) -> Status:
        """Return the reviewed status of a cell. Raises KeyError where the table says nothing."""
        row = _find(self._rows[cell.name][cell.method], cell.viewer, ELSE_VIEWER)
        status: Status = row if cell.relation == NONE else _find(row, cell.relation, ELSE_RELATION)
        return status

    def may_see(self, viewer: str, kind: str, relation: str) -> bool:
        """Return whether a viewer may be shown such words of a case in this relation, on any page."""
        return relation in self._sees[kind].get(viewer, set())

    def wrong(self, cell: Cell, got: Got) -> list[str]:
        """Return in sentences how an answer differs from what was reviewed."""
        where = f"{cell.method} {cell.name} as {cell.viewer} ({cell.relation})"
        faults = []
        if got.status != (expected := self.status(cell)):
            faults.append(f"{where}: got {got.status}, reviewed: {expected}")
        faults += [
            f"{where}: shows {kind} of a case that is {relation}"
            for kind, relation in sorted(got.words)
            if not self.may_see(cell.viewer, kind, relation)
        ]
        if got.words and got.status in REFUSALS:
            faults.append(f"{where}: refused, and yet shows {sorted(got.words)}")
        return faults


REFUSALS = {"sign in", "enrol", 401, 403, 404}


def read() -> Golden:
    """Return the reviewed table."""
    return Golden(yaml.safe_load(FILE.read_text()))


def written(got: Mapping[Cell, Got]) -> str:
    """Return rows for these cells as YAML, viewers and relations with the same answers put together, for a review."""
    lines = []
    for name in dict.fromkeys(cell.name for cell in got):
        lines.append(f"  {name}:")
        for method in dict.fromkeys(cell.method for cell in got if cell.name == name):
            rows = {
                viewer: _row(
                    tuple(
                        (cell.relation, answer.status)
                        for cell, answer in got.items()
                        if (cell.name, cell.method, cell.viewer) == (name, method, viewer)
                    )
                )
                for viewer in VIEWERS
            }
            lines.append(f"    {method}:")
            lines += [f"      {who}: {row}" for who, row in _together(rows)]
    return "\n".join(lines)


def _together(rows: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    groups: dict[str, list[str]] = {}
    for viewer, row in rows.items():
        groups.setdefault(row, []).append(viewer)
    largest = max(groups, key=lambda row: len(groups[row]))
    for row, viewers in groups.items():
        if row != largest:
            yield ", ".join(viewers), row
    yield ELSE_VIEWER, largest


def _row(row: tuple[tuple[str, Status], ...]) -> str:
    statuses = {status for _relation, status in row}
    if len(statuses) == 1:
        return str(statuses.pop())
    groups: dict[Status, list[str]] = {}
    for relation, status in row:
        groups.setdefault(status, []).append(relation)
    largest = max(groups, key=lambda status: len(groups[status]))
    parts = [f"{', '.join(names)}: {status}" for status, names in groups.items() if status != largest]
    shown = [f'"{part.split(":")[0]}": {part.split(": ")[1]}' if "," in part else part for part in parts]
    return "{" + ", ".join([*shown, f"{ELSE_RELATION}: {largest}"]) + "}"


def _find(row: Any, wanted: str, rest: str) -> Any:
    if not isinstance(row, dict):
        return row
    for names, value in row.items():
        if wanted in _split(names):
            return value
    return row[rest]


def _split(names: str) -> list[str]:
    return [name.strip() for name in str(names).split(",")]


def unknown_names(said: Mapping[str, Any]) -> set[str]:
    """Return the viewers and relations that the table names and nobody knows: a typing mistake would decide nothing."""
    found: set[str] = set()
    for methods in said["addresses"].values():
        for row in methods.values():
            for names, value in row.items() if isinstance(row, dict) else ():
                found |= set(_split(names)) - {*VIEWERS, ELSE_VIEWER}
                for relations in value if isinstance(value, dict) else ():
                    found |= set(_split(relations)) - {*RELATIONS, ELSE_RELATION}
    for rows in said["sees"].values():
        for names, relations in rows.items():
            found |= (set(_split(names)) - set(VIEWERS)) | (set(relations) - {*RELATIONS, *ASIDE})
    return found
