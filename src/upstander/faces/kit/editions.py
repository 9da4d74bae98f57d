"""Let every form on a page about a case say which edition of it the reader saw, and answer 409 where it has changed.

A page calls `carry(request, case)` for each case that it shows whole (`desk.hall.case_page` and the force's offer page
do); from then on `csrf_input`, which every form has, brings a hidden field `edition` with it. The middleware `Editions`
reads what comes back and lets the act rest on it (`record.cases.editions.acting_on`); an action that takes its case by
`locked` then raises Outdated where the case is a newer one, and `outdated` answers with what was done since, with all
that was typed, and with a button that does it all the same. New forms and new actions have nothing more to do.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from upstander.faces.kit.page import page
from upstander.law.access import Role
from upstander.record.cases.editions import Outdated, Picture, acting_on
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case
from upstander.record.journal.reading import last_touch, timeline
from upstander.record.journal.verbs import SENTENCES, Verb
from upstander.record.people.actors import SYSTEM, Actor
from upstander.record.people.models import User

FIELD = "edition"
FOR_FORCES = {Verb.OFFERED, Verb.WITHDREW_OFFER, Verb.ACCEPTED, Verb.DISPUTED, Verb.HANDED_ON, Verb.CLOSED}
"""What a force may learn that the hub or another force did meanwhile."""
CODE = re.compile(r"[a-z0-9_ -]{0,30}")
"""An answer that was chosen, not typed: it is sent again, and need not be read again."""
FORCE_ROLES = (Role.FORCE_OFFICER, Role.FORCE_COORDINATOR)


@dataclass(frozen=True)
class Change:
    """One act since the page was opened: what, by whom, when."""

    sentence: str
    by: str
    at: datetime


def carry(request: HttpRequest, case: Case, picture: Picture | None = None) -> Picture:
    """Let the forms of the page being made carry the picture of `case`: as it stands now, or an earlier one.

    A form that is shown again because something in it was wrong keeps the picture that it came with: what changed
    meanwhile is said when it is sent for good.
    """
    shown = picture or _sent(request).get(case.reference) or Picture(case.edition, last_touch("case", case.pk))
    _carried(request)[case.reference] = shown
    return shown


def posted(request: HttpRequest, case: Case) -> Picture | None:
    """Return the picture of `case` that the form which was just sent carried."""
    return _sent(request).get(case.reference)


def written(reference: str, picture: Picture) -> str:
    """Return a picture as a form carries it."""
    return f"{reference}:{picture.edition}:{picture.journal}"


def read(said: str) -> tuple[str, Picture] | None:
    """Return the reference and picture that a form carried, None for what no page of ours wrote."""
    reference, _colon, rest = said.partition(":")
    parts = rest.split(":")
    if len(parts) == 2 and all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        return reference, Picture(int(parts[0]), int(parts[1]))
    return None


def fields(request: HttpRequest) -> dict[str, object]:
    """Context processor: let `csrf_input` bring the pictures of the cases that the page shows."""
    return {"csrf_input": lazy(partial(_inputs, request), SafeString, str)()}


class Editions:
    """Let what a request does rest on the pictures that its form carried."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and forget its pictures when it is answered."""
        with ExitStack() as held:
            request.pictures_held = held  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Read the pictures once the body may be read."""
        if pictures := _sent(request):
            request.pictures_held.enter_context(acting_on(pictures))  # type: ignore[attr-defined]


def outdated(request: HttpRequest, refused: Outdated) -> HttpResponse:
    """Return the page that says what changed since, keeps everything typed, and lets the person go on all the same."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = visible_to(actor).filter(pk=refused.case.pk).first()
    kept = [
        (name, value)
        for name in request.POST
        for value in request.POST.getlist(name)
        if name not in ("csrfmiddlewaretoken", FIELD)
    ]
    if case is not None:
        _carried(request)[case.reference] = Picture(case.edition, last_touch("case", case.pk))
    for reference, picture in _sent(request).items():
        _carried(request).setdefault(reference, picture)
    context = {
        "case": case,
        "changes": list(_changes(actor, case, refused.seen)) if case else [],
        "kept": kept,
        "typed": [(_named(name), value) for name, value in kept if not CODE.fullmatch(value)],
        "files": bool(request.FILES),
        "again": request.get_full_path(),
        "now": reverse("desk:case", args=[case.reference])
        if case and actor.role not in FORCE_ROLES
        else request.get_full_path(),
    }
    return page(request, "409.html", context, shows=[case] if case else [], status=409)


def _changes(actor: Actor, case: Case, seen: Picture) -> Iterator[Change]:
    lines = timeline("case", case.pk, newest=50, after=seen.journal)
    if actor.role in FORCE_ROLES:
        lines = [line for line in lines if line.verb in FOR_FORCES]
    keys = {int(line.actor[5:]) for line in lines if line.actor.startswith("user:")}
    names = {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=keys).values_list("pk", "name")}
    others = {SYSTEM.key: _("the system")}
    for line in lines:
        by = names.get(line.actor) or others.get(line.actor) or _("somebody from outside the hub")
        yield Change(_(SENTENCES[Verb(line.verb)]), by, line.at)


def _named(field: str) -> str:
    return field.rpartition("--")[2].replace("-", " ").replace("_", " ").capitalize()


def _sent(request: HttpRequest) -> dict[str, Picture]:
    if request.method != "POST":
        return {}
    return dict(filter(None, map(read, request.POST.getlist(FIELD))))


def _carried(request: HttpRequest) -> dict[str, Picture]:
    found: dict[str, Picture] = getattr(request, "pictures", {})
    request.pictures = found  # type: ignore[attr-defined]
    return found


def _inputs(request: HttpRequest) -> SafeString:
    own = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    shown = [(FIELD, written(*each)) for each in _carried(request).items()]
    return own + format_html_join("", '<input type="hidden" name="{}" value="{}">', shown)
