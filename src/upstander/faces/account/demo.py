"""The second factor of demo accounts, shown on the code page so that anyone can try the demo; in demo mode only."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings

from upstander.faces.account.forms import was_used
from upstander.record.people.models import User

DEMO_DOMAIN = "@demo.example"


def code_for(user: User | None) -> str:
    """Return a code that signs a demo account in now; empty outside the demo and for every other account."""
    if not settings.DEMO or user is None or not user.email.lower().endswith(DEMO_DOMAIN):
        return ""
    factor = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return ""
    secret = decrypt(factor.data["secret"])
    before, now, after = yield_hotp_counters_from_time()
    codes = [format_hotp_value(hotp_value(secret, counter)) for counter in (now, after, before)]
    return next((code for code in codes if not was_used(user, code)), "")
