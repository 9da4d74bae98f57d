"""What all pages of the desk share: the frame with its tabs, the case that an address names, refusals said in a form."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.faces.desk.wording import EVERY
from upstander.faces.kit.forms import Form
from upstander.faces.kit.page import page
from upstander.law.access import Act, judge, may_ever
from upstander.record.cases.grants import relations, visible_to
from upstander.record.cases.models import Case
from upstander.record.cases.references import normalise
from upstander.record.people.actors import Actor, NotAllowed


class Request(HttpRequest):
    """A request that has passed the gate: somebody acts."""

    actor: Actor


def tabs(actor: Actor) -> list[dict[str, str]]:
    """Return the tabs of the desk that this role may open."""
    shown = [
        (Act.SEE_QUEUE, "queue", _("Queue"), "desk:queue"),
        (Act.SEE_QUEUE, "mine", _("My cases"), "desk:mine"),
        (Act.SEE_QUEUE, "sign_offs", _("To sign off"), "desk:sign_offs"),
        (Act.CONFIRM_HANDOVER, "handovers", _("Handovers"), "desk:handovers"),
        (Act.SEE_QUEUE, "with_forces", _("With forces"), "desk:with_forces"),
        (Act.ENTER_REPORT, "enter", _("Enter a report"), "desk:enter"),
        (Act.SETTLE_TROUBLE, "trouble", _("Trouble"), "desk:trouble"),
    ]
    return [
        {"code": code, "text": text, "href": reverse(name)} for act, code, text, name in shown if may_ever(actor.role, act)
    ]


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
        raise Http404(reference)
    if to is not None:
        verdict = judge(request.actor.role, to, relations(request.actor, case))
        if not verdict.allowed and not verdict.needs_reason:
            raise NotAllowed(verdict.sentence)
    return case


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
) -> HttpResponse:
    """Return a page about one case: head with its clocks, its parts, `title` as the heading; the case is always shown."""
    about = {
        "case": case,
        "can": powers(request.actor, case),
        "clocks": list(case.clocks.filter(ended_at=None).order_by("due_at")),
        "part": part,
        "part_title": title,
    }
    shown = [case, *shows]
    return desk_page(request, template, {**about, **(context or {})}, here=here, shows=shown, status=status)


@dataclass(frozen=True)
class Refusal:
    """Why an act could not be done now, in sentences for people."""

    sentences: tuple[str, ...]
    wants_reason: bool = False


def attempt(act: Callable[[], Any]) -> Refusal | None:
    """Do the act; return why not where it cannot be done now. What is not theirs to do at all stays a 403.

    Actions refuse with sentences: NotAllowed that only asks for a reason, and ValueError of every kind (WrongState,
    AlreadyClaimed, NotComplete).
    """
    try:
        act()
    except NotAllowed as refusal:
        if not refusal.needs_reason:
            raise
        return Refusal((str(refusal),), wants_reason=True)
    except ValueError as refusal:
        return Refusal(tuple(getattr(refusal, "missing", ())) or (str(refusal),))
    return None


def done(form: Form, act: Callable[[], Any]) -> bool:
    """Do the act of a valid form; a refusal is said on the form, at the reason where one is wanted."""
    refusal = attempt(act)
    for sentence in refusal.sentences if refusal else ():
        asked = "reason" if refusal and refusal.wants_reason and "reason" in form.fields else None
        form.add_error(asked, sentence)
    return refusal is None


def pressed(request: HttpRequest, act: Callable[[], Any], said: str) -> bool:
    """Do an act that has no form but its button, and say in a banner on the next page how it went."""
    refusal = attempt(act)
    for sentence in refusal.sentences if refusal else ():
        messages.error(request, sentence)
    if refusal is None:
        messages.success(request, said)
    return refusal is None
