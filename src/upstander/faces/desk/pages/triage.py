"""The twelve questions on one page: what is answered, what the reports say of each, and the band that follows."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from upstander.duties.assessment.actions.answer_triage import answer_triage
from upstander.duties.assessment.queries import Answers, answers_of, said_of
from upstander.faces.desk.facts_for_triage import facts_of
from upstander.faces.desk.forms.triage import AS_ANSWERED, TwelveQuestions
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, attempt
from upstander.faces.kit.wording import BANDS, LEVELS
from upstander.law.access import Act
from upstander.law.triage import all_rules, band


@signed_in(act=Act.TRIAGE)
@require_http_methods(["GET", "POST"])
def answer(request: Request, reference: str) -> HttpResponse:
    """Show the twelve questions with what is answered, and keep new answers."""
    case = case_for(request, reference, to=Act.TRIAGE)
    answers = answers_of(request.actor, case)
    facts = facts_of(said_of(request.actor, case))
    form = TwelveQuestions(request.POST or None, initial=_so_far(answers), facts=facts)
    if request.method == "POST" and form.is_valid():
        given, level, reason, actor = form.answers, form.level, form.reason, request.actor
        refusal = attempt(
            lambda: answer_triage(case=case, answers=given, band=level, reason=reason, actor=actor, at=timezone.now())
        )
        if refusal is None:
            messages.success(request, _outcome(answers_of(request.actor, case)))
            return HttpResponseRedirect(reverse("desk:case", args=[case.reference]))
        for sentence in refusal.sentences:
            form.add_error(f"reason_{form.level}" if refusal.wants_reason else None, sentence)
    context: dict[str, Any] = {
        "form": form,
        "answers": answers,
        "given": {each.question.id: each for each in answers.questions if each.answer},
        "themes": _by_theme(form),
        "outcome": _outcome(answers) if answers.level else "",
        "rules": {rule.id: _(rule.sentence) for rule in all_rules()},
    }
    return case_page(request, case, "desk/triage.html", context, title=_("Twelve questions"), part="triage")


def _so_far(answers: Answers) -> dict[str, str]:
    found = {each.question.id: each.answer for each in answers.questions}
    if answers.latest is None or not answers.overridden:
        return {**found, "band": AS_ANSWERED}
    level = list(LEVELS)[answers.latest.band]
    return {**found, "band": level, f"reason_{level}": answers.latest.reason}


def _by_theme(form: TwelveQuestions) -> list[tuple[str, list[str]]]:
    themes: dict[str, list[str]] = defaultdict(list)
    for question in form.questions:
        themes[_(question.theme)].append(question.id)
    return list(themes.items())


def _outcome(answers: Answers) -> str:
    """Say which band was set, the rule that led to it, and what the questions not known could still bring."""
    latest, leads_to = answers.latest, answers.leads_to
    if latest is None or leads_to is None:
        return ""
    said = _("%(band)s band: %(why)s") % {"band": BANDS[latest.band], "why": _(leads_to.sentence)}
    if answers.overridden:
        words = {"band": BANDS[latest.band], "name": latest.by.name, "proposed": BANDS[latest.proposed]}
        words["why"] = _(leads_to.sentence)
        said = _("%(band)s band, set by %(name)s. The answers lead to %(proposed)s: %(why)s") % words
    if leads_to.could_rise_to:
        known = {each.question.id: each.answer for each in answers.questions}
        open_questions = [id for id in leads_to.not_known if _raises(known, id, leads_to.level)]
        number = len(open_questions or leads_to.not_known)
        rise = ngettext(
            "%(number)d question is not known; it could still rise to %(level)s.",
            "%(number)d questions are not known; it could still rise to %(level)s.",
            number,
        )
        said += " " + rise % {"number": number, "level": LEVELS[leads_to.could_rise_to]}
    return said


def _raises(known: dict[str, str], id: str, level: str) -> bool:
    """Whether a yes to this one question would raise the band by itself."""
    order = list(LEVELS)
    given = {question: answer for question, answer in known.items() if answer}
    return order.index(band({**given, id: "yes"}).level) < order.index(level)
