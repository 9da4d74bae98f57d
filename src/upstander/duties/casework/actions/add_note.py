"""Write a note on a case, as fact or as opinion; a correction is a new note that names the one it corrects."""

from datetime import datetime

from upstander.duties.casework.models import Note
from upstander.duties.casework.searched import NOTES
from upstander.law.access import Act
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, user_of
from upstander.record.search.keeping import keep_row


@action
def add_note(*, case: Case, kind: str, text: str, corrects: Note | None = None, actor: Actor, at: datetime) -> Note:
    """Keep a note with whoever wrote it. Nothing is changed or taken away by it: the corrected note stays as it was.

    Raises NotAllowed, WrongState (an empty note, one of another case, one that is corrected already).
    """
    require(actor, Act.ADD_NOTE, case)
    if not text.strip():
        raise WrongState("Write the note.")
    if corrects is not None:
        corrects = Note.objects.select_for_update().get(pk=corrects.pk)
        if corrects.case_id != case.pk:
            raise WrongState("That note stands on another case.")
        if Note.objects.filter(corrects=corrects).exists():
            raise WrongState("That note is corrected already. Correct the newer one.")
    note = Note.objects.create(
        case=case, kind=Note.Kind(kind), text=text.strip(), by=user_of(actor), at=at, corrects=corrects
    )
    keep_row(NOTES, note)
    if corrects is None:
        record(actor, Verb.NOTED, note, at=at, about=[case], kind=note.kind)
    else:
        record(actor, Verb.NOTE_CORRECTED, note, at=at, about=[case, corrects], kind=note.kind)
    return note
