"""Which police force is responsible: three answers from the facts, each with its rule, sentence and alternatives."""

from upstander.law.facts import SCHEMA, BadFacts, Facts, VictimPlace
from upstander.law.responsible_force.proposal import (
    CAPACITIES,
    Alternative,
    Answer,
    Capacity,
    Notified,
    Proposal,
    VictimAnswer,
)
from upstander.law.responsible_force.propose import propose
from upstander.law.responsible_force.table import Flag, Modifier, Notice, Option, Rule, rules

__all__ = [
    "CAPACITIES",
    "SCHEMA",
    "Alternative",
    "Answer",
    "BadFacts",
    "Capacity",
    "Facts",
    "Flag",
    "Modifier",
    "Notice",
    "Notified",
    "Option",
    "Proposal",
    "Rule",
    "VictimAnswer",
    "VictimPlace",
    "propose",
    "rules",
]
