"""Say what was decided and why: the threshold decision with its elements, free expression, the line of enquiry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from upstander.duties.assessment.models import Decision
from upstander.duties.assessment.queries import current_decision, is_crime
from upstander.duties.assessment.resting import WORDS
from upstander.duties.enquiries.queries import line
from upstander.duties.evidence.assembling.moments import moment
from upstander.duties.evidence.assembling.reports import strand_names
from upstander.duties.evidence.models import Exhibit
from upstander.law import public_interest
from upstander.law.expression import all_factors
from upstander.law.offences import Offence, offence, time_limit
from upstander.law.strands import all_faiths, all_strands
from upstander.record.cases.models import Case, Report

MODES = {
    "summary": "summary only",
    "either_way": "either way",
    "indictable": "on indictment only",
    "anticipated": "as the offence that was encouraged",
}
WEIGHS = {"for": "for", "against": "against", "neither": "neither, or not known"}
FROM = {
    "offence": "the offence",
    "last_incident": "the last incident",
    "prosecutor_knowledge": "the day on which a prosecutor knew of sufficient evidence",
    "anticipated": "the offence, if what was encouraged is summary only",
}


class NothingDecided(LookupError):
    """The case has no decision that stands, or no line of enquiry."""


def judgement(case: Case, exhibits: Sequence[Exhibit], reports: Sequence[Report]) -> dict[str, Any]:
    """Return the standing decision, its freedom-of-expression record and the line of enquiry, as the copy names them.

    What shows an element is named by the numbers of the `exhibits` and the references of the `reports`.
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
    faiths = {each.id: each.name for each in all_faiths()}
    numbers = _numbers(exhibits, reports)
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
            "offences": [_offence_copy(each, decision, conduct_on, numbers) for each in offences],
            "targeted_faiths": [faiths.get(each, each) for each in decision.faiths],
            "child_welfare": decision.child_welfare or None,
            "public_interest": _public_interest(decision),
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


def _public_interest(decision: Decision) -> list[dict[str, str]]:
    """Return the factors that were weighed, and what was said of them in words."""
    said = decision.public_interest
    rows = [
        {"factor": each.question, "answer": WEIGHS[said[each.id]]}
        for each in public_interest.all_factors()
        if said.get(each.id) in WEIGHS
    ]
    return rows + ([{"factor": "What is to be said of it", "answer": said[WORDS]}] if said.get(WORDS) else [])


@dataclass(frozen=True)
class _Numbers:
    """By the codes under which a decision points to things: the numbers of exhibits, the references of reports."""

    exhibits: Mapping[str, str]
    reports: Mapping[str, str]


def _numbers(exhibits: Sequence[Exhibit], reports: Sequence[Report]) -> _Numbers:
    of_posts = {f"post:{each.post_id}": each.reference for each in exhibits if each.post_id}
    of_files = {f"file:{each.file_id}": each.reference for each in exhibits if each.file_id}
    return _Numbers({**of_posts, **of_files}, {f"account:{each.pk}": each.reference for each in reports})


def _offence_copy(chosen: Offence, decision: Decision, conduct_on: date, numbers: _Numbers) -> dict[str, Any]:
    answers: Mapping[str, str] = decision.elements.get(chosen.id, {})
    points: Mapping[str, Sequence[str]] = decision.shown_by.get(chosen.id, {})
    names = {each.id: each.name for each in all_strands()}
    return {
        "title": chosen.title,
        "provision": f"{chosen.act}, {chosen.section}",
        "mode": MODES[chosen.mode],
        "time_limit": _limit(chosen, conduct_on, known=bool(decision.conduct_on)),
        "consent": chosen.consent or "nobody's beyond the charging rules",
        "elements": [
            {
                "element": element.text,
                "shown_by": answers.get(element.id) or None,
                "exhibits": [numbers.exhibits[code] for code in points.get(element.id, ()) if code in numbers.exhibits],
                "reports": [numbers.reports[code] for code in points.get(element.id, ()) if code in numbers.reports],
            }
            for element in chosen.elements
        ],
        "hostility": [
            {"victim": victim, "strands": [names.get(each, each) for each in strands]}
            for victim, strands in decision.aggravation.get(chosen.id, {}).items()
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
