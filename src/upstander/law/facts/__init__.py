"""The one document of facts: where things were, for the force; what was done, meant and caused, for the offences."""

from upstander.law.facts.document import Document, Seen, Suspect, Victim, labelled, places_of, schema
from upstander.law.facts.features import Contradiction, Feature, Topic, all_contradictions, all_features, all_topics
from upstander.law.facts.places import SCHEMA, Facts, VictimPlace
from upstander.law.facts.shape import BadFacts

__all__ = [
    "SCHEMA",
    "BadFacts",
    "Contradiction",
    "Document",
    "Facts",
    "Feature",
    "Seen",
    "Suspect",
    "Topic",
    "Victim",
    "VictimPlace",
    "all_contradictions",
    "all_features",
    "all_topics",
    "labelled",
    "places_of",
    "schema",
]
