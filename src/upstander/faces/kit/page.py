"""Show a page: render it, put into the journal whose records it shows, and only then let it out."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from upstander.record.journal import writing as journal

log = logging.getLogger(__name__)


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    shows: Iterable[Any] = (),
    status: int = 200,
    actor: journal.Acting | None = None,
) -> HttpResponse:
    """Return the rendered page, never to be stored by a browser.

    `shows` are the records (rows, or `(kind, id)` pairs) that the reader sees. They are committed to the journal as one
    consultation by `actor` (who is `request.actor` unless given) before the body leaves; if that fails, the answer is
    503 and the body is thrown away. What happens in between is foundations 4: no commit, no look.
    """
    body = render_to_string(template, dict(context or {}), request=request)
    shown = list(shows)
    if shown and not _recorded(request, shown, actor):
        body, status = render_to_string("503.html", {"unrecorded": True}, request=request), 503
    answer = HttpResponse(body, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _recorded(request: HttpRequest, shown: list[Any], actor: journal.Acting | None) -> bool:
    looking = actor or getattr(request, "actor", None)
    name = request.resolver_match.view_name if request.resolver_match else request.path
    if looking is None:
        log.error("page %s shows records but nobody is known to look at them", name)
        return False
    try:
        with transaction.atomic():
            journal.consulted(looking, shown, page=name, at=timezone.now())
    except (Error, OSError):
        log.exception("the look at page %s could not be recorded", name)
        return False
    return True
