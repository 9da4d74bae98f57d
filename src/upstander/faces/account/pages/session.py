"""How long the session still lasts, staying signed in, and what was typed when it ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from upstander.duties.oversight.actions.end_sessions import end_sessions
from upstander.faces.kit import kept, sessions
from upstander.faces.kit.access import public_page, signed_in
from upstander.faces.kit.page import page

OK = 204


@signed_in
def session(request: HttpRequest) -> HttpResponse:
    """Say when the session ends; a press of the button puts its end off, as every other page does."""
    if request.method == "POST":
        sessions.seen(request, at_once=True)
        if "application/json" in request.headers.get("Accept", ""):
            return _told(request)
        messages.success(request, _("You are still signed in."))
        return HttpResponseRedirect(_next(request) or reverse("account:session"))
    sessions.seen(request, at_once=True)
    return page(request, "account/session.html", {"left": sessions.left(request), "next": _next(request)})


@signed_in(quiet=True)
def left(request: HttpRequest) -> HttpResponse:
    """Tell a page's script how long the session lasts; asking does not make it last longer."""
    return _told(request)


@signed_in(quiet=True)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what stands unsent in a form just before the session ends."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    kept.put(request, kept.of_page(request))
    return HttpResponse(status=OK)


@signed_in
def give_back(request: HttpRequest) -> HttpResponse:
    """Show someone what they had typed, to be sent by them; or throw it away."""
    if request.method == "POST":
        kept.forget(request)
        messages.success(request, _("What you had typed is deleted."))
        return HttpResponseRedirect(reverse("home"))
    typed = kept.held(request)
    return page(request, "account/kept.html", {"typed": typed}, status=200 if typed else 410)


@signed_in
def everywhere(request: HttpRequest) -> HttpResponse:
    """End every other session of whoever asks: a phone was lost, a screen left open."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = request.actor.user  # type: ignore[attr-defined]
    end_sessions(user=user, actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    sessions.restamp(request)
    messages.success(request, _("You are signed out everywhere else."))
    return HttpResponseRedirect(reverse("mfa_index"))


@public_page
def timed_out(request: HttpRequest) -> HttpResponse:
    """Say that the session ended, and lead back to where it did."""
    return page(request, "account/timed_out.html", {"next": _next(request)})


def _told(request: HttpRequest) -> HttpResponse:
    lasts = sessions.left(request)
    return JsonResponse({"left": lasts.seconds, "final": lasts.final})


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else ""
