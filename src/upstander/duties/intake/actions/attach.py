"""Attach a file to a draft, or take it off again; the file was stored and hashed before."""

from datetime import datetime

from django.conf import settings

from upstander.duties.intake.actions.keep_draft import AlreadySent, drop_unused
from upstander.duties.intake.drafts import SENT, row_of, unlocked
from upstander.duties.intake.models import DraftFile
from upstander.record.fence.viewer import action
from upstander.record.vault import cipher
from upstander.record.vault.keeping import StoredFile, register

NAME_LENGTH = 255


class TooManyFiles(ValueError):
    """The draft holds as many files as a report may have."""


@action
def attach(uid: str, stored: StoredFile, *, name: str, at: datetime) -> None:
    """Attach a stored file under the name it came with; the same content twice is kept once.

    Raises DraftGone, AlreadySent, TooManyFiles.
    """
    row = row_of(uid, at=at, lock=True)
    if SENT in unlocked(row):
        raise AlreadySent(uid)
    file = register(stored, at=at)
    if row.files.filter(file=file).exists():
        return
    if row.files.count() >= settings.MAX_FILES:
        raise TooManyFiles(uid)
    shown = name.encode("utf-8", "replace").decode()[-NAME_LENGTH:]
    locked = cipher.lock(shown.encode(), table="draft_file", column="locked_name", row=str(row.uid))
    DraftFile.objects.create(draft=row, file=file, locked_name=locked, added_at=at)
    row.changed_at = at
    row.save(update_fields=["changed_at"])


@action
def detach(uid: str, file: int, *, at: datetime) -> None:
    """Take the file of this id off the draft; nothing happens where it is not there. Raises DraftGone."""
    row = row_of(uid, at=at, lock=True)
    found = row.files.filter(pk=file).first()
    if found is None:
        return
    content = found.file_id
    found.delete()
    drop_unused(content)
