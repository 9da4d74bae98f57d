"""What all pages of oversight share: the frame with its tabs, and lists as files for a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.duties.oversight.actions.export_log import export_log
from upstander.duties.oversight.asking import open_questions
from upstander.duties.oversight.exporting import as_csv
from upstander.duties.oversight.written_out import written_out
from upstander.faces.kit.acting import Request
from upstander.faces.kit.page import page
from upstander.faces.kit.wording import EVERY
from upstander.faces.oversight.wording import ANSWERS, CODES, DETAILS, PAGES, PROCESSING, ROLES, kind_words, verb_words
from upstander.law.access import Act, may_ever
from upstander.record.people.actors import Actor

WORDS = {
    **EVERY,
    "processing": PROCESSING,
    "details": DETAILS,
    "answers": ANSWERS,
    "pages": PAGES,
    "all_roles": ROLES,
    "codes": CODES,
    "verb": verb_words,
    "kind": kind_words,
}
HTML, CSV = "", "csv"
FORMAT = "as"


def tabs(actor: Actor) -> list[dict[str, str]]:
    """Return the tabs that this role may open: an auditor's, an administrator's."""
    shown = [
        (Act.READ_JOURNAL, "looked", _("Who looked"), "oversight:audit"),
        (Act.READ_JOURNAL, "disclosures", _("Disclosures"), "oversight:disclosures"),
        (Act.LOOK_INTO, "questions", _questions(actor), "oversight:questions"),
        (Act.MANAGE_ACCOUNTS, "accounts", _("Accounts"), "oversight:accounts"),
        (Act.MANAGE_ACCOUNTS, "organisations", _("Organisations"), "oversight:organisations"),
        (Act.MANAGE_ACCOUNTS, "tokens", _("Tokens"), "oversight:tokens"),
        (Act.MANAGE_ACCOUNTS, "hub", _("Hub"), "oversight:hub"),
        (Act.SET_TRIPWIRE, "tripwires", _("Tripwires"), "oversight:tripwires"),
    ]
    return [
        {"code": code, "text": text, "href": reverse(name)}
        for act, code, text, name in shown
        if may_ever(actor.role, act)
    ]


def oversight_page(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    here: str,
    shows: Iterable[Any] = (),
    status: int = 200,
) -> HttpResponse:
    """Return a page of oversight, with its tabs, for the journal to know what it `shows`."""
    frame = {
        "navigation": tabs(request.actor),
        "here": here,
        "home": reverse("oversight:home"),
        "section": _("Oversight"),
        "section_home": reverse("oversight:home"),
        "words": WORDS,
        "now": timezone.now(),
        "viewer": request.actor,
    }
    return page(request, template, {**frame, **(context or {})}, shows=shows, status=status)


def wants_file(request: Request) -> bool:
    """Whether the list is asked for as a file."""
    return bool(request.GET.get(FORMAT) == CSV)


def as_file(
    request: Request,
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    about: Iterable[Any],
    names: Iterable[tuple[str, int]],
) -> HttpResponse:
    """Return a list as CSV to be saved; that it was taken is in the journal before it leaves.

    `names` are the cases and reports that its lines name: who reported these is written out of it.
    """
    body = as_csv(header, written_out(rows, names).rows)
    digest = sha256(body).hexdigest()
    export_log(name=name, rows=len(rows), sha256=digest, about=about, actor=request.actor, at=timezone.now())
    answer = HttpResponse(body, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def file_address(request: Request) -> str:
    """Return the address of the same list as a file."""
    return this_with(request, **{FORMAT: CSV, "before": "", "page": ""})


def this_with(request: Request, **changes: object) -> str:
    """Return the address of this page with these answers changed, and without those that are empty."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _questions(actor: Actor) -> str:
    """Return the name of the tab with how many questions wait."""
    waiting = sum(open_questions(actor).values()) if may_ever(actor.role, Act.LOOK_INTO) else 0
    return _("Questions (%(waiting)d)") % {"waiting": waiting} if waiting else _("Questions")
