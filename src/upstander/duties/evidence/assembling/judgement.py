"""Say what was decided and why: the threshold decision with its elements, free expression, the line of enquiry."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from upstander.duties.assessment.queries import current_decision, is_crime
from upstander.duties.enquiries.queries import line
from upstander.duties.evidence.assembling.moments import moment
from upstander.duties.evidence.assembling.reports import strand_names
from upstander.law.expression import all_factors
from upstander.law.offences import Offence, offence, time_limit
from upstander.record.cases.models import Case

MODES = {
    "summary": "summary only",
    "either_way": "either way",
    "indictable": "on indictment only",
    "anticipated": "as the offence that was encouraged",
}
FROM = {
    "offence": "the offence",
    "last_incident": "the last incident",
    "prosecutor_knowledge": "the day on which a prosecutor knew of sufficient evidence",
    "anticipated": "the offence, if what was encouraged is summary only",
}


class NothingDecided(LookupError):
    """The case has no decision that stands, or no line of enquiry."""


def judgement(case: Case) -> dict[str, Any]:
    """Return the standing decision, its freedom-of-expression record and the line of enquiry, as the copy names them.

    Raises NothingDecided.
    """
    decision, found = current_decision(case), line(case)
    if decision is None or found is None:
        raise NothingDecided(case.reference)
    conduct_on = decision.conduct_on or timezone.localdate(decision.decided_at)
    offences = [offence(id, conduct_on) for id in decision.offences]
    signed = decision.sign_offs.filter(agrees=True).select_related("by").order_by("-at").first()
    titles = "; ".join(each.title for each in offences)
    hostility = f" Hostility: {strand_names(decision.strands)}." if decision.strands else ""
    questions = {factor.id: factor.question for factor in all_factors()}
    return {
        "decision": {
            "is_crime": is_crime(case),
            "sentence": f"Decided to be a crime: {titles}.{hostility}",
            "reasons": [decision.reasons],
            "decided_by": decision.decided_by.name,
            "role": decision.decided_by.role.replace("_", " "),
            "decided_at": moment(decision.decided_at),
            "law_version": decision.law_version,
            "conduct_on": decision.conduct_on.isoformat() if decision.conduct_on else None,
            "offences": [
                _offence_copy(each, decision.elements.get(each.id, {}), conduct_on, known=bool(decision.conduct_on))
                for each in offences
            ],
            "signed_off_by": f"{signed.by.name}, {signed.by.role.replace('_', ' ')}" if signed else None,
            "signed_off_at": moment(signed.at) if signed else None,
        },
        "freedom_of_expression": {
            "conclusion": "Each of these was answered before the decision was made.",
            "law_version": decision.law_version,
            "factors": [
                {"factor": questions.get(id, id), "answer": answer, "reason": None}
                for id, answer in decision.expression.items()
            ],
        },
        "line_of_enquiry": {
            "positive": found.positive,
            "sentence": f"There is {'a' if found.positive else 'no'} positive line of enquiry.",
            "reasons": [found.reasons],
            "recorded_by": found.by.name,
            "recorded_at": moment(found.at),
        },
    }


def _offence_copy(chosen: Offence, answers: Mapping[str, str], conduct_on: date, *, known: bool) -> dict[str, Any]:
    return {
        "title": chosen.title,
        "provision": f"{chosen.act}, {chosen.section}",
        "mode": MODES[chosen.mode],
        "time_limit": _limit(chosen, conduct_on, known=known),
        "consent": chosen.consent or "nobody's beyond the charging rules",
        "elements": [
            {"element": element.text, "shown_by": answers.get(element.id) or None} for element in chosen.elements
        ],
    }


def _limit(chosen: Offence, conduct_on: date, *, known: bool) -> str:
    limit = chosen.time_limit
    if limit.basis == "none":
        return "none"
    says = f"{limit.months} months from {FROM[limit.basis]}"
    if limit.long_stop_months:
        says += f", and no later than {limit.long_stop_months} months from the offence"
    last = time_limit(chosen, conduct_on)
    if last is None:
        return says
    day = f"{last:%d %B %Y}".lstrip("0")
    return f"{says}: by {day}" if known else f"{says}: by {day}, counted from the day of the decision"
