"""Administration of many cases at once, each through its own action: never a decision, a signature, an end, an offer.

The acts that can be done to many stand in ACTS and nowhere else; a test asserts that no other is reached from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upstander.duties.assessment.actions.release import release
from upstander.duties.casework.actions.mark_for_review import mark_for_review
from upstander.duties.casework.actions.reassign import reassign
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.casework.queries import colleagues
from upstander.faces.desk.forms.casework import GivenTo, TaskAsked
from upstander.faces.desk.forms.reasons import Asked
from upstander.faces.desk.hall import desk_page
from upstander.faces.kit import editions
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, attempt
from upstander.faces.kit.forms import Form
from upstander.law.access import Act
from upstander.record.cases.editions import Outdated, Picture, acting_on
from upstander.record.cases.grants import visible_to
from upstander.record.cases.models import Case
from upstander.record.people.actors import NotAllowed, user_of

MOST = 100
Do = Callable[[Request, Case, Any], Any]


@dataclass(frozen=True)
class ForMany:
    """One act that can be done to many cases: its words, its form, and how it is done to one."""

    label: Any
    form: Callable[[Request, Any], Form]
    do: Do


@dataclass(frozen=True)
class Result:
    """What became of one case."""

    reference: str
    case: Case | None
    refused: str = ""


def _given(request: Request, data: Any) -> Form:
    return GivenTo(data, people=colleagues(request.actor))


def _asked_task(request: Request, data: Any) -> Form:
    return TaskAsked(data, people=colleagues(request.actor), me=user_of(request.actor))


def _reason(request: Request, data: Any) -> Form:
    return Asked(data, label=_("Why are they given back?"))


def _nothing(request: Request, data: Any) -> Form:
    return Form(data)


def _reassign(request: Request, case: Case, form: Any) -> None:
    reason = form.cleaned_data["reason"]
    reassign(case=case, to=form.person, reason=reason, actor=request.actor, at=timezone.now())


def _release(request: Request, case: Case, form: Any) -> None:
    release(case=case, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now())


def _task(request: Request, case: Case, form: Any) -> None:
    said = form.cleaned_data
    set_task(
        what=said["what"], whose=form.person, due_at=said["due_at"], shown_from=said["shown_from"], case=case,
        actor=request.actor, at=timezone.now(),
    )  # fmt: skip


def _review(request: Request, case: Case, form: Any) -> None:
    mark_for_review(case=case, actor=request.actor, at=timezone.now())


def _unreview(request: Request, case: Case, form: Any) -> None:
    mark_for_review(case=case, on=False, actor=request.actor, at=timezone.now())


ACTS: dict[str, ForMany] = {
    "reassign": ForMany(gettext_lazy("Give to another officer"), _given, _reassign),
    "release": ForMany(gettext_lazy("Give back to the queue"), _reason, _release),
    "task": ForMany(gettext_lazy("Set a task on each"), _asked_task, _task),
    "review": ForMany(gettext_lazy("Mark for review"), _nothing, _review),
    "unreview": ForMany(gettext_lazy("Take the mark for review off"), _nothing, _unreview),
}


@signed_in(act=Act.SEE_QUEUE)
@require_POST
def act(request: Request) -> HttpResponse:
    """Take the ticked cases of a list: ask what the act needs, then do it to each and say what became of each."""
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk:queue")
    pictures = dict(filter(None, map(editions.read, request.POST.getlist("case"))))
    chosen = ACTS.get(request.POST.get("act", ""))
    if not pictures or chosen is None or len(pictures) > MOST:
        messages.error(request, _trouble(bool(pictures), len(pictures)))
        return HttpResponseRedirect(back)
    confirmed = "confirmed" in request.POST
    form = chosen.form(request, request.POST if confirmed else None)
    cases = {case.reference: case for case in visible_to(request.actor).filter(reference__in=pictures)}
    frame = {"chosen": chosen, "act": request.POST["act"], "back": back, "title": str(chosen.label)}
    if not confirmed or not form.is_valid():
        carried = [editions.written(*each) for each in pictures.items()]
        context = {
            **frame,
            "form": form,
            "carried": carried,
            "cases": [cases[each] for each in pictures if each in cases],
        }
        return desk_page(request, "desk/many.html", context, shows=cases.values())
    results = [
        _one(request, reference, cases.get(reference), pictures[reference], chosen, form) for reference in pictures
    ]
    worked = sum(not each.refused for each in results)
    context = {**frame, "results": results, "worked": worked, "form": None}
    return desk_page(request, "desk/many_done.html", context, shows=cases.values())


def _one(request: Request, reference: str, case: Case | None, picture: Picture, chosen: ForMany, form: Form) -> Result:
    """Do the act to one case as it would be done alone; say why not where it cannot be."""
    if case is None:
        return Result(reference, None, _("There is no such case, or you may not see it."))
    try:
        with acting_on({reference: picture}):
            refusal = attempt(lambda: chosen.do(request, case, form))
    except (NotAllowed, Outdated) as refused:
        return Result(reference, case, str(refused))
    return Result(reference, case, " ".join(refusal.sentences) if refusal else "")


def _trouble(any_chosen: bool, number: int) -> str:
    if not any_chosen:
        return _("Tick at least one case first.")
    if number > MOST:
        return _("Tick %(most)d cases at most. You ticked %(number)d.") % {"most": MOST, "number": number}
    return _("Choose what is to be done with the cases.")
