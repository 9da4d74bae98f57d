"""Take in reports from partners' machines, and tell them where their own reports stand."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Annotated, Any

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone
from ninja import Header, NinjaAPI
from ninja import Status as Answer
from ninja.decorators import decorate_view
from ninja.parser import Parser
from ninja.security import HttpBearer

from upstander.duties.intake.actions.receive import Once, content_digest, receive, sent_before
from upstander.duties.intake.answers import parsed, submission_of
from upstander.duties.intake.queries import sent_report, standing_of
from upstander.faces.api.problems import install, problem
from upstander.faces.api.shapes import Problem, Receipt, ReportSent, Status
from upstander.record.cases.models import Report
from upstander.record.journal.writing import consulted
from upstander.record.people.actors import Actor
from upstander.record.people.models import Organisation
from upstander.record.vault.keeping import deposit_locked


class ReadAlready(Parser):
    """Gives ninja the value that `json_only` has read, with the hub's own sentence where it could not be."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the value."""
        return request.sent  # type: ignore[attr-defined]


class PartnerToken(HttpBearer):
    """The door has looked at the token already; here it only says who came in, and describes itself in OpenAPI."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the partner, None for anybody else."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.kind == "partner" else None


api = NinjaAPI(
    title="Upstander",
    version="1",
    description="Send reports of online hate crime to the hub. See docs/partners/api.md.",
    docs_url=None,
    urls_namespace="api",
    auth=PartnerToken(),
    parser=ReadAlready(),
)
install(api)
ALWAYS = dict.fromkeys((401, 403, 503), Problem)
REFUSALS = {**dict.fromkeys((400, 409, 413, 415, 422), Problem), **ALWAYS}
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$",
        description="A key of your own for this report. The same key and the same report give the same receipt.",
    ),
]  # fmt: skip


def json_only(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a body that is no JSON, in words, before anything else looks at it."""

    @wraps(run)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.content_type != "application/json":
            return problem(api, request, 415, "Send the report as application/json.")
        try:
            request.sent = parsed(request.body.decode("utf-8-sig"))  # type: ignore[attr-defined]
        except UnicodeDecodeError as error:
            return problem(api, request, 400, f"This is not UTF-8: byte {error.start} cannot be read.")
        except ValueError as error:
            return problem(api, request, 400, str(error))
        except (RequestDataTooBig, UnreadablePostError) as error:
            return api.on_exception(request, error)
        return run(request, **kwargs)

    return checked


@api.post("/reports", response={201: Receipt, 200: Receipt, **REFUSALS}, operation_id="send_report", url_name="reports")
@decorate_view(json_only)
def send_report(request: HttpRequest, body: ReportSent, idempotency_key: Key) -> Answer[Any]:  # type: ignore[valid-type]
    """Send one report. It is safely in once the answer is 201, or 200 where it was sent before."""
    partner, at = _partner(request), timezone.now()
    answers = {name: getattr(body, name) for name in body.model_fields_set}  # type: ignore[attr-defined]
    said = submission_of(answers, on=timezone.localdate(at))
    sender = Organisation.objects.get(pk=partner.id)
    once = Once(f"org:{sender.pk}", idempotency_key, content_digest(said))
    if not sent_before(said, once=once, sender=sender):
        said = replace(said, raw=deposit_locked(request.body))
    received = receive(said, channel=Report.Channel.API, actor=partner, at=at, once=once, sender=sender)
    report = received.report
    receipt = Receipt(
        reference=report.reference, return_code=received.return_code, received_at=report.received_at,
        status=standing_of(report, received.case).status,
    )  # fmt: skip
    return Answer(200 if received.again else 201, receipt)


@api.get(
    "/reports/{reference}", response={200: Status, 404: Problem, **ALWAYS}, operation_id="report_status",
    url_name="report",
)  # fmt: skip
def report_status(request: HttpRequest, reference: str) -> Status:
    """Say where a report stands that this partner sent; 404 for every other, and for none, alike."""
    partner = _partner(request)
    standing = sent_report(partner, reference)
    if standing is None:
        raise Http404
    with transaction.atomic():
        consulted(partner, [standing.report], page="api/report", at=timezone.now())
    report = standing.report
    return Status(reference=report.reference, received_at=report.received_at, status=standing.status)


def _partner(request: HttpRequest) -> Actor:
    return request.auth  # type: ignore[attr-defined, no-any-return]
