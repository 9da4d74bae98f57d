"""What a session has proved and how long it lasts: a second factor, 15 minutes of rest, ten hours in all.

A session belongs to the account as it was when it began: `stamp` names its role, organisation, factors and the number
of times that its sessions were ended from outside. When any of these changes, the next request of every other session
of that account is refused. It also belongs to the family of browser in which it began (Firefox, Chrome, Safari ...):
a cookie carried to another one is refused. That is a tripwire and no more: a thief can copy the name as well. Versions,
screen, language and network do not count, since they change in the middle of an honest day.
"""

import time
from dataclasses import dataclass
from enum import StrEnum

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import auth
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.faces.kit.stamps import FACTORS, browser_of, stamp
from upstander.record.journal import writing as journal
from upstander.record.journal.verbs import Verb
from upstander.record.people.actors import acting

IDLE = 15 * 60
"""Seconds without a request after which a session ends."""
ABSOLUTE = 10 * 3600
"""Seconds after signing in at which a session ends in any case."""
STEP = 60
"""Seconds for which being seen is not written again: each write is a commit to disk."""
PROVED = 10 * 60
"""Seconds for which a second factor, once shown, is enough for a sensitive act."""
BEGAN, SEEN, STAMP, BROWSER = "began", "seen", "stamp", "browser"


class Proof(StrEnum):
    """How far someone has proved who they are."""

    NONE = "none"
    NOT_ENROLLED = "not enrolled"
    """The password is right and there is no second factor yet."""
    FACTOR_NOT_SHOWN = "factor not shown"
    """There is a second factor, set up elsewhere after this session began, and it was never shown here."""
    FULL = "full"


@dataclass(frozen=True)
class Over:
    """Why a session is over: the journal's code, the sentence for its owner, and whether their words may be kept."""

    because: str
    sentence: str
    keeps_words: bool = False


@dataclass(frozen=True)
class Left:
    """Seconds that a session still lasts: without another request, and at most."""

    rest: int
    whole: int

    @property
    def seconds(self) -> int:
        """Return when it ends if nothing is done."""
        return max(0, min(self.rest, self.whole))

    @property
    def final(self) -> bool:
        """Return whether the end that comes first is the one that nobody can put off."""
        return self.whole <= self.rest


def begin(request: HttpRequest) -> None:
    """Start the clocks of a session, at signing in."""
    request.session.set_expiry(None)
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session[STAMP] = stamp(request.user)  # type: ignore[arg-type]
    request.session[BROWSER] = browser_of(request)


def restamp(request: HttpRequest) -> None:
    """Let this session go on after its owner changed the account in it; every other one ends."""
    request.session[STAMP] = stamp(request.user, fresh=True)  # type: ignore[arg-type]


def proof(request: HttpRequest) -> Proof:
    """Return how far the user of this session has proved who they are."""
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return Proof.NONE
    if _shown_at(request):
        return Proof.FULL
    return Proof.FACTOR_NOT_SHOWN if is_mfa_enabled(user, FACTORS) else Proof.NOT_ENROLLED


def proved_lately(request: HttpRequest) -> bool:
    """Return whether the second factor was shown in the last ten minutes."""
    return any(time.time() - at <= PROVED for at in _shown_at(request))


def over(request: HttpRequest) -> Over | None:
    """Return why the session of someone signed in is over, None while it runs."""
    if not request.user.is_authenticated:
        return None
    session, now = request.session, time.time()
    if session.get(STAMP) != stamp(request.user):
        return Over("account changed", _("You were signed out because your account was changed."))
    if session.get(BROWSER) != browser_of(request):
        return Over("other browser", _("You were signed out because your session was used in another browser."))
    if now - session.get(BEGAN, 0) > ABSOLUTE:
        return Over("ten hours", _("You were signed out because you signed in more than 10 hours ago."), True)
    if now - session.get(SEEN, 0) > IDLE:
        return Over("rest", _("You were signed out because you did nothing for 15 minutes."), True)
    return None


def seen(request: HttpRequest, *, at_once: bool = False) -> None:
    """Note that someone is there; `at_once` also when that was noted a moment ago."""
    if request.user.is_authenticated and (at_once or time.time() - request.session.get(SEEN, 0) > STEP):
        request.session[SEEN] = int(time.time())


def left(request: HttpRequest) -> Left:
    """Return how long the session still lasts."""
    now = time.time()
    return Left(
        int(request.session.get(SEEN, 0) + IDLE - now),
        int(request.session.get(BEGAN, 0) + ABSOLUTE - now),
    )


def end(request: HttpRequest, *, because: str) -> None:
    """Sign someone out and write it into the journal; `because` is a code, empty when they asked for it."""
    user = request.user
    if user.is_authenticated:
        with transaction.atomic():
            journal.record(acting(user), Verb.SIGNED_OUT, user, at=timezone.now(), because=because)
    auth.logout(request)


def _shown_at(request: HttpRequest) -> list[float]:
    return [shown["at"] for shown in get_authentication_records(request, request.user) if shown["method"] == "mfa"]
