"""Keep how far the reading of stored files is: begin a round, go on in it, end it."""

from datetime import datetime

from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor
from upstander.record.vault.models import File, Round
from upstander.record.vault.scrubbing import advance, begin, end


@action
def begin_round(*, at: datetime, anew: bool = False) -> Round:
    """Return the round under way, or begin one."""
    return begin(at=at, anew=anew)


@action
def advance_round(*, running: Round, files: list[File], faulty: int, at: datetime) -> bool:
    """Keep that these files were read; False where another reader has gone on with the round."""
    return advance(running, files, faulty=faulty, at=at)


@action
def end_round(
    *, running: Round, ended: bool, files: int, size: int, faulty: int, actor: Actor, at: datetime
) -> None:  # fmt: skip
    """Journal what one reading has read and found, and end the round where it has come to its end."""
    if ended:
        end(running, at=at)
    record(
        actor, Verb.FILES_READ_AGAIN, running, at=at, files=files, size=size, faulty=faulty, ended=ended,
        files_of_round=running.files, faulty_of_round=running.faulty,
    )  # fmt: skip
