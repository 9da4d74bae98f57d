"""Revoke a partner's token: the next call with it is refused."""

from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import Token


@action
def revoke_token(*, token: Token, actor: Actor, at: datetime) -> Token:
    """Revoke `token`; doing it twice changes nothing. Raises NotAllowed."""
    require_role(actor, Act.MANAGE_ACCOUNTS)
    token = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(actor, Verb.TOKEN_REVOKED, token, at=at)
    return token
