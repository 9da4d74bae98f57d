"""The review of old records of no crime that name somebody: how far it has come, and one record after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from upstander.duties.oversight.actions.review_old_record import decide_old_record, sign_old_record
from upstander.duties.oversight.models import OldRecord
from upstander.duties.oversight.old_records import decided, left, named_in, one, review_on, standing, waiting
from upstander.duties.oversight.subject_erasing import grounds
from upstander.faces.desk.forms.old_records import DecideOld, SignOld
from upstander.faces.desk.hall import case_for, case_page, desk_page
from upstander.faces.kit.access import require_step_up, signed_in
from upstander.faces.kit.acting import Request, done
from upstander.law.access import Act
from upstander.law.clocks.calendar import months_after
from upstander.law.dated import in_force
from upstander.law.disposition.reviewing import BulkReview
from upstander.law.retention import all_holds
from upstander.record.cases.models import Case

AFTER = "after"
STATES = {
    OldRecord.State.AWAITING: gettext_lazy("Waits for a signature"),
    OldRecord.State.FINAL: gettext_lazy("Stands"),
    OldRecord.State.RETURNED: gettext_lazy("Returned"),
}


@signed_in(act=Act.REVIEW_OLD)
@require_safe
def show(request: Request) -> HttpResponse:
    """Show which review runs or comes, how far it is, what waits for a signature and what is left, the oldest first."""
    today = timezone.localdate()
    review, runs = review_on(today)
    context: dict[str, Any] = {"review": review, "runs": runs}
    shows: list[Any] = []
    if review is not None:
        after = request.GET.get(AFTER, "")
        listed = left(request.actor, review, today, after=int(after) if after.isdecimal() and len(after) < 19 else None)
        signing = waiting(request.actor)
        context |= _words_of(review) | {
            "standing": standing(request.actor, review), "listed": listed, "signing": signing,
            "further": f"?{AFTER}={listed.after}" if listed.after else "", "first": bool(after),
        }  # fmt: skip
        shows = [*(row.case for row in listed.rows), *signing, *(row.case for row in signing)]
    return desk_page(request, "desk/old_records.html", context, here="old_records", shows=shows)


@signed_in(act=Act.REVIEW_OLD)
@require_http_methods(["GET", "POST"])
def open_one(request: Request, reference: str) -> HttpResponse:
    """Show what one old record keeps of its subject, decide about it, or sign what another person decided."""
    case, now = case_for(request, reference, to=Act.REVIEW_OLD), timezone.now()
    review, runs = review_on(timezone.localdate(now))
    rows = decided(request.actor, case)
    waits = next((row for row in rows if row.state == OldRecord.State.AWAITING), None)
    old = one(request.actor, review, case, timezone.localdate(now)) if review else None
    form: DecideOld | SignOld | None = None
    if review and runs and waits and waits.by != request.actor.user and request.actor.role == review.signs:
        form = SignOld(request.POST or None)
    elif review and runs and old:
        form = DecideOld(request.POST or None, review=review)
    if request.method == "POST":
        require_step_up(request)
        if form and form.is_valid() and _did(request, form, case, waits):
            messages.success(request, _("What you decided is kept."))
            return HttpResponseRedirect(reverse("desk:old_records"))
    context: dict[str, Any] = {
        "review": review, "runs": runs, "old": old, "waits": waits, "rows": rows, "form": form, "states": STATES,
        "back": reverse("desk:old_records"),
        "named": named_in(case), "stops": grounds(case, now), "holds": in_force(all_holds(), timezone.localdate(now)),
    }  # fmt: skip
    context |= _words_of(review) if review else {}
    title = _("Old record")
    shows = [*rows, *([old.decision] if old else [])]
    return case_page(request, case, "desk/old_record.html", context, title=title, here="old_records", shows=shows)


def _did(request: Request, form: DecideOld | SignOld, case: Case, waits: OldRecord | None) -> bool:
    """Do what a valid form asks for; a refusal is said on it."""
    said, actor, at = form.cleaned_data, request.actor, timezone.now()
    if isinstance(form, SignOld) and waits:
        agrees = said["agrees"] == "yes"
        return done(form, lambda: sign_old_record(row=waits, agrees=agrees, reason=said["reason"], actor=actor, at=at))
    return done(form, lambda: decide_old_record(case=case, actor=actor, at=at, **said))


def _words_of(review: BulkReview) -> dict[str, Any]:
    """Return the day on which the review should be finished, and the words of what may be decided in it."""
    return {
        "finish_by": months_after(review.valid_from, review.within_months),
        "choices": {each.id: each.label for each in review.decisions},
    }
