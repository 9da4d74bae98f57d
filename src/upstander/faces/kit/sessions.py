"""What a session has proved and how long it lasts: a second factor, 15 minutes of rest, ten hours in all."""

import time
from enum import StrEnum

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.record.journal import writing as journal
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import acting

IDLE = 15 * 60
"""Seconds without a request after which a session ends."""
ABSOLUTE = 10 * 3600
"""Seconds after signing in at which a session ends in any case."""
STEP = 60
"""Seconds for which being seen is not written again: each write is a commit to disk."""
BEGAN, SEEN = "began", "seen"
FACTORS = ("totp", "webauthn")
"""What counts as a second factor of its own; recovery codes stand in for one, they never are the only one."""


class Proof(StrEnum):
    """How far someone has proved who they are."""

    NONE = "none"
    NOT_ENROLLED = "not enrolled"
    """The password is right and there is no second factor yet."""
    FACTOR_NOT_SHOWN = "factor not shown"
    """There is a second factor, set up elsewhere after this session began, and it was never shown here."""
    FULL = "full"


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session, at signing in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def proof(request: HttpRequest) -> Proof:
    """Return how far the user of this session has proved who they are."""
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return Proof.NONE
    if any(shown["method"] == "mfa" for shown in get_authentication_records(request, user)):
        return Proof.FULL
    return Proof.FACTOR_NOT_SHOWN if is_mfa_enabled(user, FACTORS) else Proof.NOT_ENROLLED


def end_if_over(request: HttpRequest) -> str:
    """End a session that rested or lasted too long and return the sentence that says so; else note that it was seen."""
    if not request.user.is_authenticated:
        return ""
    now = time.time()
    if now - request.session.get(BEGAN, 0) > ABSOLUTE:
        end(request, because="ten hours")
        return _("You were signed out because you signed in more than 10 hours ago.")
    rested = now - request.session.get(SEEN, 0)
    if rested > IDLE:
        end(request, because="rest")
        return _("You were signed out because you did nothing for 15 minutes.")
    if rested > STEP:
        request.session[SEEN] = int(now)
    return ""


def end(request: HttpRequest, *, because: str) -> None:
    """Sign someone out and write it into the journal; `because` is a code, empty when they asked for it."""
    user = request.user
    if user.is_authenticated:
        with transaction.atomic():
            journal.record(acting(user), Verb.SIGNED_OUT, user, at=timezone.now(), because=because)
    auth.logout(request)
