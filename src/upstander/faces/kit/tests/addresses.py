"""Views that fail in every way, for the tests of the middleware; beside the addresses of the hub itself."""

import errno
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from upstander.config.urls import handler400, handler403, handler404, handler500
from upstander.config.urls import urlpatterns as of_the_hub
from upstander.faces.kit.access import before_factor, public_page, require_step_up, signed_in, with_token
from upstander.law.access import Act
from upstander.record.people.actors import NotAllowed

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FAILURES: dict[str, Exception] = {
    "not-allowed": NotAllowed("You may not close this case."),
    "locked": OperationalError("database is locked"),
    "lost": InterfaceError("connection already closed"),
    "full-sqlite": OperationalError("database or disk is full"),
    "full-postgres": OperationalError("could not extend file: No space left on device"),
    "full-disk": OSError(errno.ENOSPC, "No space left on device"),
    "suspicious": SuspiciousOperation("odd"),
    "bad": BadRequest("odd"),
    "bug": ZeroDivisionError("secret detail"),
}


@public_page
def fail(request: HttpRequest, how: str) -> HttpResponse:
    """Fail as asked."""
    raise FAILURES[how]


@public_page
def say_post(request: HttpRequest) -> HttpResponse:
    """Return what was sent."""
    return HttpResponse(request.POST.get("text", ""))


def who(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Return who acts."""
    return HttpResponse(request.actor.key)  # type: ignore[attr-defined]


def sometimes(request: HttpRequest) -> HttpResponse:
    """Do something sensitive where a form is sent, and nothing else."""
    if request.method == "POST":
        require_step_up(request)
    return who(request)


urlpatterns = [
    path("try/fail/<str:how>", fail),
    path("try/post", say_post),
    path("try/undeclared", who),
    path("try/public", public_page(who)),
    path("try/any", signed_in(who)),
    path("try/queue", signed_in(act=Act.SEE_QUEUE)(who)),
    path("try/sensitive", signed_in(act=Act.SEE_QUEUE, step_up=True)(who)),
    path("try/sometimes", signed_in(sometimes)),
    path("try/quiet", signed_in(quiet=True)(who)),
    path("try/enrolling", before_factor(who)),
    path("api/try/machine", with_token(act=Act.SEND_REPORTS)(who)),
    *of_the_hub,
]
