"""What officers of the demo set down of the conduct and the people before they decide."""

from datetime import datetime
from typing import Any

from upstander.duties.assessment.actions.set_known_facts import set_known_facts
from upstander.record.cases.models import Case
from upstander.record.people.actors import acting
from upstander.record.people.models import User

GROUP = {"poa_19": "group_race", "poa_29b_religion": "group_religion"}
"""The feature of an offence that is aimed at a group: there is no single victim then."""
SHOWS = {
    "osa_181": ("threatening", "menacing", "threat_serious_harm"),
    "ca_127_1": ("grossly_offensive", "menacing"),
    "poa_19": ("threatening", "group_race", "hatred_likely"),
    "poa_29b_religion": ("threatening", "group_religion"),
}
"""What the posts show, by the offence that the story looks at."""
MEANT = {
    "osa_181": ("means_fear", "aware_of_quality"),
    "ca_127_1": ("aware_of_quality",),
    "poa_19": ("means_stir_up", "aware_of_quality"),
    "poa_29b_religion": ("means_stir_up",),
}
VICTIM = "victim 1"


def know(case: Case, officer: User, offence: str, at: datetime, *, begun: bool = False) -> dict[str, Any]:
    """Set facts down for the case and return them; `begun`: only what is seen at once, the rest is open."""
    facts: dict[str, Any] = {
        "conduct": {
            "on": case.opened_at.date().isoformat(),
            "where": "england_wales",
            "means": ["comment" if offence in ("osa_181", "ca_127_1") else "post"],
            "audience": "public",
            "shows": dict.fromkeys(SHOWS[offence], True),
        },
        "suspects": [{"label": "suspect 1"}],
    }
    if offence not in GROUP:
        perceived = [{"strand": strand, "by": ["victim"]} for strand in case.strands]
        facts["victims"] = [{"label": VICTIM, **({"perceived": perceived} if perceived else {})}]
    if not begun:
        facts["suspects"] = [{"label": "suspect 1", "age": 34, "shows": dict.fromkeys(MEANT[offence], True)}]
        facts["expression"] = {"reasonable": False, "taken_as_joke": False}
        for victim in facts.get("victims", ()):
            victim["hostility"] = [{"strand": strand, "demonstrated": True} for strand in case.strands]
            victim["shows"] = {"caused_distress": True}
    set_known_facts(case=case, facts=facts, actor=acting(officer), at=at)
    return facts


def hostility_of(facts: dict[str, Any], offence: str) -> dict[str, dict[str, list[str]]]:
    """Return what a decision on these facts says of hostility towards each victim."""
    return {
        offence: {
            row["label"]: [each["strand"] for each in row.get("hostility", ())] for row in facts.get("victims", ())
        }
    }
