"""Whether a child is involved: by the ages set down and, while those of the victims are not, by the twelve answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from upstander.duties.assessment.models import Triage
from upstander.law.advice import Advice
from upstander.law.advice.model import AgeRoute
from upstander.law.children import rules_of_answers
from upstander.law.triage import YES
from upstander.record.cases.models import Case


def children_in(advice: Advice) -> tuple[AgeRoute, ...]:
    """Return the victims and suspects whose age brings in a rule for children."""
    return tuple(each for each in advice.people if each.sentences)


def children_of(case: Case, facts: Mapping[str, Any], advice: Advice | None, on: date) -> tuple[AgeRoute, ...]:
    """Return whose age brings in a rule for children, and a victim without a label who by the answers may be a child.

    `facts` are those set down, empty before anybody has; `advice` is what the law says to them, None where it cannot
    be asked. The answers given last count, be the case reopened since: who was a child then is one now.
    """
    known = children_in(advice) if advice else ()
    if _ages_known(facts) or any(each.who == "victim" for each in known):
        return known
    answers = Triage.objects.filter(case=case).order_by("-at", "-pk").values_list("answers", flat=True).first() or {}
    rules = rules_of_answers({question for question, answer in answers.items() if answer == YES}, on)
    if not rules:
        return known
    sentences = tuple(f"{rule.title}. {rule.route}" for rule in rules)
    perhaps = AgeRoute(
        label="", who="victim", age=None, chargeable=None, route=rules[0].id, outcome=None, sentences=sentences
    )
    return (*known, perhaps)


def _ages_known(facts: Mapping[str, Any]) -> bool:
    victims = facts.get("victims") or ()
    return bool(victims) and all(each.get("age") is not None for each in victims)
