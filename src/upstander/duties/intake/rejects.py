"""Write the rows that were not taken in beside their file, each with the reason, fit to be mended and sent again."""

import csv
import os
from json import dumps
from pathlib import Path

from upstander.duties.intake.rows import NOTES, Row, neutral

SHOWN = 30_000
"""Characters of an unreadable row that are repeated; spreadsheets cut a cell at 32,767."""


class Rejects:
    """A rejects file, made at once so that a full disk shows before anything is taken in; gone again if it stays empty.

    It is never written over an earlier one, which somebody may be mending.
    """

    def __init__(self, beside: Path, *, header: list[str] | None) -> None:
        """Make the file. `header` names the columns of a CSV file; None is for JSON Lines. Raises OSError."""
        self._header = [name for name in header if name not in NOTES] if header is not None else None
        self.path = _unused(beside)
        self.count = 0
        coding = "utf-8" if header is None else "utf-8-sig"
        descriptor = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        self._file = os.fdopen(descriptor, "w", encoding=coding, newline="")
        if self._header is not None:
            csv.writer(self._file).writerow([*NOTES, *self._header])

    def add(self, row: Row, reason: str) -> None:
        """Write one row and the reason; it is out of this process before the next row is read."""
        self.count += 1
        if self._header is None:
            kept = {"as_sent": row.text.strip()[:SHOWN]} if row.answers is None else {"row": row.answers}
            self._file.write(dumps({"line": row.line, "reason": reason, **kept}) + "\n")
        else:
            as_sent = "" if row.cells else row.text.rstrip("\r\n")[:SHOWN]
            values = [str(row.line), reason, as_sent, *((row.cells or {}).get(name, "") for name in self._header)]
            csv.writer(self._file).writerow([neutral(value) for value in values])
        self._file.flush()

    def close(self) -> Path | None:
        """Close the file and return where it is, or take it away if nothing was rejected."""
        self._file.close()
        if self.count:
            return self.path
        self.path.unlink(missing_ok=True)
        return None


def _unused(beside: Path) -> Path:
    number = 1
    path = beside.with_name(f"{beside.stem}.rejects{beside.suffix}")
    while path.exists():
        number += 1
        path = beside.with_name(f"{beside.stem}.rejects.{number}{beside.suffix}")
    return path
