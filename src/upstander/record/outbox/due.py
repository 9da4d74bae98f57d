"""What the background worker does for the outbox: send each letter once, and say so when that is in doubt."""

from collections.abc import Callable
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from upstander.law.clocks.contact import next_allowed
from upstander.record.outbox.models import Message
from upstander.record.outbox.posting import marked, opened
from upstander.record.outbox.transport import transport
from upstander.record.work.asking import due, handles

State = Message.State


@handles("send_message", long=True)
def send_message(*, message: int) -> Callable[[], None] | None:
    """Hand one letter over. A letter found half-sent is looked up where that is possible, else it is in doubt."""
    row = Message.objects.get(pk=message)
    carrier, message_id = transport(), f"{row.uid}@{urlsplit(settings.BASE_URL).hostname}"
    if row.state == State.SENDING:
        taken = carrier.taken(message_id)
        if taken is None:
            return _marked(row, State.IN_DOUBT)
        if taken:
            return _marked(row, State.SENT)
    elif row.state != State.QUEUED:
        return None
    # The worker may come late: a letter that missed its hours waits for the next ones.
    if (allowed := next_allowed(row.hours, timezone.now())) > timezone.now():
        return lambda: due("send_message", at=allowed, message=row)
    with transaction.atomic():
        Message.objects.filter(pk=row.pk).update(state=State.SENDING)
    try:
        carrier.deliver(marked(opened(row)), message_id)
    except SMTPRecipientsRefused:
        return _marked(row, State.REFUSED)
    except (SMTPException, OSError):
        # Nothing was taken before the refusal is certain only for these; a silent connection loss stays in doubt.
        if carrier.taken(message_id) is None:
            return _marked(row, State.IN_DOUBT)
        Message.objects.filter(pk=row.pk).update(state=State.QUEUED)
        raise
    return _marked(row, State.SENT)


def _marked(row: Message, state: str) -> Callable[[], None]:
    def mark() -> None:
        Message.objects.filter(pk=row.pk).update(state=state, sent_at=timezone.now() if state == State.SENT else None)

    return mark
