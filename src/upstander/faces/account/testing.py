"""Sign someone in for tests and for the gallery: a session in which a second factor was shown."""

import time

from django.conf import settings
from django.test import Client

from upstander.faces.kit.sessions import BEGAN, BROWSER, SEEN, STAMP
from upstander.faces.kit.stamps import stamp
from upstander.record.people.models import User


def sign_in(client: Client, user: User, *, factor: str = "totp", proved_ago: int = 0, browser: str = "") -> None:
    """Give `client` a session of `user`; `factor=""` leaves it without a second factor.

    `proved_ago` is for how many seconds the factor has been shown: more than 600 and sensitive acts ask for it again.
    `browser` is the family that a real browser belongs to, such as Chrome.
    """
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    session, now = client.session, int(time.time())
    session[BEGAN] = session[SEEN] = now
    session[STAMP], session[BROWSER] = stamp(user, fresh=True), browser
    shown = [{"method": "mfa", "at": now - proved_ago, "type": factor}] if factor else []
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": now, "email": user.email}, *shown]
    session.save()
