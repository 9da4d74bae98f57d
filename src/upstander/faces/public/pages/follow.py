"""Pages of following a report: come in with reference and return code, see where it stands, add to it."""

from json import dumps
from math import ceil
from secrets import compare_digest
from uuid import uuid4

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from upstander.duties.assessment.appeals import askable
from upstander.duties.care.queries import status as status_of
from upstander.duties.care.queries import updates
from upstander.duties.intake.actions.add_once import add_once
from upstander.duties.intake.actions.receive import code_digest
from upstander.duties.intake.submission import SaidPost, SentFile
from upstander.faces.kit.access import public_page
from upstander.faces.kit.forms import Form
from upstander.faces.kit.trouble import storage_is_full
from upstander.faces.public.browser import follow, followed, forget_all
from upstander.faces.public.forms.follow import AddForm, FollowForm
from upstander.faces.public.limits import BY_ADDRESS, BY_REFERENCE, try_again_in
from upstander.faces.public.pages.report import too_long
from upstander.faces.public.showing import show
from upstander.law.access import Act
from upstander.law.support import services
from upstander.record.cases.grants import case_of, require
from upstander.record.cases.models import Report
from upstander.record.cases.references import normalise
from upstander.record.people.actors import complainant
from upstander.record.vault.keeping import deposit, deposit_locked

NOT_SHOWN = (Report.Standing.ERASED,)


@public_page
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for reference and code; the answer is the same whichever of the two is wrong."""
    ended = "ended" in request.GET
    if request.method != "POST":
        return show(request, "public/follow.html", {"form": FollowForm(), "ended": ended})
    form = FollowForm(request.POST)
    if not form.is_valid():
        return show(request, "public/follow.html", {"form": form})
    reference = normalise(form.cleaned_data["reference"]) or form.cleaned_data["reference"]
    if wait := _wait(request, reference):
        minutes = ceil(wait / 60)
        words = ngettext(
            "There were too many tries. Wait %(n)d minute and try again",
            "There were too many tries. Wait %(n)d minutes and try again",
            minutes,
        )
        form.add_error(None, words % {"n": minutes})
        answer = show(request, "public/follow.html", {"form": form}, status=429)
        answer["Retry-After"] = str(ceil(wait))
        return answer
    report = found(reference, form.cleaned_data["code"])
    if report is None:
        form.add_error("reference", _("We do not have a report with this reference and this return code. Check both"))
        return show(request, "public/follow.html", {"form": form})
    return follow(HttpResponseRedirect(reverse("public:report")), report.pk)


@public_page
def report(request: HttpRequest) -> HttpResponse:
    """Show where the report truly stands and what was told, and take what its reporter adds."""
    pk = followed(request)
    row = Report.objects.filter(pk=pk).exclude(standing__in=NOT_SHOWN).first() if pk else None
    if row is None:
        return HttpResponseRedirect(f"{reverse('public:follow')}?ended=1")
    actor = complainant(row)
    require(actor, Act.FOLLOW_REPORT, case_of(row))
    if request.method != "POST":
        return follow(_shown(request, row, AddForm(), added="added" in request.GET), row.pk)
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        large = too_long(form) or "uploads" in form.errors
        return follow(_shown(request, row, form, status=413 if large else 200), row.pk)
    try:
        _add(row, form, key=str(request.POST.get("key", "")))
    except (OSError, OperationalError) as error:
        if not storage_is_full(error):
            raise
        return _shown(request, row, form, status=503, not_saved=True)
    return follow(HttpResponseRedirect(f"{reverse('public:report')}?added=1"), row.pk)


@public_page
def close(request: HttpRequest) -> HttpResponse:
    """Stop following in this browser."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:follow"))
    return forget_all(HttpResponseRedirect(reverse("public:start")))


def found(reference: str, code: str) -> Report | None:
    """Return the report of this reference and code. Both ways of being wrong take the same steps."""
    row = Report.objects.filter(reference=reference).exclude(standing__in=NOT_SHOWN).first()
    same = compare_digest(code_digest(code), row.return_code if row and row.return_code else code_digest(f"{code}0"))
    return row if row and same else None


def _wait(request: HttpRequest, reference: str) -> float:
    at = timezone.now()
    by_address = try_again_in(BY_ADDRESS, str(request.META.get("REMOTE_ADDR", "")), at=at)
    return by_address or try_again_in(BY_REFERENCE, reference, at=at)


def _shown(
    request: HttpRequest, row: Report, form: Form, *, status: int = 200, added: bool = False, not_saved: bool = False
) -> HttpResponse:
    language = translation.get_language() or row.language
    context = {
        "report": row,
        "status": status_of(row, language=language),
        "updates": updates(row, language=language),
        "services": services(timezone.localdate(), strands=tuple(row.strands), area="england_wales"),
        "form": form,
        "key": str(request.POST.get("key", "")) or uuid4().hex,
        "added": added,
        "review": askable(row, at=timezone.now()),
        "review_asked": "review" in request.GET,
        "not_saved": not_saved,
    }
    return show(request, "public/report.html", context, status=status, shows=[row], actor=complainant(row))


def _add(row: Report, form: Form, *, key: str) -> None:
    said = form.cleaned_data
    files = tuple(SentFile(deposit(file), file.name or "") for file in said["uploads"])
    raw = deposit_locked(dumps({name: form.data.get(name, "") for name in ("text", "links")}, sort_keys=True).encode())
    add_once(
        report=row, key=key or uuid4().hex, text=said["text"],
        posts=tuple(SaidPost(link=link) for link in said["links"]), files=files, raw=raw,
        actor=complainant(row), at=timezone.now(),
    )  # fmt: skip
