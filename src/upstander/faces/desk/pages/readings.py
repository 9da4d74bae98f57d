"""Second readings and reviews: what one reads blind, what a supervisor settles, what complainants ask for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from upstander.duties.assessment import appeals
from upstander.duties.assessment import readings as seconds
from upstander.duties.assessment.actions.decide_appeal import decide_appeal
from upstander.duties.assessment.actions.draw_reading import draw_again
from upstander.duties.assessment.actions.read_second import read_second
from upstander.duties.assessment.actions.settle_reading import settle_reading
from upstander.duties.assessment.models import Reading
from upstander.duties.assessment.queries import decisions
from upstander.duties.casework.actions.show import show as show_content
from upstander.duties.casework.looks import asked_today, standing
from upstander.faces.desk.asking import numbers
from upstander.faces.desk.content import TOGETHER, cards
from upstander.faces.desk.exhibits import places_of
from upstander.faces.desk.forms.reading import Reviewed, SecondReading, Settled
from upstander.faces.desk.hall import case_for, case_page, desk_page
from upstander.faces.desk.pages.pictures import small_copy
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, attempt, done
from upstander.law.access import Act, may_ever
from upstander.law.expression import all_factors
from upstander.record.cases.grants import reports_of
from upstander.record.fence.viewer import unfenced

LATELY = timedelta(days=30)


@signed_in(act=Act.SEE_QUEUE)
@require_safe
def show(request: Request) -> HttpResponse:
    """Show what waits to be read or settled here, and what came of one's own decisions."""
    settles, since = may_ever(request.actor.role, Act.SIGN_OFF), timezone.now() - LATELY
    context: dict[str, Any] = {
        "own": seconds.to_read(request.actor),
        "settles": settles,
        "disputed": seconds.to_settle(request.actor) if settles else [],
        "asked": appeals.waiting(request.actor) if settles else [],
        "settled": seconds.settled_of_mine(request.actor),
        "reviewed": appeals.reviewed_of_mine(request.actor, since=since),
    }
    shows = [line.case for line in (*context["disputed"], *context["asked"])]
    shows += [row.case for row in (*context["settled"], *context["reviewed"])]
    return desk_page(request, "desk/readings.html", context, here="readings", shows=shows)


@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def read(request: Request, number: int) -> HttpResponse:
    """Show what was reported, and nothing that was made of it, to the reader who was drawn; take their answer.

    The case is closed to them until then: what is shown here is chosen, and read past the fence.
    """
    reading = seconds.open_to(request.actor, number)
    if reading is None:
        raise Http404(str(number))
    if request.method == "POST" and "what" in request.POST:
        return _shown(request, reading)
    form = SecondReading(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {"finding": form.cleaned_data["finding"], "reasons": form.cleaned_data["reasons"]}
        at, about = timezone.now(), form.expression()
        if done(
            form,
            lambda: read_second(reading=reading, **said, expression=about, actor=request.actor, at=at),
        ):
            messages.success(request, _("Your reading is kept."))
            return HttpResponseRedirect(reverse("desk:readings"))
    at = timezone.now()
    with unfenced():
        reports = list(reports_of(reading.case).select_related("sender").prefetch_related(*TOGETHER))
        asked = asked_today(request.actor, reading.case, at)
        found = cards(reports, viewer=request.actor, asked=asked)
        context = {
            "form": form,
            "reading": reading,
            "case": reading.case,
            # Their files apart: a card leads to pages that are closed to the reader.
            "cards": [(replace(card, files=()), card.files) for card in found],
            "stands": standing(request.actor, at),
            "can": {},
            "back": reverse("desk:readings"),
        }
        return desk_page(request, "desk/reading.html", context, here="readings", shows=[reading, *reports])


@signed_in(act=Act.SEE_QUEUE)
@require_safe
def picture(request: Request, number: int, held: int) -> HttpResponse:
    """Send the small copy of a picture that the reader asked to see."""
    reading = seconds.open_to(request.actor, number)
    if reading is None:
        raise Http404(str(number))
    with unfenced():
        if not reports_of(reading.case).filter(files=held).exists():
            raise Http404(str(held))
        return small_copy(request, held)


@signed_in(act=Act.SIGN_OFF)
@require_http_methods(["GET", "POST"])
def settle(request: Request, reference: str, number: int) -> HttpResponse:
    """Show two readings that differ to a supervisor who is neither of the two; or draw another reader."""
    case = case_for(request, reference, to=Act.SIGN_OFF)
    line = seconds.reading_in(request.actor, case, number)
    if line is None:
        raise Http404(str(number))
    if request.method == "POST" and "draw" in request.POST:
        refused = attempt(lambda: draw_again(reading=line.reading, actor=request.actor, at=timezone.now()))
        if refused:
            messages.error(request, " ".join(refused.sentences))
        else:
            messages.success(request, _("Another reader is drawn."))
        return HttpResponseRedirect(reverse("desk:readings"))
    differs = line.reading.state == Reading.State.DISPUTED
    form = Settled(request.POST or None)
    if request.method == "POST" and differs and form.is_valid():
        stands, reasons = form.cleaned_data["stands"] == "yes", form.cleaned_data["reasons"]
        said = {"reading": line.reading, "stands": stands, "reasons": reasons}
        if done(form, lambda: settle_reading(**said, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The decision stands.") if stands else _("The case is decided anew."))
            return HttpResponseRedirect(reverse("desk:readings"))
    context = {
        "form": form,
        "line": line,
        "reading": line.reading,
        "differs": differs,
        "decisions": (made := decisions(request.actor, case)),
        "places": places_of(case, made),
        "factors": all_factors(),
        "expression": seconds.expression_of(line.reading),
        "back": reverse("desk:readings"),
    }
    title, seen = _("Second reading"), [line.reading, line.reading.decision]
    return case_page(request, case, "desk/reading_settle.html", context, title=title, here="readings", shows=seen)


@signed_in(act=Act.SIGN_OFF)
@require_http_methods(["GET", "POST"])
def appeal(request: Request, reference: str, number: int) -> HttpResponse:
    """Show what somebody who reported asks to have reviewed; a supervisor who did not decide it says what stands."""
    case = case_for(request, reference, to=Act.SIGN_OFF)
    found = appeals.appeal_in(case, number)
    if found is None:
        raise Http404(str(number))
    form, open_still = Reviewed(request.POST or None), found.outcome == appeals.OPEN
    if request.method == "POST" and open_still and form.is_valid():
        upheld, reasons = form.cleaned_data["upheld"] == "yes", form.cleaned_data["reasons"]
        said = {"appeal": found, "upheld": upheld, "reasons": reasons}
        if done(form, lambda: decide_appeal(**said, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The case is decided anew.") if upheld else _("The decision stands."))
            return HttpResponseRedirect(reverse("desk:readings"))
    context = {
        "form": form,
        "appeal": found,
        "open_still": open_still,
        "refused": appeals.refusal(request.actor, found),
        "decisions": (made := decisions(request.actor, case)),
        "places": places_of(case, made),
        "factors": all_factors(),
        "back": reverse("desk:readings"),
    }
    title, seen = _("Review asked for"), [found, found.report]
    return case_page(request, case, "desk/appeal.html", context, title=title, here="readings", shows=seen)


def _shown(request: Request, reading: Reading) -> HttpResponse:
    """Count and journal what the reader asks to see; at the day's limit, say so."""
    kind, items = request.POST.get("what", ""), numbers(request.POST.getlist("item"))
    if kind not in ("words", "picture"):
        raise Http404(kind)
    at, case = timezone.now(), reading.case
    refused = attempt(lambda: show_content(case=case, kind=kind, records=items, actor=request.actor, at=at))
    for sentence in refused.sentences if refused else ():
        messages.error(request, sentence)
    return HttpResponseRedirect(reverse("desk:reading", args=[reading.pk]))
