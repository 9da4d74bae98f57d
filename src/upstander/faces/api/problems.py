"""Say what went wrong with a request to the API, as JSON that a person can read."""

from collections.abc import Iterable

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from upstander.duties.intake.actions.receive import OtherBody
from upstander.duties.intake.answers import MOST_PROBLEMS, Wrong
from upstander.faces.kit.trouble import answer_for

OTHER_BODY = "This Idempotency-Key or sender_ref was used before for another report. Nothing was changed."
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

    def wrong(request: HttpRequest, exc: Wrong) -> HttpResponse:
        said = [(fault.field, f"{fault.field} {fault.says}.") for fault in exc.problems]
        return problem(api, request, 422, "The report was not taken in. See errors.", said)

    def misshapen(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        said = [(_place(error["loc"]), str(error["msg"])) for error in exc.errors[:MOST_PROBLEMS]]
        return problem(api, request, 422, "The report was not taken in. See errors.", said)

    def other_body(request: HttpRequest, exc: OtherBody) -> HttpResponse:
        return problem(api, request, 409, OTHER_BODY)

    def too_big(request: HttpRequest, exc: RequestDataTooBig) -> HttpResponse:
        return problem(api, request, 413, "The body is larger than 1 MB. Nothing was kept.")

    def http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
        return problem(api, request, exc.status_code, str(exc))

    def no_token(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        return problem(api, request, 401, "Show a token that runs: Authorization: Bearer ...")

    def not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
        return problem(api, request, 404, NOT_FOUND)

    def known_elsewhere(request: HttpRequest, exc: Exception) -> HttpResponse:
        answer = answer_for(request, exc)
        if answer is None:
            raise exc
        return answer

    api.add_exception_handler(Wrong, wrong)
    api.add_exception_handler(ValidationError, misshapen)
    api.add_exception_handler(OtherBody, other_body)
    api.add_exception_handler(RequestDataTooBig, too_big)
    api.add_exception_handler(HttpError, http_error)
    api.add_exception_handler(AuthenticationError, no_token)
    api.add_exception_handler(Http404, not_found)
    api.add_exception_handler(Exception, known_elsewhere)


def _place(loc: Iterable[object]) -> str:
    """Return where a misshapen value stands, without the names that the library gives to parts of a request."""
    parts = [str(part)[:60] for part in loc]
    return ".".join(parts[2:] if parts[0] == "body" else parts[1:]) or "body"
