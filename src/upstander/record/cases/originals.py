"""Hand out the original of a file that came with a report, to someone who may open the files of its case."""

from datetime import datetime
from pathlib import Path

from upstander.law.access import Act
from upstander.record.cases.grants import case_of, require, visible_to
from upstander.record.cases.models import ReportedFile
from upstander.record.cases.withholding import openable, withheld_from
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed
from upstander.record.vault.keeping import path_of


class NoSuchFile(LookupError):
    """There is no such file, or the viewer may not know of it."""


def original(viewer: Actor, id: int) -> ReportedFile:
    """Return a reported file, not withheld, of a case whose files the viewer may open. Raises NoSuchFile."""
    seen = visible_to(viewer, act=Act.SEE_FILE)
    rows = ReportedFile.objects.filter(report__memberships__case__in=seen, report__memberships__until_at=None)
    rows = openable(rows.filter(pk=id, file__locked_key=None, file__erased_at=None), viewer)
    found = rows.select_related("file", "report").first()
    if found is None:
        raise NoSuchFile(id)
    return found


@action
def handed_out(held: ReportedFile, *, actor: Actor, at: datetime) -> Path:
    """Journal that the actor is given the original, and return where it lies; to be committed before the first byte.

    Raises NotAllowed.
    """
    case = case_of(held.report)
    require(actor, Act.SEE_FILE, case)
    if withheld_from(actor, held):
        raise NotAllowed("This file is withheld. Nobody may open it.")
    if held.file.fault:
        raise NotAllowed("The hub's copy of this file is not what came in. Tell whoever runs this hub.")
    record(actor, Verb.DOWNLOADED, held, at=at, about=[case, held.report], sha256=held.file.sha256)
    return path_of(held.file)
