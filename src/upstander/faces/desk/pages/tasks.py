"""My tasks: what I am to do by when, what was given to me, what I asked of others; done and open again."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upstander.duties.casework.actions.finish_task import finish_task, reopen_task
from upstander.duties.casework.actions.see_reassignments import see_reassignments
from upstander.duties.casework.models import Task
from upstander.duties.casework.queries import (
    colleagues,
    done_tasks,
    later_tasks,
    my_tasks,
    reassigned_from_me,
    reassigned_to_me,
    tasks_i_set,
)
from upstander.duties.casework.queries import task as one_task
from upstander.faces.desk.forms.casework import TaskAsked
from upstander.faces.desk.hall import desk_page
from upstander.faces.desk.pages.notes import set_asked
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.law.access import Act
from upstander.record.people.actors import user_of

WEEK = timedelta(days=7)


@signed_in(act=Act.SET_TASK)
def show(request: Request) -> HttpResponse:
    """Show the viewer's tasks, overdue first, with the cases that were given to or taken from them."""
    mine, later, asked = my_tasks(request.actor), later_tasks(request.actor), tasks_i_set(request.actor)
    ended = done_tasks(request.actor)
    given, taken = reassigned_to_me(request.actor), reassigned_from_me(request.actor, timezone.now() - WEEK)
    context = {"mine": mine, "later": later, "asked": asked, "ended": ended, "given": given, "taken": taken}
    tasks, moves = [*mine, *later, *asked, *ended], [*given, *taken]
    cases = {each.case for each in tasks if each.case} | {each.case for each in moves}
    return desk_page(request, "desk/tasks.html", context, here="tasks", shows=[*tasks, *moves, *cases])


@signed_in(act=Act.SET_TASK)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Set a task that is about no case."""
    form = TaskAsked(request.POST or None, people=colleagues(request.actor), me=user_of(request.actor))
    if request.method == "POST" and form.is_valid() and done(form, lambda: set_asked(request, form)):
        messages.success(request, _("The task is set."))
        return HttpResponseRedirect(reverse("desk:tasks"))
    return desk_page(request, "desk/task.html", {"form": form}, here="tasks")


@signed_in(act=Act.SET_TASK)
@require_POST
def finish(request: Request, task: int) -> HttpResponse:
    """Mark a task as done."""
    held = _task(request, task)
    pressed(request, lambda: finish_task(task=held, actor=request.actor, at=timezone.now()), _("Done."))
    return _back(request)


@signed_in(act=Act.SET_TASK)
@require_POST
def open_again(request: Request, task: int) -> HttpResponse:
    """Open a task again that was done."""
    held = _task(request, task)
    said = _("The task is open again.")
    pressed(request, lambda: reopen_task(task=held, actor=request.actor, at=timezone.now()), said)
    return _back(request)


@signed_in(act=Act.SET_TASK)
@require_POST
def seen(request: Request) -> HttpResponse:
    """Say that one has seen which cases were given to one."""
    pressed(request, lambda: see_reassignments(actor=request.actor, at=timezone.now()), _("Seen."))
    return HttpResponseRedirect(reverse("desk:tasks"))


def _task(request: Request, number: int) -> Task:
    held = one_task(request.actor, number) if number < 2**63 else None
    if held is None:
        raise Http404(str(number))
    return held


def _back(request: Request) -> HttpResponse:
    """Lead back to the page that the button stood on."""
    there = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        there = reverse("desk:tasks")
    return HttpResponseRedirect(there)
