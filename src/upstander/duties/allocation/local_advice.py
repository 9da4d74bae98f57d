"""Advise the officers of a force that takes a case: sentences of law.local_officers that the record bears out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from upstander.duties.allocation.facts import facts_of
from upstander.duties.assessment.advised import ask_law, known_facts
from upstander.duties.assessment.children import children_of
from upstander.duties.assessment.core import not_shown
from upstander.duties.assessment.limits import limits_of
from upstander.duties.assessment.models import Decision
from upstander.law.access import Act
from upstander.law.limits import needs, said
from upstander.law.local_officers import sentences
from upstander.law.offences import Offence, UnknownOffence, offence
from upstander.law.strands import all_strands
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor


@dataclass(frozen=True)
class Advised:
    """One sentence, and whether its source was read (law.dated, `checked`)."""

    says: str
    checked: str


def local_advice(viewer: Actor, case: Case, decision: Decision, on: date) -> tuple[Advised, ...]:
    """Return what the officers of a force are advised on a crime decided on, in the order of the law's file.

    Raises NotAllowed. Nothing is said that the decision, the facts set down or the dates do not hold.
    """
    require(viewer, Act.SEE_CASE, case)
    held: dict[str, list[Mapping[str, str]]] = {}
    for code, names in _found(viewer, case, decision, on):
        held.setdefault(code, []).append(names)
    return tuple(
        Advised(sentence.says.format(**names), sentence.checked)
        for sentence in sentences(set(held), on)
        for names in held.get(sentence.holds, [{}])
    )


def _found(viewer: Actor, case: Case, decision: Decision, on: date) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each code that holds, with the names that its sentence is filled in with."""
    chosen = [each for id in decision.offences if (each := _offence(id, decision.conduct_on or on))]
    limits = {each.offence: each.limit for each in limits_of(case, on, [each.id for each in chosen])}
    for each in chosen:
        about = {"offence": each.title}
        limit = limits.get(each.id)
        if each.time_limit.basis == "prosecutor_knowledge":
            yield "knowledge", about
        if limit and limit.last_day:
            yield "limit", {**about, "day": said(limit.last_day)}
        elif each.time_limit.basis == "none":
            yield "no_limit", about
        for need in needs(each, on):
            yield "consent", {**about, "who": need.title[:1].upper() + need.title[1:]}
        for part in not_shown(decision, each):
            yield "open_element", {**about, "element": part.text}
    yield from _hostility(decision, chosen)
    yield from _people(viewer, case, decision, on)


def _hostility(decision: Decision, chosen: list[Offence]) -> Iterator[tuple[str, dict[str, str]]]:
    names = {each.id: each.name for each in all_strands()}
    evidenced = False
    for each in chosen:
        for victim, strands in decision.aggravation.get(each.id, {}).items():
            for strand in strands:
                evidenced = True
                yield (
                    "hostility",
                    {"offence": each.title, "victim": victim, "strand": names.get(strand, strand).lower()},
                )
    if decision.strands and not evidenced:
        yield "perceived_only", {}


def _people(viewer: Actor, case: Case, decision: Decision, on: date) -> Iterator[tuple[str, dict[str, str]]]:
    held = known_facts(viewer, case)
    facts = decision.facts or (held.facts if held else {})
    advice = ask_law(case, facts, on).advice if facts else None
    found = children_of(case, facts, advice, on)
    for who in sorted({each.who if each.label else "may_be" for each in found}):
        yield f"child_{who}", {}
    if not facts_of(case).suspect_known:
        yield "not_known_who", {}


def _offence(id: str, on: date) -> Offence | None:
    try:
        return offence(id, on)
    except UnknownOffence:
        return None
