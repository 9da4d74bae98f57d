"""Say what went wrong with a request to the API, as JSON that a person can read."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from upstander.duties.intake.actions.receive import OtherBody
from upstander.duties.intake.answers import MOST_PROBLEMS, Wrong
from upstander.faces.kit.trouble import answer_for

OTHER_BODY = "This Idempotency-Key or sender_ref was used before for another report. Nothing was changed."
NOT_TAKEN = "The report was not taken in. See errors."
NOT_FOUND = "There is no report of yours with this reference."


def problem(
    api: NinjaAPI, request: HttpRequest, status: int, detail: str, errors: Iterable[tuple[str, str]] = ()
) -> HttpResponse:
    """Return the answer for a request that was refused."""
    faults = [{"field": field, "message": message} for field, message in errors]
    answer = api.create_response(request, {"status": status, "detail": detail, "errors": faults}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def install(api: NinjaAPI) -> None:
    """Give the API an answer for everything that can go wrong; what is unknown goes on to the hub's own 500."""

    def answer(request: HttpRequest, exc: Any) -> HttpResponse:
        for kind, say in _SAYINGS:
            if isinstance(exc, kind):
                return problem(api, request, *say(exc))
        page = answer_for(request, exc)
        if page is None:
            raise exc
        return page

    api.add_exception_handler(Exception, answer)
    for known, _ in _SAYINGS:
        api.add_exception_handler(known, answer)


Saying = tuple[int, str] | tuple[int, str, list[tuple[str, str]]]


def _wrong(exc: Wrong) -> Saying:
    return 422, NOT_TAKEN, [(fault.field, f"{fault.field} {fault.says}.") for fault in exc.problems]


def _misshapen(exc: ValidationError) -> Saying:
    return 422, NOT_TAKEN, [(_place(error["loc"]), str(error["msg"])) for error in exc.errors[:MOST_PROBLEMS]]


_SAYINGS: tuple[tuple[type[Exception], Callable[[Any], Saying]], ...] = (
    (Wrong, _wrong),
    (ValidationError, _misshapen),
    (OtherBody, lambda exc: (409, OTHER_BODY)),
    (RequestDataTooBig, lambda exc: (413, "The body is larger than 1 MB. Nothing was kept.")),
    (AuthenticationError, lambda exc: (401, "Show a token that runs: Authorization: Bearer ...")),
    (HttpError, lambda exc: (exc.status_code, str(exc))),
    (Http404, lambda exc: (404, NOT_FOUND)),
)


def _place(loc: Iterable[object]) -> str:
    """Return where a misshapen value stands, without the names that the library gives to parts of a request."""
    parts = [str(part)[:60] for part in loc]
    return ".".join(parts[2:] if parts[0] == "body" else parts[1:]) or "body"
