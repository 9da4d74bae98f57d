"""An assessment: what is known of the conduct and the people, a page at a time, and what the law says to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.assessment.actions.set_known_facts import set_known_facts
from upstander.duties.assessment.advised import advice_on, children_in, known_facts, replay
from upstander.duties.assessment.queries import decisions
from upstander.faces.desk.assessed import so_far
from upstander.faces.desk.forms.assessing import Expression, Like, Open, What
from upstander.faces.desk.forms.assessing_people import People, Suspects, Victim
from upstander.faces.desk.forms.deciding import MODES
from upstander.faces.desk.forms.of_facts import OfFacts
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.desk.prefilling import told_facts
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, attempt
from upstander.faces.kit.decided import offence_title, person
from upstander.law.access import Act
from upstander.law.advice import OpenQuestion, open_questions
from upstander.law.facts import Document
from upstander.law.facts.features import features
from upstander.record.cases.models import Case

MOST_OPEN = 15
"""Questions on the last page, those that most offences wait for; the rest come when these are answered."""


@dataclass(frozen=True)
class Page:
    """One page of questions."""

    slug: str
    title: str
    form: type[OfFacts]


@signed_in(act=Act.SEE_QUEUE)
def show(request: Request, reference: str) -> HttpResponse:
    """Show what is known and what the law says to it: offence by offence, element by element, with what is missing."""
    case = case_for(request, reference)
    held = known_facts(request.actor, case)
    today = timezone.localdate()
    advice = advice_on(held.facts, today) if held else None
    context = {
        "held": held,
        "advice": advice,
        "children": children_in(advice) if advice else (),
        "open": len(_waiting(held.facts, today)) if held else 0,
        "so_far": so_far(held.facts) if held else [],
        "modes": MODES,
        "person": person,
    }
    return case_page(
        request, case, "desk/assessment.html", context, title=_("Assessment"), part="assessment",
        shows=[held] if held else [],
    )  # fmt: skip


@signed_in(act=Act.SEE_QUEUE)
def again(request: Request, reference: str, decision: int) -> HttpResponse:
    """Ask again what was asked when the case was decided: the same facts, the law of the same day."""
    case = case_for(request, reference)
    made = next((each for each in decisions(request.actor, case) if each.pk == decision), None)
    if made is None:
        raise Http404(reference)
    context = {
        "decision": made,
        "again": replay(request.actor, made),
        "so_far": so_far(made.facts),
        "modes": MODES,
    }
    title = _("What the law said, asked again")
    return case_page(request, case, "desk/replay.html", context, title=title, part="decision", shows=[made])


@signed_in(act=Act.DECIDE)
@require_http_methods(["GET", "POST"])
def step(request: Request, reference: str, slug: str) -> HttpResponse:
    """Ask one page of questions; each page that is sent is kept at once."""
    case = case_for(request, reference, to=Act.DECIDE)
    held = known_facts(request.actor, case)
    facts = held.facts if held else told_facts(case)
    found = {page.slug: page for page in pages(facts)}
    if slug not in found:
        raise Http404(slug)
    form = found[slug].form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.into()
        trouble = _kept(request, case, said)
        for problem in trouble:
            form.add_error(None, problem)
        if not trouble:
            return HttpResponseRedirect(_after(case, slug, said))
    order = list(found)
    place = order.index(slug)
    context = {
        "form": form,
        "slug": slug,
        "place": place + 1,
        "pages": len(order),
        "so_far": so_far(facts),
        "told": held is None,
        "back": _address(case, order[place - 1]) if place else reverse("desk:assessment", args=[case.reference]),
    }
    return case_page(request, case, "desk/assess_step.html", context, title=found[slug].title)


def pages(facts: Mapping[str, Any]) -> list[Page]:
    """Return the pages of questions that these facts call for, in their order."""
    today = timezone.localdate()
    found = [
        Page("what", _("What was done, and when?"), _of(What, facts)),
        Page("like", _("What is it like?"), _of(Like, facts)),
        Page("people", _("Who is involved?"), _of(People, facts)),
    ]
    rows = facts.get("victims") or ()
    for number, row in enumerate(rows, 1):
        title = _("About %(label)s") % {"label": person(row["label"])}
        found.append(Page(f"victim-{number}", title, _of(Victim, facts, number=number)))
    if facts.get("suspects"):
        found.append(Page("suspects", _("How old are the suspects?"), _of(Suspects, facts)))
    found.append(Page("expression", _("What may make it lawful?"), _of(Expression, facts)))
    if waiting := _waiting(facts, today):
        titles = {id: offence_title(id, today) for each in waiting for id in each.offences}
        found.append(Page("open", _("What would settle it?"), _of(Open, facts, waiting=waiting, titles=titles)))
    return found


def _waiting(facts: Mapping[str, Any], today: date) -> list[OpenQuestion]:
    """Return the questions of the last page; free expression has one of its own."""
    asked = open_questions(Document.from_json(facts, today), today)
    return [each for each in asked if each.feature.of != "expression"][:MOST_OPEN]


def _of(form: type[OfFacts], facts: Mapping[str, Any], **about: Any) -> type[OfFacts]:
    return type(form.__name__, (form,), {"facts": facts, **about})


def _kept(request: Request, case: Case, facts: Mapping[str, Any]) -> list[str]:
    """Keep the facts; return in plain words what stands against it."""
    refusal = attempt(lambda: set_known_facts(case=case, facts=facts, actor=request.actor, at=timezone.now()))
    return [plain(sentence) for sentence in refusal.sentences] if refusal else []


def plain(problem: str) -> str:
    """Return a problem with the questions in place of the names that a document has for them."""
    words = features()

    def named(found: re.Match[str]) -> str:
        return f"“{words[found[1]].question}”" if found[1] in words else found[0]

    return re.sub(r"(?:[a-z]+(?:\[\d+\])?\.)*(?:shows|expression)\.(\w+)", named, problem)


def _after(case: Case, slug: str, facts: Mapping[str, Any]) -> str:
    """Return the page after this one, which may be one that its answers opened; at the end, the assessment."""
    order = [page.slug for page in pages(facts)]
    place = order.index(slug) if slug in order else len(order)
    if slug != "open" and place + 1 < len(order):
        return _address(case, order[place + 1])
    return reverse("desk:assessment", args=[case.reference])


def _address(case: Case, slug: str) -> str:
    return reverse("desk:assess", args=[case.reference, slug])
