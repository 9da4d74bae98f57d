"""Say what went wrong in a page that people can act on, and never with a half-saved answer."""

import errno
import logging
import secrets
import sys
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.forms import BaseForm, PasswordInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from upstander.faces.kit.acting import LeadElsewhere
from upstander.faces.kit.components import spoken
from upstander.faces.kit.editions import outdated
from upstander.record.cases.editions import Outdated
from upstander.record.people.actors import NotAllowed

log = logging.getLogger(__name__)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, UnicodeError)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FULL_WORDS = ("disk is full", "no space left", "could not extend file")
PLAIN = (
    "<!DOCTYPE html><html lang=en><title>Problem</title><h1>Sorry, there is a problem with the service</h1>"
    "<p>Nothing was saved."
)
MACHINES = "/api/"


@dataclass(frozen=True)
class Answer:
    """A question and what was entered, to be shown again where it could not be stored."""

    question: str
    text: str


def answer_for(request: HttpRequest, exception: BaseException) -> HttpResponse | None:
    """Return the page for a failure that has one, None for any other (it becomes a 500)."""
    if isinstance(exception, NotAllowed):
        return say(request, 403, reason=str(exception))
    if isinstance(exception, Outdated):
        return outdated(request, exception)
    if isinstance(exception, LeadElsewhere):
        return HttpResponseRedirect(exception.to)
    if isinstance(exception, TOO_LARGE):
        return say(request, 413)
    if isinstance(exception, UNREADABLE):
        log.info("unreadable request: %s", type(exception).__name__)
        return say(request, 400)
    if storage_is_full(exception):
        log.error("storage is full: %s", exception)
        return not_saved(request)
    if isinstance(exception, OperationalError | InterfaceError):
        log.error("the database did not answer: %s", exception)
        return say(request, 503)
    return None


def storage_is_full(exception: BaseException) -> bool:
    """Return whether a failure means that nothing more can be stored on this machine."""
    if isinstance(exception, OSError):
        return exception.errno in FULL
    return isinstance(exception, OperationalError) and any(words in str(exception).lower() for words in FULL_WORDS)


def say(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    """Return the page for `status` (a machine gets JSON); one that can not be rendered becomes a plain sentence."""
    answer: HttpResponse
    if request.path.startswith(MACHINES):
        said: dict[str, object] = {"status": status, "detail": context.get("reason") or _sentence(status), "errors": []}
        answer = JsonResponse(said, status=status)
    else:
        answer = HttpResponse(_rendered(request, template or f"{status}.html", context), status=status)
    answer["Cache-Control"] = "no-store"
    if status == 503:
        answer["Retry-After"] = "120"
    return answer


def not_saved(request: HttpRequest, *forms: BaseForm) -> HttpResponse:
    """Return the page that says that nothing was saved, with what was entered and a button that sends it again."""
    sent, files = _sent(request)
    kept = [(name, value) for name in sent for value in sent.getlist(name) if name != "csrfmiddlewaretoken"]
    hidden = {bound.html_name for form in forms for bound in form if isinstance(bound.field.widget, PasswordInput)}
    kept = [(name, value) for name, value in kept if name not in hidden and "password" not in name]
    answers = [
        Answer(str(bound.label), "\n".join(spoken(bound)))
        for form in forms
        for bound in form
        if bound.html_name not in hidden and spoken(bound)
    ]
    if not forms:
        answers = [
            Answer(name.replace("_", " ").replace("-", " ").capitalize(), value) for name, value in kept if value
        ]
    resubmit = request.get_full_path() if kept and not files else ""
    return say(request, 503, "not_saved.html", answers=answers, kept=kept, resubmit=resubmit)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 400, and for what was larger than the hub takes: 413."""
    return say(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 403."""
    return say(request, 403, reason=str(exception or ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Handler for a form that did not come from a page of ours, or from one open too long."""
    log.info("csrf: %s", reason)
    return say(request, 403, csrf_failed=True)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler for 404: the same for what is not there and for what may not be seen."""
    return say(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Handler for failures outside the views too; an unknown one gets a number that stands in the log."""
    failure = sys.exc_info()[1]
    if failure is not None and (answer := answer_for(request, failure)) is not None:
        return answer
    number = secrets.token_hex(4)
    log.error("trouble %s at %s", number, request.path)
    return say(request, 500, trouble=number)


def _rendered(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    try:
        return render_to_string(template, context, request=request)
    except Exception:
        log.exception("the page %s could not be rendered", template)
        return PLAIN


def _sent(request: HttpRequest) -> tuple[QueryDict, bool]:
    """Return what was entered, as far as it could be read before storage was full, and whether files came with it."""
    try:
        return (request.POST, bool(request.FILES)) if request.method == "POST" else (QueryDict(), False)
    except Exception:
        log.info("what was sent could not be read again")
        return QueryDict(), True


def _sentence(status: int) -> str:
    return {
        400: _("This service could not read what was sent. Nothing was saved."),
        401: _("Send a running token in the Authorization header."),
        403: _("This is not allowed."),
        404: _("There is nothing here."),
        429: _("There were too many calls. Wait and try again."),
        413: _("What was sent is too large. Nothing was saved."),
        503: _("What was sent was NOT saved. Try again in a few minutes."),
    }.get(status, _("There is a problem with the service. Nothing was saved."))
