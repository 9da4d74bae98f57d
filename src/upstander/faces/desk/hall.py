"""What all pages of the desk share: the frame with its tabs, and the case that an address names."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.duties.assessment.readings import to_read_count
from upstander.duties.casework.glass import glass_until
from upstander.duties.casework.looks import lifts_waiting_count
from upstander.duties.casework.queries import running_shift, task_counts
from upstander.duties.casework.reviewing import waiting_count
from upstander.faces.desk.behind_glass import turn_from
from upstander.faces.desk.keys import keys_of
from upstander.faces.kit.acting import Request
from upstander.faces.kit.editions import carry
from upstander.faces.kit.page import page
from upstander.faces.kit.wording import EVERY
from upstander.law.access import Act, judge, may_ever
from upstander.record.cases.editions import Picture
from upstander.record.cases.grants import relations, visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.references import normalise
from upstander.record.people.actors import Actor, NotAllowed


def tabs(actor: Actor) -> list[dict[str, str]]:
    """Return the tabs of the desk that this role may open."""
    shown = [
        (Act.SEE_QUEUE, "queue", _("Queue"), "desk:queue"),
        (Act.SEE_QUEUE, "mine", _("My cases"), "desk:mine"),
        (Act.SET_TASK, "tasks", _my_tasks(actor), "desk:tasks"),
        (Act.SEE_QUEUE, "sign_offs", _("To sign off"), "desk:sign_offs"),
        (Act.SEE_QUEUE, "readings", _readings(actor), "desk:readings"),
        (Act.CONFIRM_HANDOVER, "handovers", _("Handovers"), "desk:handovers"),
        (Act.SEE_QUEUE, "with_forces", _("With forces"), "desk:with_forces"),
        (Act.ENTER_REPORT, "enter", _("Enter a report"), "desk:enter"),
        (Act.WORK_SHIFT, "shift", _("Shift"), "desk:shift"),
        (Act.SEE_TEAM, "team", _("Team"), "desk:team"),
        (Act.REVIEW, "reviews", _reviews(actor), "desk:reviews"),
        (Act.SEE_QUEUE, "looks", _welfare(actor), "desk:looks"),
        (Act.APPROVE_UNSEAL, "asked", _("Two people"), "desk:asked"),
        (Act.SETTLE_TROUBLE, "trouble", _("Trouble"), "desk:trouble"),
    ]
    keys = keys_of(actor)
    return [
        {"code": code, "text": text, "href": reverse(name), "key": keys.get(code, "")}
        for act, code, text, name in shown
        if may_ever(actor.role, act)
    ]


def _my_tasks(actor: Actor) -> str:
    """Return the name of the tab with how many tasks are due."""
    due = task_counts(actor).due if may_ever(actor.role, Act.SET_TASK) else 0
    return _("My tasks (%(due)d)") % {"due": due} if due else _("My tasks")


def _readings(actor: Actor) -> str:
    """Return the name of the tab with how many cases wait to be read a second time by this officer."""
    waiting = to_read_count(actor) if may_ever(actor.role, Act.SEE_QUEUE) else 0
    return _("Second readings (%(waiting)d)") % {"waiting": waiting} if waiting else _("Second readings")


def _welfare(actor: Actor) -> str:
    """Return the name of the tab with how many officers wait for this supervisor's answer."""
    waiting = lifts_waiting_count(actor, timezone.localdate()) if may_ever(actor.role, Act.LIFT_LIMIT) else 0
    return _("Welfare (%(waiting)d)") % {"waiting": waiting} if waiting else _("Welfare")


def _reviews(actor: Actor) -> str:
    """Return the name of the tab with how many reviews wait for this supervisor."""
    waiting = waiting_count(actor) if may_ever(actor.role, Act.REVIEW) else 0
    return _("Reviews (%(waiting)d)") % {"waiting": waiting} if waiting else _("Reviews")


def desk_page(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    here: str = "queue",
    shows: Iterable[Any] = (),
    status: int = 200,
) -> HttpResponse:
    """Return a page of the desk, with its tabs, for the journal to know what it `shows`."""
    frame = {
        "navigation": tabs(request.actor),
        "here": here,
        "home": reverse("desk:queue"),
        "section": _("Desk"),
        "section_home": reverse("desk:queue"),
        "words": EVERY,
        "now": timezone.now(),
        "viewer": request.actor,
        "keys": keys_of(request.actor),
        "can_search": may_ever(request.actor.role, Act.SEARCH),
        "shift": running_shift(request.actor),
        "works_shifts": may_ever(request.actor.role, Act.WORK_SHIFT),
    }
    return page(request, template, {**frame, **(context or {})}, shows=shows, status=status)


def case_for(request: Request, reference: str, *, to: Act | None = None) -> Case:
    """Return the case that an address names, for the act `to` where the page is for one.

    Http404 for a case that is not there and for one that may not be seen; NotAllowed (403) where it may be seen and
    the act is not theirs. An act that only wants a reason passes: its form asks for it.
    """
    known = normalise(reference)
    if known is None:
        raise Http404(reference)
    case = (
        visible_to(request.actor)
        .select_related("owner", "owner_organisation", "opened_by")
        .filter(reference=known)
        .first()
    )
    if case is None:
        turn_from(request, known)
        raise Http404(reference)
    if to is not None:
        verdict = judge(request.actor.role, to, relations(request.actor, case))
        if not verdict.allowed and not verdict.needs_reason:
            raise NotAllowed(verdict.sentence)
    return case


def readable(actor: Actor, cases: Iterable[Case | None]) -> set[int]:
    """Return which of these cases the actor may open: a list that names others too leads to these alone."""
    named = {case.pk for case in cases if case}
    return set(visible_to(actor).filter(pk__in=named).values_list("pk", flat=True)) if named else set()


def powers(actor: Actor, case: Case) -> dict[str, bool]:
    """Return for each act whether the actor may do it to this case now, be it with a reason: which buttons to show."""
    held = relations(actor, case)
    verdicts = {act: judge(actor.role, act, held) for act in Act}
    return {act.value: verdict.allowed or verdict.needs_reason for act, verdict in verdicts.items()}


def case_page(
    request: Request,
    case: Case,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str,
    part: str = "",
    here: str = "queue",
    shows: Iterable[Any] = (),
    status: int = 200,
    picture: Picture | None = None,
) -> HttpResponse:
    """Return a page about one case: head with its clocks, its parts, `title` as heading; the case is always shown.

    Its forms carry the edition of the case (`kit.editions`), or the earlier `picture` that a draft began with.
    """
    carry(request, case, picture)
    about = {
        "case": case,
        "can": powers(request.actor, case),
        "glass_until": glass_until(request.actor, case),
        "clocks": list(case.clocks.filter(ended_at=None).order_by("due_at")),
        "part": part,
        "part_title": title,
    }
    shown = [case, *shows]
    return desk_page(request, template, {**about, **(context or {})}, here=here, shows=shown, status=status)
