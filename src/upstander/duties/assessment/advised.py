"""Read what is known of the conduct, ask the law about it, and ask again what it said when a case was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from upstander.duties.assessment.limits import newest_facts
from upstander.duties.assessment.models import Decision, KnownFacts
from upstander.law.access import Act
from upstander.law.advice import Advice, advise
from upstander.law.advice.model import AgeRoute
from upstander.law.facts import Document
from upstander.law.version import version
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor


@dataclass(frozen=True)
class Replay:
    """The advice of the law that is held now on the facts and the day of a decision, beside what it was then."""

    advice: Advice
    same_law: bool
    """The files of the law are those by which it was decided."""
    same: bool
    changed: tuple[str, ...]
    """Titles of the offences of which the law held now says something else."""


def known_facts(viewer: Actor, case: Case) -> KnownFacts | None:
    """Return the facts that were set down last, with who did it; None before anybody has. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    return newest_facts(case)


def advice_on(facts: Mapping[str, Any], on: date) -> Advice:
    """Return what the law says to a document of facts, asked on the day `on`. Raises BadFacts."""
    return advise(Document.from_json(facts, on), on)


def children_in(advice: Advice) -> tuple[AgeRoute, ...]:
    """Return the victims and suspects whose age brings in a rule for children."""
    return tuple(each for each in advice.people if each.sentences)


def replay(viewer: Actor, decision: Decision) -> Replay | None:
    """Ask again what was asked when the case was decided; None where no facts were. Raises NotAllowed, BadFacts."""
    require(viewer, Act.SEE_CASE, decision.case)
    if not decision.facts:
        return None
    advice = advice_on(decision.facts, timezone.localdate(decision.decided_at))
    now, then = advice.as_json(), decision.advice
    said = {name: value for name, value in now.items() if name != "law_version"}
    same = said == {name: value for name, value in then.items() if name != "law_version"}
    return Replay(advice, decision.law_version == version(), same, () if same else tuple(_changed(then, now)))


def _changed(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the titles of the offences that stand otherwise in one advice than in the other, in their order."""
    rows = [_by_id(each) for each in (then, now)]
    titles = {id: title for held in rows for id, (title, _row) in held.items()}
    return [title for id, title in titles.items() if rows[0].get(id) != rows[1].get(id)]


def _by_id(advice: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    groups = ("offences", "could_be", "looked_at")
    return {
        f"{name} {row['id']} {row['holds_from']}": (str(row["title"]), row)
        for name in groups
        for row in advice.get(name, ())
    }
