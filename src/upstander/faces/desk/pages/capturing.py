"""How a post or file was captured, as far as anybody said, and a new record of it; and material added to a case."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from upstander.duties.casework.looks import asked_today
from upstander.duties.evidence.actions.add_material import add_material
from upstander.duties.evidence.actions.record_capture import record_capture
from upstander.duties.evidence.proposing import proposal
from upstander.duties.intake.submission import SentFile
from upstander.engines.captures.reading import Reading
from upstander.faces.desk.captured import known_rows, remarks, states
from upstander.faces.desk.exhibits import things_of
from upstander.faces.desk.forms.capturing import GROUPS, Captured
from upstander.faces.desk.forms.material import OF_CAPTURE, Material
from upstander.faces.desk.hall import case_for, case_page, powers
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.record.cases.capturing import Capture, Item, history
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case, ReportedFile, ReportedPost
from upstander.record.cases.withholding import withheld_from
from upstander.record.vault.captures import found_in
from upstander.record.vault.keeping import deposit

MATERIAL = (
    (lazy("What it is"), ("uploads", "links", "text")),
    (lazy("How you came by it"), ("found_how", "authority", "reason")),
    (lazy("How it was captured"), OF_CAPTURE),
)
"""The questions about material that is added, under their headings."""


@signed_in(act=Act.SHOW_CONTENT)
@require_http_methods(["GET", "POST"])
def capture(request: Request, reference: str, item: str) -> HttpResponse:
    """Show what is known of how a post or file was captured, with its earlier records; keep a new one behind them."""
    case = case_for(request, reference, to=Act.RECORD_CAPTURE if request.method == "POST" else Act.SHOW_CONTENT)
    row = item_of(case, item)
    if row is None:
        raise Http404(item)
    records, found = history(row), _found(request, row)
    current, may = records[0], powers(request.actor, case)["record_capture"]
    open = ("words", row.report_id) in asked_today(request.actor, case, timezone.now())
    form = _form(request, case, row, current, found, open) if may else None
    if form and request.method == "POST" and form.is_valid() and done(form, lambda: _keep(request, case, row, form)):
        messages.success(request, _("The capture record is kept. The one before it stays as it was."))
        return HttpResponseRedirect(reverse("desk:capture", args=[case.reference, item]))
    context = {
        "item": row, "is_post": isinstance(row, ReportedPost), "records": records,
        "known": known_rows(case, current, open=open),
        "found": found, "remarks": remarks(found), "form": form, "groups": GROUPS,
        "open": open, "states": dict(states()),
        "back": f"{reverse('desk:reports', args=[case.reference])}#{item}",
    }  # fmt: skip
    return case_page(
        request, case, "desk/capture.html", context, title=_("How it was captured"), shows=[row.report, row]
    )


@signed_in(act=Act.RECORD_CAPTURE)
@require_http_methods(["GET", "POST"])
def material(request: Request, reference: str) -> HttpResponse:
    """Add posts and files to a case, with how they were captured; files lie in the vault before anything is kept."""
    case = case_for(request, reference, to=Act.RECORD_CAPTURE)
    initial = {"captured_by": request.actor.user.name if request.actor.user else "", "what": "screenshot"}
    form = Material(request.POST, request.FILES) if request.method == "POST" else Material(initial=initial)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _add(request, case, form)):
        messages.success(request, _("It is added to the case, as a report of your own."))
        return HttpResponseRedirect(reverse("desk:reports", args=[case.reference]))
    context = {"form": form, "groups": MATERIAL, "back": reverse("desk:reports", args=[case.reference])}
    return case_page(request, case, "desk/material.html", context, title=_("Add material"))


def _add(request: Request, case: Case, form: Material) -> Any:
    files = tuple(SentFile(deposit(file), file.name or "") for file in form.cleaned_data["uploads"] or [])
    return add_material(
        case=case, submission=form.submission(files), said=form.said(), reason=form.cleaned_data["reason"] or "",
        actor=request.actor, at=timezone.now(),
    )  # fmt: skip


def item_of(case: Case, slug: str) -> Item | None:
    """Return the post (`post-7`) or file (`file-7`) of a report of this case; None where there is none."""
    kind, _dash, key = slug.partition("-")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    reports = reports_of(case)
    if kind == "post":
        return ReportedPost.objects.select_related("report", "post").filter(report__in=reports, pk=key).first()
    if kind == "file":
        return ReportedFile.objects.select_related("report", "file").filter(report__in=reports, pk=key).first()
    return None


def _found(request: Request, row: Item) -> Reading | None:
    """Return what was read in a file; nothing of one that is withheld from this reader."""
    if not isinstance(row, ReportedFile) or withheld_from(request.actor, row):
        return None
    return found_in(row.file)


def _form(
    request: Request, case: Case, row: Item, current: Capture, found: Reading | None, open: bool
) -> Captured:  # fmt: skip
    sent = request.POST if request.method == "POST" else None
    return Captured(sent, current=current, offered=proposal(found), posts=_posts(case, row), open=open)


def _posts(case: Case, row: Item) -> Iterator[tuple[str, str]]:
    """Yield the posts of the case that this one may answer, by their numbers in their reports."""
    for thing in things_of(case):
        if thing.kind == "post" and not (isinstance(row, ReportedPost) and thing.pk == row.pk):
            yield str(thing.pk), thing.label


def _keep(request: Request, case: Case, row: Item, form: Captured) -> Any:
    said: dict[str, Any] = form.cleaned_data
    return record_capture(
        case=case, item=row, said=form.said(), taken=said.get("take") or (), why=said.get("why") or "",
        actor=request.actor, at=timezone.now(),
    )  # fmt: skip
