"""The notes and tasks of a case: what officers write down, each marked fact or opinion, and what is to be done."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upstander.duties.casework.actions.add_note import add_note
from upstander.duties.casework.actions.mark_for_review import MARK, mark_for_review
from upstander.duties.casework.actions.reassign import reassign
from upstander.duties.casework.actions.set_task import set_task
from upstander.duties.casework.models import Note
from upstander.duties.casework.queries import colleagues, notes, reassignments, tasks_of
from upstander.faces.desk.forms.casework import GivenTo, NoteText, TaskAsked
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.law.access import Act
from upstander.record.cases.models import Case
from upstander.record.people.actors import user_of


def at_a_glance(request: Request, case: Case) -> dict[str, Any]:
    """Return what the overview includes by `desk/notes_glance.html`: the newest notes and the open tasks."""
    tasks = [task for task in tasks_of(request.actor, case) if task.done_at is None]
    return {"notes": notes(request.actor, case)[:3], "tasks": tasks[:5]}


@signed_in(act=Act.ADD_NOTE)
@require_http_methods(["GET", "POST"])
def show(request: Request, reference: str) -> HttpResponse:
    """Show the notes, newest first, and the tasks; take a new note."""
    case = case_for(request, reference, to=Act.ADD_NOTE)
    form = NoteText(request.POST or None)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _add(request, case, form)):
        messages.success(request, _("The note is kept."))
        return HttpResponseRedirect(reverse("desk:notes", args=[case.reference]))
    written = notes(request.actor, case)
    tasks = tasks_of(request.actor, case)
    context = {
        "form": form,
        "notes": written,
        "tasks": tasks,
        "reassignments": reassignments(request.actor, case),
        "for_review": MARK in case.marks,
    }
    title = _("Notes and tasks")
    return case_page(
        request, case, "desk/notes_page.html", context, title=title, part="notes", shows=[*written, *tasks]
    )


@signed_in(act=Act.ADD_NOTE)
@require_http_methods(["GET", "POST"])
def correct(request: Request, reference: str, note: int) -> HttpResponse:
    """Write a new note that corrects one; both stay."""
    case = case_for(request, reference, to=Act.ADD_NOTE)
    held = next((each for each in notes(request.actor, case) if each.pk == note), None)
    if held is None:
        raise Http404(str(note))
    if hasattr(held, "corrected_by"):
        messages.info(request, _("That note is corrected already. Correct the newer one."))
        return HttpResponseRedirect(reverse("desk:notes", args=[case.reference]))
    form = NoteText(request.POST or None, initial={"kind": held.kind, "text": held.text})
    if request.method == "POST" and form.is_valid() and done(form, lambda: _add(request, case, form, held)):
        messages.success(request, _("The correction is kept. The first note stays as it was."))
        return HttpResponseRedirect(reverse("desk:notes", args=[case.reference]))
    context = {"form": form, "held": held}
    return case_page(request, case, "desk/notes_correct.html", context, title=_("Correct a note"), shows=[held])


def _add(request: Request, case: Case, form: NoteText, corrects: Note | None = None) -> None:
    said = form.cleaned_data
    add_note(case=case, kind=said["kind"], text=said["text"], corrects=corrects, actor=request.actor, at=timezone.now())


@signed_in(act=Act.SET_TASK)
@require_http_methods(["GET", "POST"])
def task(request: Request, reference: str) -> HttpResponse:
    """Set a task on the case, for oneself or another."""
    case = case_for(request, reference, to=Act.SET_TASK)
    form = TaskAsked(request.POST or None, people=colleagues(request.actor), me=user_of(request.actor))
    if request.method == "POST" and form.is_valid() and done(form, lambda: set_asked(request, form, case)):
        messages.success(request, _("The task is set."))
        return HttpResponseRedirect(reverse("desk:notes", args=[case.reference]))
    back = reverse("desk:notes", args=[case.reference])
    context = {"form": form, "button": _("Set the task"), "back": back}
    return case_page(request, case, "desk/act.html", context, title=_("Set a task"))


def set_asked(request: Request, form: TaskAsked, case: Case | None = None) -> None:
    """Set the task that a valid form asks for."""
    said = form.cleaned_data
    set_task(
        what=said["what"], whose=form.person, due_at=said["due_at"], shown_from=said["shown_from"], case=case,
        actor=request.actor, at=timezone.now(),
    )  # fmt: skip


@signed_in(act=Act.REASSIGN)
@require_http_methods(["GET", "POST"])
def give(request: Request, reference: str) -> HttpResponse:
    """Give the case to another officer, with a reason."""
    case = case_for(request, reference, to=Act.REASSIGN)
    people = [each for each in colleagues(request.actor) if each.pk != case.owner_id]
    form = GivenTo(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(
            form,
            lambda: reassign(case=case, to=form.person, reason=said["reason"], actor=request.actor, at=timezone.now()),
        ):
            messages.success(request, _("%(name)s has the case now.") % {"name": form.person.name})
            return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
    says = _("The clocks run on. The officer sees it in My tasks, with your reason.")
    context = {"form": form, "says": says, "button": _("Give the case")}
    return case_page(request, case, "desk/act.html", context, title=_("Give the case to another officer"))


@signed_in(act=Act.MARK_FOR_REVIEW)
@require_POST
def review(request: Request, reference: str) -> HttpResponse:
    """Mark the case for review, or take the mark off."""
    case = case_for(request, reference, to=Act.MARK_FOR_REVIEW)
    on = request.POST.get("on") == "yes"
    said = _("The case is marked for review.") if on else _("The mark is taken off.")
    pressed(request, lambda: mark_for_review(case=case, on=on, actor=request.actor, at=timezone.now()), said)
    return HttpResponseRedirect(reverse("desk:notes", args=[case.reference]))
