"""Show a page of the public face: every one of them with Exit this page and a title that tells nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from upstander.faces.kit.page import page
from upstander.record.people.actors import Actor

SHELL = "public/shell.html"


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200,
    shows: Iterable[Any] = (), actor: Actor | None = None,
) -> HttpResponse:  # fmt: skip
    """Return the page; `shows` and `actor` are the records that the reader sees and who reads, for the journal."""
    whole = {"shell": SHELL, "can_exit": True, "exit_to": reverse("public:leave"), **(context or {})}
    return page(request, template, whole, status=status, shows=shows, actor=actor)
