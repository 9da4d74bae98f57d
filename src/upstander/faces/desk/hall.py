"""What all pages of the desk share: their frame, and the case that an address names."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.duties.casework.glass import glass_until
from upstander.duties.casework.queries import running_shift
from upstander.faces.desk.behind_glass import turn_from
from upstander.faces.desk.keys import keys_of
from upstander.faces.desk.navigation import parts_of, tabs
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
    navigation = tabs(request.actor)
    frame = {
        "navigation": navigation,
        "parts_of_tab": parts_of(navigation, here, request.path),
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
        # A case has a navigation of its own, and no page has two.
        "parts_of_tab": [],
    }
    shown = [case, *shows]
    return desk_page(request, template, {**about, **(context or {})}, here=here, shows=shown, status=status)
