"""Who looked at whom: by case or report, by member of staff, and what was given out. Looks here are journalled too."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from upstander.duties.oversight import auditing
from upstander.duties.oversight.auditing import LARGEST, MOST_IN_A_FILE, AuditLine, AuditPage
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.faces.oversight.forms.auditing import Find, FindOfficer, Narrow
from upstander.faces.oversight.hall import WORDS, as_file, file_address, oversight_page, this_with, wants_file
from upstander.law.access import Act

BEFORE = "before"
HEADER = ("entry", "at", "who", "organisation", "what", "s62", "page", "records", "reason", "to")


@signed_in(act=Act.READ_JOURNAL)
@require_safe
def find(request: Request) -> HttpResponse:
    """Ask for a reference or for a member of staff."""
    people = list(auditing.staff(request.actor))
    officer = FindOfficer(people, request.GET if "officer" in request.GET else None)
    if officer.is_bound and officer.is_valid():
        return HttpResponseRedirect(reverse("oversight:officer", args=[officer.cleaned_data["officer"]]))
    asked = Find(request.GET if "reference" in request.GET else None)
    if asked.is_bound and asked.is_valid():
        looked = auditing.record_of(request.actor, asked.cleaned_data["reference"])
        if looked is not None:
            return HttpResponseRedirect(reverse("oversight:looked", args=[looked.reference]))
        asked.add_error("reference", _("No case or report has this reference. Check it"))
    context = {
        "asked": asked, "officer": officer, "form": asked if asked.errors else officer,
        "set_back": auditing.clock_set_back(request.actor),
    }  # fmt: skip
    return oversight_page(request, "oversight/find.html", context, here="looked")


@signed_in(act=Act.READ_JOURNAL)
@require_safe
def looked(request: Request, reference: str) -> HttpResponse:
    """Show everybody who saw a case or report, or did anything to it: when, where, and why where a reason was given."""
    found = auditing.record_of(request.actor, reference)
    if found is None:
        raise Http404(reference)
    narrow = Narrow(list(auditing.staff(request.actor)), request.GET)
    about = [(f"log of {found.kind}", found.id)]
    if wants_file(request):
        whole = auditing.about_record(request.actor, found, narrow.chosen, most=MOST_IN_A_FILE)
        return as_file(request, f"log-{found.reference}", HEADER, _rows(whole), about=about, names=_named(whole))
    shown = auditing.about_record(request.actor, found, narrow.chosen, _before(request))
    context = {"title": _("Who looked at %(reference)s") % {"reference": found.reference}, "own": found.reference}
    return _list(request, shown, narrow, context, here="looked", shows=about)


@signed_in(act=Act.READ_JOURNAL)
@require_safe
def officer(request: Request, number: int) -> HttpResponse:
    """Show everything that one member of staff saw or did."""
    people = list(auditing.staff(request.actor))
    user = next((each for each in people if each.pk == number), None)
    if user is None:
        raise Http404(str(number))
    narrow = Narrow(people, request.GET, with_officer=False)
    about = [("log of user", user.pk)]
    if wants_file(request):
        whole = auditing.by_officer(request.actor, user, narrow.chosen, most=MOST_IN_A_FILE)
        return as_file(request, f"log-of-{user.pk}", HEADER, _rows(whole), about=about, names=_named(whole))
    shown = auditing.by_officer(request.actor, user, narrow.chosen, _before(request))
    context = {"title": _("What %(name)s looked at") % {"name": user.name}, "person": user}
    return _list(request, shown, narrow, context, here="looked", shows=about)


@signed_in(act=Act.READ_JOURNAL)
@require_safe
def disclosures(request: Request) -> HttpResponse:
    """Show what was given out: downloads, lists, offers, and letters where they are asked for."""
    narrow = Narrow(list(auditing.staff(request.actor)), request.GET, with_letters=True)
    if wants_file(request):
        whole = auditing.disclosures(request.actor, narrow.chosen, most=MOST_IN_A_FILE)
        about = [("log of disclosures", 0)]
        return as_file(request, "disclosures", HEADER, _rows(whole), about=about, names=_named(whole))
    shown = auditing.disclosures(request.actor, narrow.chosen, _before(request))
    context = {"title": _("Disclosures and exports")}
    return _list(request, shown, narrow, context, here="disclosures", shows=[("log of disclosures", 0)])


def _list(
    request: Request, shown: AuditPage, narrow: Narrow, context: dict[str, Any], *, here: str, shows: Iterable[Any]
) -> HttpResponse:
    more = {
        "lines": shown.lines,
        "narrow": narrow,
        "following": this_with(request, **{BEFORE: shown.next}) if shown.next else "",
        "first": this_with(request, **{BEFORE: ""}) if request.GET.get(BEFORE) else "",
        "file": file_address(request),
        "clear": request.path,
    }
    return oversight_page(request, "oversight/log.html", {**context, **more}, here=here, shows=shows)


def _before(request: Request) -> int:
    said = request.GET.get(BEFORE, "")
    return min(int(said), LARGEST) if said.isascii() and said.isdigit() and len(said) < 20 else 0


def _rows(found: AuditPage) -> list[list[str]]:
    """Return the lines as cells: what the page shows, with every record by name."""
    return [_row(line) for line in found.lines]


def _named(found: AuditPage) -> set[tuple[str, int]]:
    """Return the records that the lines name."""
    return {(record.kind, record.id) for line in found.lines for record in line.records}


def _row(line: AuditLine) -> list[str]:
    return [
        str(line.seq), line.at.isoformat(timespec="seconds"), line.name or line.actor, line.organisation, line.verb,
        line.kind.value, str(WORDS["pages"].get(line.page, line.page)),
        " ".join(record.reference for record in line.records), " | ".join(line.reasons), line.to,
    ]  # fmt: skip
