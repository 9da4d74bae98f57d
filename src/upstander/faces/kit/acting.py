"""Do what a form or a button asks for: what cannot be done now is said on the page, in the action's own sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from upstander.faces.kit.forms import Form
from upstander.record.people.actors import Actor, NotAllowed


class Request(HttpRequest):
    """A request that has passed the gate: somebody acts."""

    actor: Actor


class LeadElsewhere(Exception):
    """What the address names is not shown there now: the reader is led to another page, whatever they sent."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.to = to


@dataclass(frozen=True)
class Refusal:
    """Why an act could not be done now, in sentences for people."""

    sentences: tuple[str, ...]
    wants_reason: bool = False


def attempt(act: Callable[[], Any]) -> Refusal | None:
    """Do the act; return why not where it cannot be done now. What is not theirs to do at all stays a 403.

    Actions refuse with sentences: NotAllowed that only asks for a reason, and ValueError of every kind (WrongState,
    AlreadyClaimed, NotComplete, BadFacts).
    """
    try:
        act()
    except NotAllowed as refusal:
        if not refusal.needs_reason:
            raise
        return Refusal((str(refusal),), wants_reason=True)
    except ValueError as refusal:
        listed = getattr(refusal, "missing", ()) or getattr(refusal, "problems", ())
        return Refusal(tuple(listed) or (str(refusal),))
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
