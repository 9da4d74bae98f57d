"""Keep what somebody searched for, encrypted and erasable, for whoever must account for it."""

from datetime import datetime

from upstander.record.people.models import User
from upstander.record.search.models import Search
from upstander.record.vault import cipher

TABLE, COLUMN = "search", "locked"


def keep_search(typed: str, *, by: User, at: datetime) -> Search:
    """Keep the words as typed."""
    row = Search(by=by, at=at)
    row.locked = cipher.lock(typed.encode("utf-8", "replace"), table=TABLE, column=COLUMN, row=str(row.uid))
    row.save()
    return row


def opened(row: Search) -> str:
    """Return the words as they were typed; nothing once they were erased."""
    if row.locked is None:
        return ""
    return cipher.unlock(row.locked, table=TABLE, column=COLUMN, row=str(row.uid)).decode()


def erase_searches(*, before: datetime) -> int:
    """Erase what was typed before that time, and return how often: that somebody searched stays in the journal."""
    return Search.objects.filter(at__lt=before, locked__isnull=False).update(locked=None)


def digest(typed: str) -> str:
    """Return the keyed digest that the journal holds: equal for equal words, telling nothing without the key."""
    return cipher.blind(" ".join(typed.lower().split()), purpose="search")
