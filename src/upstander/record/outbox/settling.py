"""Settle a letter that is in doubt or was refused: a person says whether it went, it is never guessed."""

from datetime import datetime

from django.db import transaction

from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import Acting, record
from upstander.record.outbox.models import Message
from upstander.record.work.asking import due

OPEN = (Message.State.IN_DOUBT, Message.State.REFUSED)


class NotInDoubt(ValueError):
    """Nothing is to be settled about this letter."""


@transaction.atomic
def settle(message: Message, *, sent: bool, reason: str, actor: Acting, at: datetime) -> Message:
    """Mark a letter as sent, or send it again under its old Message-ID, so that a double shows.

    The caller asks who may. Raises NotInDoubt, and ValueError for an empty reason.
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    if row.state not in OPEN:
        raise NotInDoubt(f"This letter is {row.state}; nothing is in doubt.")
    if not reason.strip():
        raise ValueError("Give a reason. It is kept.")
    row.settled_by, row.settled_reason, row.settled_at = actor.key, reason.strip(), at
    row.state, row.sent_at = (Message.State.SENT, at) if sent else (Message.State.QUEUED, None)
    row.save(update_fields=["settled_by", "settled_reason", "settled_at", "state", "sent_at"])
    about = [(row.about_kind, row.about_id)]
    record(actor, Verb.SETTLED, row, at=at, about=about, outcome="marked sent" if sent else "sent again")
    if not sent:
        due("send_message", message=row)
    return row


def erase_about(kind: str, number: int) -> int:
    """Destroy the letters about a record, sent or not, and return how many: none goes after that."""
    rows = Message.objects.filter(about_kind=kind, about_id=number).exclude(state=Message.State.ERASED)
    return rows.update(locked=b"", state=Message.State.ERASED)
