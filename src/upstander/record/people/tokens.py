"""Know a partner's machine by the token it shows; only a keyed digest of a token is ever stored."""

from upstander.record.people.models import Token
from upstander.record.vault import cipher

LONGEST = 200


def digest_of(token: str) -> str:
    """Return the keyed digest under which a token is stored."""
    return cipher.blind(token, purpose="partner token")


def running_token(shown: str) -> Token | None:
    """Return the token that was shown, None when there is none such or it was revoked."""
    if not shown or len(shown) > LONGEST:
        return None
    return Token.objects.filter(digest=digest_of(shown), revoked_at=None).first()
