"""Put a letter into the outbox, in the transaction of the act it tells about."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from json import dumps, loads

from django.db.models import Model
from django.utils import timezone

from upstander.law.clocks.contact import next_allowed
from upstander.record.journal.checkpoints import newest_mark
from upstander.record.outbox.models import Message
from upstander.record.vault import cipher
from upstander.record.work.asking import due


@dataclass(frozen=True, repr=False)
class Letter:
    """What is sent: an address, a neutral subject and plain text without report content. No log ever shows it."""

    to: str
    subject: str
    text: str

    def __repr__(self) -> str:
        return "<a letter>"


def post(
    letter: Letter, *, kind: str, about: Model, not_before: datetime, hours: str = "any", once: str | None = None
) -> Message:
    """Queue `letter` about a record, to leave at `not_before` at the earliest and only within the contact `hours`.

    Raises ValueError for a line break in the address or subject (mail header injection).
    """
    if any(mark in field for field in (letter.to, letter.subject) for mark in "\r\n"):
        raise ValueError("an address or subject holds a line break")
    not_before = next_allowed(hours, not_before)
    message = Message(
        kind=kind, about_kind=str(about._meta.model_name), about_id=about.pk, not_before=not_before, hours=hours,
        queued_at=timezone.now(),
    )  # fmt: skip
    message.locked = cipher.lock(dumps(asdict(letter)).encode(), table="message", column="locked", row=str(message.uid))
    message.save(force_insert=True)
    due("send_message", at=not_before, once=once, message=message)
    return message


def opened(message: Message) -> Letter:
    """Return the letter in the clear, for the transport alone."""
    return Letter(**loads(cipher.unlock(message.locked, table="message", column="locked", row=str(message.uid))))


def marked(letter: Letter) -> Letter:
    """Return the letter as it leaves: with the journal's mark at its foot, below the line at which signatures begin.

    It is a number and sixteen digits and says nothing to anybody; but whoever keeps the letter can show with it that
    the journal was rewritten or cut since (`upstander log verify --checkpoint`).
    """
    mark = newest_mark()
    return (
        letter if not mark or mark in letter.text else replace(letter, text=f"{letter.text.rstrip()}\n\n-- \n{mark}\n")
    )
