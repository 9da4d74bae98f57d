"""An assessment: what is known of the conduct and the people, a page at a time, and what the law says to it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from upstander.duties.assessment.actions.set_known_facts import set_known_facts
from upstander.duties.assessment.advised import Asked, ask_law, known_facts, replay
from upstander.duties.assessment.children import children_of
from upstander.duties.assessment.queries import decisions
from upstander.faces.desk.assessed import so_far
from upstander.faces.desk.forms.assessing import Expression, Like, Open, What, asked_in
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
from upstander.law.facts.features import features
from upstander.record.cases.models import Case

IN_WORDS = {
    "conduct.incidents": gettext_lazy("How many times, as far as is known?"),
    "conduct.audience": gettext_lazy("Who could see it?"),
    "conduct.means": gettext_lazy("How was it done?"),
    "conduct.from": gettext_lazy("The first day"),
    "conduct.to": gettext_lazy("The last day"),
    "conduct.on": gettext_lazy("On which day?"),
}
"""The names of a document, as the pages ask for them."""
OWN = {
    "what": {"conduct"},
    "like": {"conduct"},
    "people": {"victims", "suspects"},
    "victim": {"victims"},
    "suspects": {"suspects"},
    "expression": {"expression"},
    "open": {"conduct", "victims", "suspects"},
}
"""The parts of the facts that a page sets down; what the reports say of others waits until their page is sent."""
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
    asked = ask_law(case, held.facts, today) if held else None
    advice = asked.advice if asked else None
    context = {
        "held": held,
        "advice": advice,
        "problems": [plain(each) for each in asked.problems] if asked else [],
        "children": children_of(case, held.facts if held else {}, advice, today),
        "open": len(waiting_of(asked)) if asked else 0,
        "so_far": so_far(held.facts, partial(_address, case)) if held else [],
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
        "so_far": so_far(made.facts, partial(_address, case)),
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
    kept = held.facts if held else {}
    facts = {**told_facts(case), **kept}
    sent = request.POST if slug == "open" else None
    found = {page.slug: page for page in pages(case, facts, kept=kept, sent=sent)}
    if slug not in found:
        if slug == "open":  # somebody has answered what was open when the page was shown
            return HttpResponseRedirect(reverse("desk:assessment", args=[case.reference]))
        raise Http404(slug)
    form = found[slug].form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: value for name, value in form.into().items() if name in kept or name in OWN[slug.split("-")[0]]}
        trouble = _kept(request, case, said)
        for problem in trouble:
            form.add_error(None, problem)
        if not trouble:
            return HttpResponseRedirect(_after(case, slug, {**told_facts(case), **said}))
    order = list(found)
    place = order.index(slug)
    context = {
        "form": form,
        "slug": slug,
        "place": place + 1,
        "pages": len(order),
        "so_far": so_far(facts, partial(_address, case)),
        "told": not OWN[slug.split("-")[0]] & set(kept),
        "back": _address(case, order[place - 1]) if place else reverse("desk:assessment", args=[case.reference]),
    }
    return case_page(request, case, "desk/assess_step.html", context, title=found[slug].title)


def pages(
    case: Case, facts: Mapping[str, Any], *, kept: Collection[str] | None = None, sent: Mapping[str, Any] | None = None
) -> list[Page]:
    """Return the pages of questions that these facts call for, in their order.

    `kept` are the parts of the facts that somebody has set down (all, unless said); the rest is what the reports say.
    `sent` is what was sent of the last page: it keeps the questions that were asked there, answered meanwhile or not.
    """
    today = timezone.localdate()
    found = [
        Page("what", _("What was done, and when?"), _of(What, facts)),
        Page("like", _("What is it like?"), _of(Like, facts)),
        Page("people", _("Who is involved?"), _of(People, facts, kept=facts if kept is None else kept)),
    ]
    rows = facts.get("victims") or ()
    for number, row in enumerate(rows, 1):
        title = _("About %(label)s") % {"label": person(row["label"])}
        found.append(Page(f"victim-{number}", title, _of(Victim, facts, number=number)))
    if facts.get("suspects"):
        found.append(Page("suspects", _("How old are the suspects?"), _of(Suspects, facts)))
    found.append(Page("expression", _("What may make it lawful?"), _of(Expression, facts)))
    waiting = asked_in(sent, facts) if sent else waiting_of(ask_law(case, facts, today))
    if waiting:
        titles = {id: offence_title(id, today) for each in waiting for id in each.offences}
        found.append(Page("open", _("What would settle it?"), _of(Open, facts, waiting=waiting, titles=titles)))
    return found


def waiting_of(asked: Asked) -> list[OpenQuestion]:
    """Return the questions of the last page, none where the facts cannot be read; free expression has its own."""
    found = open_questions(asked.document, timezone.localdate()) if asked.document else ()
    return [each for each in found if each.feature.of != "expression"][:MOST_OPEN]


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
        if found["name"] not in words:
            return found[0]
        question = f"“{words[found['name']].question}”"
        if not found["kind"]:
            return question
        return f"{person(found['kind'] + ' ' + str(int(found['number']) + 1))}: {question}"

    said = re.sub(r"(?:(?P<kind>suspect|victim)s\[(?P<number>\d+)\]\.|conduct\.)?(?:shows|expression)\.(?P<name>\w+)",
                  named, problem)  # fmt: skip
    for name, field in IN_WORDS.items():
        said = said.replace(name, f"“{field}”")
    return said.replace(" (true)", "").replace(" (false)", "")


def _after(case: Case, slug: str, facts: Mapping[str, Any]) -> str:
    """Return the page after this one, which may be one that its answers opened; at the end, the assessment."""
    order = [page.slug for page in pages(case, facts)]
    place = order.index(slug) if slug in order else len(order)
    if slug != "open" and place + 1 < len(order):
        return _address(case, order[place + 1])
    return reverse("desk:assessment", args=[case.reference])


def _address(case: Case, slug: str) -> str:
    return reverse("desk:assess", args=[case.reference, slug])
