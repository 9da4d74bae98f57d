"""Settle a letter that is in doubt."""

from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.outbox.models import Message
from upstander.record.outbox.settling import settle
from upstander.record.people.actors import Actor, require_role


@action
def settle_message(*, message: Message, sent: bool, reason: str, actor: Actor, at: datetime) -> Message:
    """Mark a letter as sent, or send it again, with the reason kept. Raises NotAllowed, NotInDoubt, ValueError."""
    require_role(actor, Act.SETTLE_TROUBLE)
    return settle(message, sent=sent, reason=reason, actor=actor, at=at)
