"""Say what a decision lacks of the facts it rests on: its day, hostility towards each victim, a child's welfare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from upstander.duties.assessment.models import Decision
from upstander.law import public_interest as factors
from upstander.law.advice import Advice
from upstander.law.advice.model import AgeRoute
from upstander.law.limits import said
from upstander.law.strands import strands as strands_on

ANSWERS = ("for", "against", "neither")
WORDS = "words"
"""The key under which what was said of the public interest stands, beside its factors."""


@dataclass(frozen=True)
class RestsOn:
    """The facts that a decision rests on and what the law says to them; none where none were set down."""

    facts: dict[str, Any]
    advice: Advice | None
    children: tuple[AgeRoute, ...] = ()
    """Whose age brings in a rule for children, and who may be a child."""
    told: tuple[str, ...] = ()
    """The labels of the victims that the reports tell of, where no facts were set down."""

    @property
    def victims(self) -> tuple[str, ...]:
        """The labels of the victims of the facts, in their order: each is answered for in each offence."""
        return tuple(each["label"] for each in self.facts.get("victims") or ())


def missing_of_facts(
    finding: str,
    offences: Sequence[str],
    aggravation: Mapping[str, Mapping[str, Sequence[str]]],
    public_interest: Mapping[str, str],
    child_welfare: str,
    rests_on: RestsOn,
    *,
    conduct_on: date | None,
    on: date,
) -> list[str]:
    """Return in plain sentences what a decision made on the day `on` still lacks of the facts set down."""
    if finding == Decision.Finding.NEED_MORE:
        return []
    lacks = _of_day(rests_on, conduct_on)
    if rests_on.children and not child_welfare.strip():
        labels = ", ".join(each.label for each in rests_on.children if each.label)
        found = f"A child is involved ({labels})" if labels else "A victim may be a child, by the twelve questions"
        lacks.append(f"{found}: say how the child's welfare was weighed.")
    if finding == Decision.Finding.CRIME:
        lacks += _of_victims(offences, aggravation, rests_on, on)
        lacks += _of_public_interest(public_interest, on)
    return lacks


def _of_day(rests_on: RestsOn, conduct_on: date | None) -> list[str]:
    """Name the day of the conduct and those of the facts where they contradict each other."""
    advice = rests_on.advice
    if advice is None or conduct_on is None or advice.first is None or advice.last is None:
        return []
    if advice.first <= conduct_on <= advice.last:
        return []
    lasted = said(advice.first) if advice.first == advice.last else f"{said(advice.first)} to {said(advice.last)}"
    return [
        f"The day of the conduct ({said(conduct_on)}) contradicts the facts set down ({lasted}). Correct one of them."
    ]


def _of_victims(
    offences: Sequence[str],
    aggravation: Mapping[str, Mapping[str, Sequence[str]]],
    rests_on: RestsOn,
    on: date,
) -> list[str]:
    asked = rests_on.victims
    known = {strand.id for strand in strands_on(on)}
    lacks = []
    for id in offences:
        towards = aggravation.get(id, {})
        lacks += [
            f"{id}: say for {victim} whether hostility is evidenced." for victim in asked if victim not in towards
        ]
        for victim, strands in towards.items():
            if victim not in (*asked, *rests_on.told):
                where = "facts" if rests_on.facts else "reports"
                lacks.append(f"{id}: {victim!r} is not among the victims of the {where}.")
            lacks += [f"{strand!r} is not a strand." for strand in strands if strand not in known]
    return lacks


def _of_public_interest(weighed: Mapping[str, str], on: date) -> list[str]:
    known = {factor.id for factor in factors.factors(on)}
    return [
        f"{name!r} is no factor of the public interest, or {answer!r} no answer to it."
        for name, answer in weighed.items()
        if name != WORDS and (name not in known or answer not in ANSWERS)
    ]
