"""Import a partner's file row by row: each row is safe, rejected with a reason, or not reached - whenever it stops."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from upstander.duties.intake.actions.import_row import Fate, Imported, import_row
from upstander.duties.intake.rejects import Rejects
from upstander.duties.intake.rows import Row, Unusable, header_of, rows
from upstander.record.people.actors import Actor, NotAllowed
from upstander.record.people.models import Organisation

__all__ = ["Progress", "Summary", "Unusable", "import_file"]

JSON_LINES = (".jsonl", ".ndjson")
log = logging.getLogger(__name__)


@dataclass
class Summary:
    """How the import went, in rows."""

    read: int = 0
    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    substituted: int = 0
    """Of the rows taken in: those whose encoding was not certain."""
    rejects: Path | None = None
    stopped: str = ""
    """Why it stopped before the end; empty when the whole file was read."""


Progress = Callable[[Row, Summary], bool]
"""Called after each row; returning False stops the import there."""


def _go_on(row: Row, summary: Summary) -> bool:
    return True


def import_file(path: Path, *, sender: Organisation, actor: Actor, progress: Progress = _go_on) -> Summary:
    """Take in every row of `path` (JSON Lines by its ending, else CSV), one transaction each, in flat memory.

    Running it again goes on where it stopped, since a row that is here already changes nothing. Bad rows go to
    FILE.rejects. Raises Unusable when the file cannot be read at all, NotAllowed.
    """
    json = path.suffix.lower() in JSON_LINES
    try:
        header = None if json else header_of(path)
        with path.open("rb") as file:
            rejects = Rejects(path, header=header)
            summary = Summary()
            try:
                for row in rows(file, json=json):
                    _take(row, summary, rejects, sender, actor)
                    if not progress(row, summary):
                        summary.stopped = "It was told to stop."
                        break
            except (OperationalError, InterfaceError, OSError) as error:
                log.error("the import stopped: %s", error)
                summary.stopped = f"The hub could not store more: {type(error).__name__}."
            finally:
                summary.rejects = rejects.close()
    except OSError as error:
        raise Unusable(f"{error.strerror or error}: {error.filename or path}") from error
    if not summary.read and not summary.stopped:
        raise Unusable("There is no report in the file.")
    return summary


def _take(row: Row, summary: Summary, rejects: Rejects, sender: Organisation, actor: Actor) -> None:
    """Take in one row and count it; a row on which the hub itself fails is rejected, so that it holds up no others."""
    try:
        imported = import_row(row=row, sender=sender, actor=actor, at=timezone.now())
    except (OperationalError, InterfaceError, OSError, NotAllowed):
        raise
    except Exception as error:
        log.exception("row %s could not be stored", row.line)
        why = f"The hub failed on this row ({type(error).__name__}); its log says more."
        imported = Imported(Fate.REJECTED, reason=why)
    summary.read += 1
    summary.fates[imported.fate] += 1
    summary.substituted += row.substituted and imported.fate == Fate.TAKEN
    if imported.fate == Fate.REJECTED:
        rejects.add(row, imported.reason)
