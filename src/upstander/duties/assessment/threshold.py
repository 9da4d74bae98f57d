"""Say what is still missing before a threshold decision can stand."""

from collections.abc import Mapping, Sequence
from datetime import date

from upstander.duties.assessment.models import Decision
from upstander.law import disposition as dispositions
from upstander.law import expression as expressions
from upstander.law.offences import UnknownOffence, offence
from upstander.law.recording import Requirement, sign_off_needed
from upstander.law.strands import faiths as faiths_on
from upstander.law.strands import strands as strands_on
from upstander.law.strands import wrong_faiths

NOT_SHOWN = "not shown"
"""The answer for an element that nothing shows: an answer all the same."""


def missing(
    finding: str,
    offences: Sequence[str],
    elements: Mapping[str, Mapping[str, str]],
    strands: Sequence[str],
    disposition: str,
    reasons: str,
    expression: Mapping[str, str],
    *,
    faiths: Sequence[str] = (),
    conduct_on: date,
    on: date,
) -> list[str]:
    """Return in plain sentences what a decision made on the day `on` about conduct on `conduct_on` still lacks."""
    lacks = [] if reasons.strip() else ["Give your reasons."]
    known = {strand.id for strand in strands_on(on)}
    lacks += [f"{strand!r} is not a strand." for strand in strands if strand not in known]
    lacks += [f"{sentence}." for sentence in wrong_faiths(faiths, strands, faiths_on(on))]
    if conduct_on > on:
        lacks.append("The day of the conduct lies in the future.")
    if finding == Decision.Finding.NEED_MORE:
        return lacks
    questions = {factor.id: factor.question for factor in expressions.factors(on)}
    lacks += [f"Freedom of expression, not answered: {questions[id]}" for id in expressions.check(expression, on)]
    if finding == Decision.Finding.CRIME:
        return lacks + _offences_lack(offences, elements, conduct_on)
    options = {option.id for policy in dispositions.policies(on) for option in policy.options}
    return lacks if disposition in options else [*lacks, "Say what becomes of it: choose a disposition."]


def sign_off_for(offences: Sequence[str], *, conduct_on: date, on: date) -> Requirement | None:
    """Return the sign-off that these offences need under the rules of the day `on`, else None.

    For an offence that has been repealed since, the rules of the day of the conduct.
    """
    try:
        return sign_off_needed(offences, on)
    except UnknownOffence:
        return sign_off_needed(offences, conduct_on)


def _offences_lack(offences: Sequence[str], elements: Mapping[str, Mapping[str, str]], conduct_on: date) -> list[str]:
    if not offences:
        return ["Name at least one offence."]
    lacks = []
    for id in offences:
        try:
            chosen = offence(id, conduct_on)
        except UnknownOffence:
            lacks.append(f"{id!r} was not an offence on {conduct_on:%d %B %Y}.")
            continue
        answers = elements.get(id, {})
        lacks += [
            f"{chosen.title}: say what shows this, or '{NOT_SHOWN}': {element.text}"
            for element in chosen.elements
            if not answers.get(element.id, "").strip()
        ]
    return lacks
