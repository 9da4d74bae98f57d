"""Read the answers so far of someone who is reporting: encrypted, found by their browser's cookie, gone after a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from json import loads
from typing import Any
from uuid import UUID

from upstander.duties.intake.models import Draft, DraftFile
from upstander.duties.intake.submission import SentFile
from upstander.law.clocks import due as clock_end
from upstander.record.vault import cipher
from upstander.record.vault.keeping import StoredFile

SHOWN_AFTER_SENDING = timedelta(hours=1)
"""How long the browser that sent a report may see its reference and return code again."""
SENT = "sent"


class DraftGone(LookupError):
    """There is no such draft any more: it was sent long ago, deleted, or is older than a day."""


@dataclass(frozen=True)
class Attached:
    """A file that lies in the vault already, attached to a draft."""

    id: int
    name: str
    stored: StoredFile

    def as_sent(self) -> SentFile:
        """Return it in the form in which a submission carries files."""
        return SentFile(self.stored, self.name)


@dataclass(frozen=True)
class Opened:
    """A draft in the clear: its name for the cookie, the answers, and, once it was sent, what the receipt shows."""

    uid: str
    kept: dict[str, Any]

    @property
    def sent(self) -> dict[str, Any] | None:
        """Return what the receipt shows, None while the report has not been sent."""
        return self.kept.get(SENT)


def opened(uid: str, *, at: datetime) -> Opened:
    """Return the draft called `uid`. Raises DraftGone, also for a receipt that has been shown long enough."""
    row = row_of(uid, at=at)
    draft = Opened(uid, unlocked(row))
    if draft.sent and row.changed_at + SHOWN_AFTER_SENDING <= at:
        raise DraftGone(uid)
    return draft


def row_of(uid: str, *, at: datetime, lock: bool = False) -> Draft:
    """Return the row of a draft, locked until commit if asked. Raises DraftGone for one that is too old to be shown."""
    try:
        known = UUID(uid)
    except ValueError:
        raise DraftGone(uid) from None
    rows = Draft.objects.select_for_update() if lock else Draft.objects
    row = rows.filter(uid=known).first()
    if row is None or ends(row) <= at:
        raise DraftGone(uid)
    return row


def ends(row: Draft) -> datetime:
    """Return when a draft that is not touched again is erased."""
    return clock_end("draft_erasure", row.changed_at)


def unlocked(row: Draft) -> dict[str, Any]:
    """Return what a draft holds."""
    return dict(loads(cipher.unlock(row.locked, table="draft", column="locked", row=str(row.uid))))


def files(uid: str) -> list[Attached]:
    """Return the files attached to a draft, in the order in which they were added."""
    rows = DraftFile.objects.filter(draft__uid=uid).select_related("file").order_by("pk")
    return [Attached(row.pk, _name(row, uid), _stored(row)) for row in rows]


def _name(row: DraftFile, uid: str) -> str:
    return cipher.unlock(row.locked_name, table="draft_file", column="locked_name", row=uid).decode()


def _stored(row: DraftFile) -> StoredFile:
    return StoredFile(row.file.sha256, row.file.sha512, row.file.size, row.file.place)
