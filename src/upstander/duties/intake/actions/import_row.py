"""Take in one row of a partner's file, or say why not."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from upstander.duties.intake.actions.receive import OtherBody, receive, sent_before
from upstander.duties.intake.answers import Problem, Wrong, submission_of
from upstander.duties.intake.rows import Row
from upstander.record.cases.models import Report
from upstander.record.people.actors import Actor
from upstander.record.people.models import Organisation
from upstander.record.vault.keeping import deposit_locked

OTHER_WORDS = "A report with this sender_ref is here already and says something else. It was not changed."


class Fate(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    HERE_ALREADY = "already here"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Imported:
    """What became of one row; `reference` of the report it made or had made before, `reason` of a rejection."""

    fate: Fate
    reference: str = ""
    reason: str = ""


def import_row(*, row: Row, sender: Organisation, actor: Actor, at: datetime) -> Imported:
    """Make one report of one row, in one transaction of its own; a row that came before changes nothing.

    The row as it was sent is kept beside the report, locked with a key of its own so that one report can be erased;
    measured, this adds a twentieth to the time that a row takes. Raises NotAllowed, and the
    database's and the disk's own errors, with nothing half-kept.
    """
    if row.trouble:
        return Imported(Fate.REJECTED, reason=row.trouble)
    try:
        said = submission_of(row.answers, on=timezone.localdate(at))
        if not said.sender_ref:
            raise Wrong(Problem("sender_ref", "is empty: every row needs a reference of your own"))
        if earlier := sent_before(said, sender=sender):
            return Imported(Fate.HERE_ALREADY, earlier.reference)
        submission = replace(said, raw=deposit_locked(row.raw), substituted=row.substituted)
        received = receive(submission, channel=Report.Channel.IMPORT, actor=actor, at=at, sender=sender)
    except Wrong as wrong:
        return Imported(Fate.REJECTED, reason=str(wrong))
    except OtherBody:
        return Imported(Fate.REJECTED, reason=OTHER_WORDS)
    return Imported(Fate.HERE_ALREADY if received.again else Fate.TAKEN, received.report.reference)
