"""Make a token with which a partner's machine sends reports."""

import secrets
from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import Organisation, Token
from upstander.record.people.tokens import digest_of

PREFIX = "ups_"
"""So that a token that got into a file or a log is found by a search."""


@action
def make_token(*, organisation: Organisation, label: str, actor: Actor, at: datetime) -> tuple[Token, str]:
    """Return the row and the token itself, which is kept nowhere and can be shown this once only.

    Raises NotAllowed, ValueError for a label that cannot be.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    if not label.strip() or len(label) > 80 or not label.isprintable():
        raise ValueError("Give the token a label of up to 80 printable characters: which machine uses it.")
    plain = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(organisation=organisation, label=label.strip(), digest=digest_of(plain), made_at=at)
    record(actor, Verb.TOKEN_MADE, token, at=at, about=[organisation])
    return token, plain
