"""Keep the answers of someone who is still reporting, and forget them when they wish or after a day."""

from datetime import datetime
from json import dumps
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import ProtectedError

from upstander.duties.intake.drafts import SENT, ends, row_of, unlocked
from upstander.duties.intake.models import Draft
from upstander.record.fence.viewer import action
from upstander.record.vault import cipher
from upstander.record.vault.models import File
from upstander.record.work.asking import due


class AlreadySent(ValueError):
    """The report was sent; its draft takes no more answers."""


@action
def start_draft(kept: dict[str, Any], *, at: datetime) -> str:
    """Keep the first answers, encrypted, and return the name of the draft for the browser's cookie."""
    row = Draft(uid=uuid4(), changed_at=at)
    _lock_into(row, kept)
    row.save(force_insert=True)
    due("forget_draft", at=ends(row), draft=str(row.uid))
    return str(row.uid)


@action
def keep_draft(uid: str, kept: dict[str, Any], *, at: datetime) -> None:
    """Keep these answers instead of the ones before. Raises DraftGone, AlreadySent."""
    row = row_of(uid, at=at, lock=True)
    if SENT in unlocked(row):
        raise AlreadySent(uid)
    _lock_into(row, kept)
    row.changed_at = at
    row.save(update_fields=["locked", "changed_at"])


@action
def close_draft(row: Draft, receipt: dict[str, Any], *, key: str, at: datetime) -> None:
    """Forget the answers of a draft that was sent under `key` and keep only what its receipt shows."""
    _lock_into(row, {SENT: receipt, "key": key})
    row.changed_at = at
    row.save(update_fields=["locked", "changed_at"])
    row.files.all().delete()


@action
def forget_draft(uid: str) -> None:
    """Delete a draft with its files; what another report also holds stays. Nothing happens where there is none."""
    row = Draft.objects.filter(uid=uid).first()
    if row is None:
        return
    contents = list(row.files.values_list("file", flat=True))
    row.delete()
    for content in contents:
        drop_unused(content)


def drop_unused(content: int) -> None:
    """Delete the row of a content that nothing names any more; the sweep of the vault then deletes its bytes."""
    try:
        with transaction.atomic():
            File.objects.filter(pk=content).delete()
    except ProtectedError:
        return


def _lock_into(row: Draft, kept: dict[str, Any]) -> None:
    row.locked = cipher.lock(dumps(kept).encode(), table="draft", column="locked", row=str(row.uid))
