"""Read what is known of the conduct, ask the law about it, and ask again what it said when a case was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from upstander.duties.assessment.limits import newest_facts, seen_of
from upstander.duties.assessment.models import Decision, KnownFacts
from upstander.law.access import Act
from upstander.law.advice import Advice, advise
from upstander.law.facts import BadFacts, Document, labelled
from upstander.law.version import version
from upstander.record.cases.grants import require
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor

ENOUGH = {"yes": True, "no": False, "not_known": None}


@dataclass(frozen=True)
class Replay:
    """The advice of the law that is held now on the facts and the day of a decision, beside what it was then."""

    advice: Advice | None
    """None where the law held now cannot read the facts any longer: `problems` says why."""
    same_law: bool
    """The files of the law are those by which it was decided."""
    same: bool
    changed: tuple[str, ...]
    """Titles of the offences of which the law held now says something else."""
    problems: tuple[str, ...] = ()


def known_facts(viewer: Actor, case: Case) -> KnownFacts | None:
    """Return the facts that were set down last, with who did it; None before anybody has. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, case)
    return newest_facts(case)


@dataclass(frozen=True)
class Asked:
    """What the law was asked of a case: the facts with the days on which a prosecutor saw the file, and the answer.

    Where the facts cannot be read (any longer), `problems` says why and there is neither document nor advice.
    """

    facts: dict[str, Any]
    document: Document | None = None
    advice: Advice | None = None
    problems: tuple[str, ...] = ()


def ask_law(case: Case, facts: Mapping[str, Any], on: date) -> Asked:
    """Ask the law about a document of facts and the prosecutors' days that are recorded of the case."""
    whole = {**labelled(facts), **_seen(case)}
    try:
        document = Document.from_json(whole, on)
    except BadFacts as bad:
        return Asked(whole, problems=tuple(bad.problems))
    return Asked(whole, document, advise(document, on))


def _seen(case: Case) -> dict[str, Any]:
    rows = [{"on": each.on.isoformat(), "enough": ENOUGH[each.enough]} for each in seen_of(case)]
    return {"prosecutor_saw": rows} if rows else {}


def replay(viewer: Actor, decision: Decision) -> Replay | None:
    """Ask again what was asked when the case was decided; None where no facts were. Raises NotAllowed."""
    require(viewer, Act.SEE_CASE, decision.case)
    if not decision.facts:
        return None
    on = timezone.localdate(decision.decided_at)
    same_law = decision.law_version == version()
    try:
        advice = advise(Document.from_json(decision.facts, on), on)
    except BadFacts as bad:
        return Replay(None, same_law, same=False, changed=(), problems=tuple(bad.problems))
    now, then = advice.as_json(), decision.advice
    said = {name: value for name, value in now.items() if name != "law_version"}
    same = said == {name: value for name, value in then.items() if name != "law_version"}
    return Replay(advice, same_law, same, () if same else tuple(_changed(then, now)))


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
