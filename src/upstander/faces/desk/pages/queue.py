"""The queue and the other lists of cases: what stands where, why, and by when."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from upstander.duties.assessment.appeals import looked_at_anew
from upstander.duties.assessment.queries import (
    Counted,
    QueueCounts,
    QueueFilters,
    awaiting_sign_off,
    counts,
    next_after,
    own_reported_again,
    queue,
)
from upstander.duties.casework.saved_views import may_delete, saved_views
from upstander.faces.desk.forms.filters import PARTS, Filters, ViewName
from upstander.faces.desk.hall import desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act, may_ever
from upstander.record.cases.grants import visible_to
from upstander.record.cases.references import normalise

AFTER = "after"
AGAIN = "mark=reported+again"
"""Where the closed cases are found that were reported again."""


@signed_in(act=Act.SEE_QUEUE)
def show(request: Request) -> HttpResponse:
    """Show the queue, filtered as the address says."""
    asked = Filters(request.GET, viewer=request.actor)
    found = queue(request.actor, asked.chosen, request.GET.get(AFTER))
    views = saved_views(request.actor)
    context = {
        "title": _("Queue"),
        "rows": found.lines,
        "counts": _counted(counts(request.actor)),
        "filters": asked,
        "selected": _selected(request.GET, asked),
        "views": [(view, view.query == asked.query, may_delete(request.actor, view)) for view in views],
        "naming": ViewName(initial={"query": asked.query}) if asked.query else None,
        "clear": reverse("desk:queue"),
        "export": f"{reverse('desk:export')}?{asked.query}" if may_ever(request.actor.role, Act.EXPORT) else "",
        "following": _following(request.GET, found.next),
        "first": bool(request.GET.get(AFTER)) and _following(request.GET, ""),
        "empty": _("Nothing here fits these filters.") if asked.told() else _("The queue is empty."),
    }
    return desk_page(request, "desk/queue.html", context, shows=[row.case for row in found.rows])


@signed_in(act=Act.SEE_QUEUE)
def mine(request: Request) -> HttpResponse:
    """Show the cases that the officer has claimed, and say which of those closed were reported again since."""
    again = own_reported_again(request.actor)
    more: dict[str, Any] = {}
    if again.number:
        more |= {"again": again, "see_again": f"{reverse('desk:queue')}?owner=mine&{AGAIN}"}
    more["looked_at_anew"] = looked_at_anew(request.actor)
    return _list(request, QueueFilters(owner="mine"), "mine", _("My cases"), _("You have no open cases."), **more)


@signed_in(act=Act.SEE_QUEUE)
def following(request: Request) -> HttpResponse:
    """Lead to the case that follows the named one, or to the first, of those that nobody has claimed."""
    known = normalise(request.GET.get(AFTER, ""))
    here = visible_to(request.actor).filter(reference=known).first() if known else None
    case = next_after(request.actor, here)
    if case is None:
        messages.info(request, _("No further case waits to be claimed."))
        return HttpResponseRedirect(reverse("desk:queue"))
    return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))


@signed_in(act=Act.SEE_QUEUE)
def with_forces(request: Request) -> HttpResponse:
    """Show the cases that a force was offered, disputes or has accepted."""
    state = request.GET.get("state", "")
    known = state if state in ("offered", "disputed", "accepted") else "offered"
    filters = QueueFilters(state=known)
    choices = [("offered", _("Waiting for an answer")), ("disputed", _("Disputed")), ("accepted", _("Accepted"))]
    parts = [{"text": text, "href": f"?state={code}", "current": code == known} for code, text in choices]
    empty = _("No case with a force is in this state.")
    return _list(request, filters, "with_forces", _("With forces"), empty, parts_of_list=parts)


@signed_in(act=Act.SEE_QUEUE)
def sign_offs(request: Request) -> HttpResponse:
    """Show the decisions that wait for a named supervisor."""
    lines = awaiting_sign_off(request.actor)
    shows = [each for line in lines for each in (line.case, line.decision)]
    return desk_page(request, "desk/sign_offs.html", {"lines": lines}, here="sign_offs", shows=shows)


def _list(request: Request, filters: QueueFilters, here: str, title: str, empty: str, **more: Any) -> HttpResponse:
    found = queue(request.actor, filters, request.GET.get(AFTER))
    context = {
        "title": title,
        "rows": found.rows,
        "following": _following(request.GET, found.next),
        "first": bool(request.GET.get(AFTER)) and _following(request.GET, ""),
        "empty": empty,
        **more,
    }
    return desk_page(request, "desk/queue.html", context, here=here, shows=[row.case for row in found.rows])


def _counted(found: QueueCounts) -> list[tuple[str, Counted, str]]:
    """Return each count with its name and the address of the list that holds just what was counted."""
    there = reverse("desk:queue")
    return [
        (_("In danger, unclaimed"), found.danger, f"{there}?lane=danger"),
        (_("Threat wording or High, unclaimed"), found.urgent, f"{there}?lane=urgent"),
        (_("Other unread"), found.unread, f"{there}?lane=other_unread"),
        (_("High"), found.high, f"{there}?lane=worked&band=high"),
        (_("Medium"), found.medium, f"{there}?lane=worked&band=medium"),
        (_("Not yet answered"), found.unanswered, f"{there}?lane=worked&band=unanswered"),
        (_("Standard"), found.standard, f"{there}?lane=worked&band=standard"),
        (_("With a force"), found.with_force, f"{there}?lane=with_force"),
        (_("Overdue"), found.overdue, f"{there}?overdue=on"),
        (_("Unclaimed"), found.unclaimed, f"{there}?owner=unclaimed"),
        (_("Mine"), found.mine, reverse("desk:mine")),
        (_("Reported again since closed"), found.reported_again, f"{there}?{AGAIN}"),
    ]


def _following(asked: QueryDict, mark: str) -> str:
    """Return the address of the page that begins after `mark`, or of the first page when asked for without one."""
    query = asked.copy()
    query.pop(AFTER, None)
    if mark:
        query[AFTER] = mark
    elif not asked.get(AFTER):
        return ""
    return f"?{query.urlencode()}"


def _selected(asked: QueryDict, filters: Filters) -> list[dict[str, Any]]:
    """Return the tags of the filter panel: each answer with the address that leaves it out."""
    shown = []
    for name, question, answer in filters.told():
        query = asked.copy()
        for key in (name, AFTER, *(f"{name}-{part}" for part in PARTS)):
            query.pop(key, None)
        item = {"text": answer or _("Yes"), "href": f"?{query.urlencode()}"}
        shown.append({"heading": question, "items": [item]})
    return shown
