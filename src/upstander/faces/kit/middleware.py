"""The two gates of every request: `Trouble` answers failures, `Access` refuses what is not declared."""

from collections.abc import Callable
from contextlib import nullcontext
from ipaddress import ip_address
from math import ceil
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from upstander.faces.kit import kept, sessions
from upstander.faces.kit.access import Declaration, Needs, StepUpNeeded, declaration_of
from upstander.faces.kit.limits import Bucket, try_again_in
from upstander.faces.kit.trouble import answer_for, say
from upstander.law.access import judge, may_ever
from upstander.record.cases.fence import viewer_of
from upstander.record.cases.grants import reading_once
from upstander.record.fence.viewer import HUB, NOBODY, look_as, seen_as
from upstander.record.people.actors import PUBLIC, Actor, acting, partner
from upstander.record.people.tokens import running_token

GetResponse = Callable[[HttpRequest], HttpResponse]

WRONG_TOKENS = Bucket("wrong-tokens", 30, 10)
"""Of each network address: a machine with an old token is told so, and then left waiting."""
CALLS = Bucket("calls", 600, 0.2)
"""Of each token: 600 at once, then five a second."""

HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Trouble:
    """Turn failures into the pages that say them, refuse what is too large unread, and set headers.

    Stands below the content security policy and the static files, so that its own answers carry that policy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on unless its size or address alone refuses it."""
        if settings.HTTPS:
            request.META["REMOTE_ADDR"] = _caller(request)
        answer = self._refused_unread(request) or self.get_response(request)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            answer["Cache-Control"] = "no-store"
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for what a view raised."""
        return answer_for(request, exception)

    def _refused_unread(self, request: HttpRequest) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            return say(request, 400)
        if int(length) > settings.MAX_BODY_BYTES:
            answer = say(request, 413)
            answer["Connection"] = "close"  # what follows on this connection is the body that nobody read
            return answer
        if not _storable(request.path_info):
            return say(request, 400)
        if _from_another_site(request):
            return say(request, 403, reason=_("This was sent from another site. Nothing was saved."))
        return None


class Access:
    """Open a view only to whom it declares; say in `request.actor` who acts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; until a view is chosen, nobody acts, and the database shows nothing of any case."""
        request.actor = PUBLIC  # type: ignore[attr-defined]
        shows_only = reading_once() if request.method in ("GET", "HEAD") else nullcontext()
        with seen_as(NOBODY), shows_only:
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Return a refusal, or None: the view may be called."""
        declaration = declaration_of(view)
        if declaration is None:
            return say(request, 403, reason=_("This page has not been opened to anybody."))
        if declaration.needs is Needs.TOKEN:
            return self._machine(request, declaration)
        if (over := sessions.over(request)) is not None:
            asked = declaration.needs is not Needs.NOTHING
            back = _ended(request, over, asked=asked)
            if asked:
                messages.info(request, over.sentence)
                return _to(reverse("account_login"), back)
        elif not declaration.quiet:
            sessions.seen(request)
        return self._person(request, declaration)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask for the second factor where a view found that this very request needs it."""
        return _to_step_up(request) if isinstance(exception, StepUpNeeded) else None

    def _machine(self, request: HttpRequest, declaration: Declaration) -> HttpResponse | None:
        at, caller = timezone.now(), str(request.META.get("REMOTE_ADDR", ""))
        if wait := try_again_in(WRONG_TOKENS, caller, at=at, take=False):
            return _too_many(request, wait)
        kind, _space, shown = request.headers.get("Authorization", "").partition(" ")
        token = running_token(shown.strip()) if kind.lower() == "bearer" else None
        if token is None:
            try_again_in(WRONG_TOKENS, caller, at=at)
            answer = say(request, 401)
            answer["WWW-Authenticate"] = "Bearer"
            return answer
        if wait := try_again_in(CALLS, str(token.pk), at=at):
            return _too_many(request, wait)
        return self._let_in(request, partner(token), declaration)

    def _person(self, request: HttpRequest, declaration: Declaration) -> HttpResponse | None:
        proof = sessions.proof(request)
        if proof is sessions.Proof.FULL:
            return self._let_in(request, acting(request.user), declaration)  # type: ignore[arg-type]
        if declaration.needs is Needs.NOTHING:
            look_as(HUB)
            return None
        if proof is sessions.Proof.NOT_ENROLLED:
            if declaration.needs is Needs.SESSION:
                return None
            return HttpResponseRedirect(reverse("mfa_index"))
        if proof is sessions.Proof.FACTOR_NOT_SHOWN:
            sessions.end(request, because="factor not shown")
        return _to(reverse("account_login"), kept.way_back(request, None))

    def _let_in(self, request: HttpRequest, actor: Actor, declaration: Declaration) -> HttpResponse | None:
        if declaration.act is not None and not may_ever(actor.role, declaration.act):
            return say(request, 403, reason=judge(actor.role, declaration.act, []).sentence)
        if declaration.step_up and not sessions.proved_lately(request):
            return _to_step_up(request)
        request.actor = actor  # type: ignore[attr-defined]
        look_as(HUB if declaration.needs is Needs.NOTHING else viewer_of(actor))
        if declaration.needs is not Needs.TOKEN:
            kept.tidy(request)
        return None


def _too_many(request: HttpRequest, wait: float) -> HttpResponse:
    answer = say(request, 429, reason=_("There were too many calls. Wait and try again."))
    answer["Retry-After"] = str(ceil(wait))
    return answer


def _ended(request: HttpRequest, over: sessions.Over, *, asked: bool) -> str:
    """End a session that is over; return where its owner goes on, with what they typed where that may be kept."""
    typed = ((kept.of_request(request) if asked else None) or kept.held(request)) if over.keeps_words else None
    sessions.end(request, because=over.because)
    kept.put(request, typed)
    return kept.way_back(request, typed)


def _to_step_up(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for the second factor, and from there back with whatever was typed."""
    typed = kept.of_request(request)
    kept.put(request, typed)
    return _to(get_adapter().get_reauthentication_methods(request.user)[0]["url"], kept.way_back(request, typed))


def _caller(request: HttpRequest) -> str:
    """Return the address that the TLS proxy in front says it answers: its own entry is the last of the list.

    Without it all people share the proxy's address, and one of them could use up everybody's tries.
    """
    address = request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()))
    except ValueError:
        return str(address)


def _to(address: str, back: str) -> HttpResponse:
    return HttpResponseRedirect(address + (f"?{urlencode({'next': back})}" if back else ""))


def _from_another_site(request: HttpRequest) -> bool:
    """Return whether a page of another site sends a form here or builds an answer of ours into itself.

    By what browsers say of every request. Machines say nothing, and neither do old browsers: for these the forgery
    token and the same-site cookies stand. A link that somebody follows leads in from anywhere.
    """
    if request.headers.get("Sec-Fetch-Site", "") not in ("cross-site", "same-site"):
        return False
    how = (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest"))
    return request.method not in ("GET", "HEAD") or how != ("navigate", "document")


def _storable(path: str) -> bool:
    return "\0" not in path and not any("\ud800" <= mark <= "\udfff" for mark in path)
