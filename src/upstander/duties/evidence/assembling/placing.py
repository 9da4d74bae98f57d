"""Say to which force a package goes, and why that force: the offer if one was made, else the proposal."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from upstander.duties.allocation.facts import facts_of, propose
from upstander.duties.allocation.queries import OfferLine, offers_of
from upstander.duties.evidence.assembling.moments import moment
from upstander.law.places import UnknownForce, force
from upstander.law.responsible_force import CAPACITIES, SCHEMA
from upstander.law.version import version
from upstander.record.cases.models import Case
from upstander.record.people.actors import Actor

TAKES_IT = ("investigating", "handover")
STANDS = ("waiting", "accepted")
NOBODY_YET = {"force": "The force that will investigate, not chosen yet", "force_code": "not chosen yet"}
CAPACITY_WORDS = {
    "recording": "To record",
    "investigating": "To investigate",
    "victim_contact": "Contact with the victim",
}


def placing(case: Case, viewer: Actor, on: date) -> dict[str, Any]:
    """Return to whom the package is addressed and which rule led there, by their names in the copy."""
    offer = _standing_offer(case, viewer)
    proposal: Mapping[str, Any] = offer.offer.proposal if offer else propose(case, on).as_json()
    return {
        "addressed_to": _addressed_to(offer, proposal),
        "responsible_force": {
            "rule": f"{proposal['rules']}: {proposal['title']}",
            "sentence": _sentences(proposal),
            "law_version": version(),
            "facts": _facts(case, proposal),
            "others_considered": [_alternative(each) for each in proposal["not_chosen"]],
            "overridden": _overridden(offer),
        },
    }


def _standing_offer(case: Case, viewer: Actor) -> OfferLine | None:
    """Return the newest offer to the force that takes the case, unless it was disputed or withdrawn."""
    lines = offers_of(viewer, case)
    return next((each for each in lines if each.offer.capacity in TAKES_IT and each.offer.state in STANDS), None)


def _addressed_to(offer: OfferLine | None, proposal: Mapping[str, Any]) -> dict[str, Any]:
    if offer:
        row = offer.offer
        named = {"force": row.force.name, "force_code": row.force.code, "capacity": row.capacity}
        return {**named, "offered_at": moment(row.offered_at)}
    answer = proposal["investigating"]
    named = {"force": answer["force_name"], "force_code": answer["force"]} if answer["force"] else NOBODY_YET
    return {**named, "capacity": "investigating", "offered_at": None}


def _sentences(proposal: Mapping[str, Any]) -> str:
    said = {capacity: str(proposal[capacity]["sentence"]) for capacity in CAPACITIES}
    if len(set(said.values())) == 1:
        return said["investigating"]
    return "\n".join(f"{CAPACITY_WORDS[capacity]}: {sentence}" for capacity, sentence in said.items())


def _facts(case: Case, proposal: Mapping[str, Any]) -> list[dict[str, str | None]]:
    """Return the facts on which the answers rest, as they are known now."""
    used = dict.fromkeys(fact for capacity in CAPACITIES for fact in proposal[capacity]["facts_used"])
    known = asdict(facts_of(case))
    return [{"fact": named(fact), "value": shown(known.get(fact))} for fact in used]


def named(fact: str) -> str:
    """Return what a fact of law.responsible_force is called."""
    described = SCHEMA["properties"].get(fact, {}).get("description", fact)
    return str(described).partition(":")[0]


def shown(value: Any) -> str | None:
    """Return the value of a fact in words, None where there is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list)):
        return "; ".join(", ".join(str(part) for part in each.values() if part) for each in value) or None
    return str(value) if value not in (None, "") else None


def _alternative(each: Mapping[str, Any]) -> dict[str, str]:
    code = each["investigating"] or each["recording"]
    try:
        named = force(code).name if code else "no force"
    except UnknownForce:
        named = str(code)
    why = f"Rule {each['rule']} ({each['title']}) stands lower in the table. {each['sentence']}"
    return {"force": named, "reason": why}


def _overridden(offer: OfferLine | None) -> dict[str, str] | None:
    if offer is None or not offer.offer.overrides:
        return None
    by = offer.offer.offered_by
    return {"by": by.name if by else "the hub", "reason": offer.offer.reason or "no reason was written down"}
