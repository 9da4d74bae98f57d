"""Show distressing content to who asks for it, count it for them, pause at the limit; and look after those who look."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from upstander.duties.bundling.queries import suggestion as one_suggestion
from upstander.duties.casework.actions.ask_lift import ask_lift
from upstander.duties.casework.actions.lift_limit import lift_limit
from upstander.duties.casework.actions.show import LimitReached
from upstander.duties.casework.actions.show import show as show_content
from upstander.duties.casework.looks import lifts_waiting, standing, totals
from upstander.duties.evidence.gallery import KINDS
from upstander.faces.desk.asking import FIELD, numbers, read, written
from upstander.faces.desk.content import Asked
from upstander.faces.desk.forms.reasons import Reason
from upstander.faces.desk.hall import case_for, desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.law.access import Act, may_ever
from upstander.record.cases.models import Case
from upstander.record.cases.states import WrongState
from upstander.record.people.models import User


@signed_in(act=Act.SHOW_CONTENT)
@require_POST
def show(request: Request, reference: str) -> HttpResponse:
    """Count and journal what is asked for, and lead back to the page with it shown; at the limit, to a pause.

    What would go over the limit is not shown in part: the page says how much is left.
    """
    case = case_for(request, reference, to=Act.SHOW_CONTENT)
    try:
        parts = _pair(request, case) if "suggestion" in request.POST else _parts(request, case)
    except LimitReached:
        left = standing(request.actor, timezone.now()).left
        if not left:
            return HttpResponseRedirect(reverse("desk:rest", args=[case.reference]))
        messages.error(request, _too_many(request, left))
        parts = frozenset()
    except WrongState:
        raise Http404(reference) from None
    return HttpResponseRedirect(_back(request, case, parts))


def _too_many(request: Request, left: int) -> str:
    """Return what to say where more was asked for at once than there is left of today's limit."""
    asked = len(set(request.POST.getlist("item"))) or 2  # the words of both reports of a suggestion name no item
    may = ngettext(
        "Nothing is shown: you asked for %(asked)d at once, and %(num)d more look is left today.",
        "Nothing is shown: you asked for %(asked)d at once, and %(num)d more looks are left today.",
        left,
    ) % {"asked": asked, "num": left}
    return may + " " + _("Open what you need most one by one. You can ask for more today on the page Welfare.")


def _parts(request: Request, case: Case) -> Asked:
    kind, items = request.POST.get("what", ""), numbers(request.POST.getlist("item"))
    if kind not in ("words", "picture"):
        raise Http404(kind)
    show_content(case=case, kind=kind, records=items, actor=request.actor, at=timezone.now())
    return frozenset((kind, item) for item in items)


@transaction.atomic
def _pair(request: Request, case: Case) -> Asked:
    """Show the words of both reports of a suggestion, or pictures that came with them, each in its own case."""
    suggested = numbers([request.POST["suggestion"]])
    line = one_suggestion(request.actor, case, suggested[0]) if suggested else None
    if line is None:
        raise Http404("suggestion")
    kind, items = request.POST.get("what", "words"), numbers(request.POST.getlist("item"))
    if kind not in ("words", "picture"):
        raise Http404(kind)
    shown: set[tuple[str, int]] = set()
    for where, report in ((case, line.own), (line.case, line.report)):
        files = report.files.filter(pk__in=items).values_list("pk", flat=True)
        records = [*files] if kind == "picture" else [report.pk]
        if records:
            show_content(case=where, kind=kind, records=records, actor=request.actor, at=timezone.now())
        shown.update((kind, pk) for pk in records)
    return frozenset(shown)


def _back(request: Request, case: Case, parts: Asked) -> str:
    """Return the address of the page that was asked from, with the parts shown beside those it showed before."""
    shown = parts | read(request.POST.getlist(FIELD))
    if "suggestion" in request.POST:
        return f"{reverse('desk:compare', args=[case.reference, request.POST['suggestion']])}?{written(shown)}"
    anchor = "".join(f"#{each}" for each in request.POST.getlist("anchor")[:1] if each.replace("-", "").isalnum())
    if request.POST.get("on") == "reports":
        page = "".join(str(number) for number in numbers(request.POST.getlist("page"))[:1])
        return f"{reverse('desk:reports', args=[case.reference])}?{written(shown, page=page)}{anchor}"
    if request.POST.get("on") == "exhibits":
        return f"{_of_exhibits(request, case)}?{written(shown, **_chosen(request))}{anchor}"
    return f"{reverse('desk:case', args=[case.reference])}?{written(shown)}{anchor}"


def _of_exhibits(request: Request, case: Case) -> str:
    """Return the address of the gallery, or of the one exhibit that was asked from."""
    slug = request.POST.get("exhibit", "")
    if slug.isascii() and slug.replace("-", "").isalnum():
        return reverse("desk:exhibit", args=[case.reference, slug])
    return reverse("desk:exhibits", args=[case.reference])


def _chosen(request: Request) -> dict[str, str]:
    page = "".join(str(number) for number in numbers(request.POST.getlist("page"))[:1])
    kind = request.POST.get("kind", "")
    return {"page": page, "kind": kind if kind in KINDS else ""}


@signed_in(act=Act.SHOW_CONTENT)
@require_safe
def rest(request: Request, reference: str) -> HttpResponse:
    """Explain the pause that is due, and how more may be seen today."""
    case = case_for(request, reference, to=Act.SHOW_CONTENT)
    stands = standing(request.actor, timezone.now())
    if case.danger or not stands.reached:
        return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    return desk_page(request, "desk/rest.html", {"case": case, "stands": stands}, shows=[case])


@signed_in(act=Act.SEE_QUEUE)
@require_safe
def looks(request: Request) -> HttpResponse:
    """Tell officers their own count of today; tell those who look after them the totals, for that purpose alone."""
    at = timezone.now()
    cares = may_ever(request.actor.role, Act.LIFT_LIMIT)
    on = timezone.localdate(at)
    counted = totals(request.actor, on) if cares else []
    context = {
        "stands": standing(request.actor, at),
        "cares": cares,
        "waiting": lifts_waiting(request.actor, on) if cares else [],
        "totals": counted,
    }
    shown = [total.user for total in counted]
    return desk_page(request, "desk/looks.html", context, here="looks", shows=shown)


@signed_in(act=Act.SEE_QUEUE)
@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask a supervisor for more today."""
    said = _("Your supervisors see that you have asked. You hear on this page once one has answered.")
    pressed(request, lambda: ask_lift(actor=request.actor, at=timezone.now()), said)
    return HttpResponseRedirect(reverse("desk:looks"))


@signed_in(act=Act.LIFT_LIMIT)
@require_http_methods(["GET", "POST"])
def lift(request: Request, user: int) -> HttpResponse:
    """Lift the limit of an officer of one's own hub for today, with a reason."""
    officer = User.objects.filter(pk=user, organisation=request.actor.organisation).first()
    if officer is None:
        raise Http404(str(user))
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, at = form.cleaned_data["reason"], timezone.now()
        if done(form, lambda: lift_limit(of=officer, reason=reason, actor=request.actor, at=at)):
            return HttpResponseRedirect(reverse("desk:looks"))
    return desk_page(request, "desk/lift.html", {"form": form, "officer": officer}, here="looks", shows=[officer])
