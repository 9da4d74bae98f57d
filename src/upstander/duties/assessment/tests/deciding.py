"""Decide cases in tests, with every answer given."""

from datetime import date, datetime
from typing import Any

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.decide import decide
from upstander.duties.assessment.models import Decision
from upstander.law.expression import factors
from upstander.law.offences import offence
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

PLAIN, COMMUNICATIONS, INCITEMENT = "pha_2", "ca_127_1", "poa_18"
"""Offences that need no sign-off, a supervisor's, a senior investigator's."""
CONDUCT_ON = date(2026, 11, 10)


def answers() -> dict[str, str]:
    return {factor.id: "Considered with care." for factor in factors(NOW.date())}


def shown(*ids: str) -> dict[str, dict[str, str]]:
    return {id: {part.id: "The post says so." for part in offence(id, CONDUCT_ON).elements} for id in ids}


def a_crime(*ids: str, **changes: Any) -> dict[str, Any]:
    chosen = ids or (PLAIN,)
    return {
        "finding": "crime", "offences": list(chosen), "elements": shown(*chosen), "strands": ["religion"],
        "reasons": "All that is needed is shown.", "expression": answers(), "conduct_on": CONDUCT_ON, **changes,
    }  # fmt: skip


def no_crime(**changes: Any) -> dict[str, Any]:
    return {
        "finding": "not a crime", "disposition": "no_record", "reasons": "Hurtful, and lawful.",
        "expression": answers(), "conduct_on": CONDUCT_ON, **changes,
    }  # fmt: skip


def claimed(case: Case, officer: User, at: datetime = NOW) -> Case:
    return claim(case=case, actor=acting(officer), at=at)


def decided(case: Case, officer: User, at: datetime = NOW, **changes: Any) -> Decision:
    """Claim and decide, a crime unless told otherwise."""
    claimed(case, officer, at)
    return decide(case=case, actor=acting(officer), at=at, **(changes or a_crime()))
