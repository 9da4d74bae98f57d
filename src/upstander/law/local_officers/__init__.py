"""What the hub advises the officers of a force that takes a case: sentences that follow from codes, and no others."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from upstander.law.dated import BadLaw, Dated, in_force, load

HOLDS = (
    "always", "limit", "knowledge", "no_limit", "consent", "open_element", "child_victim", "child_may_be",
    "child_suspect", "hostility", "perceived_only", "not_known_who",
)  # fmt: skip
"""The codes that a sentence may follow from."""


@dataclass(frozen=True, kw_only=True)
class Sentence(Dated):
    """One sentence of advice, with names in braces that are filled in. It is given where its code `holds`."""

    id: str
    holds: str
    says: str


@cache
def all_sentences() -> tuple[Sentence, ...]:
    """Every sentence in the file, of whatever date. Raises BadLaw where one follows from no code that there is."""
    held = load(Path(__file__).parent / "local_officers.yaml", Sentence)
    wrong = [f"{each.id}: {each.holds!r} is not one of {', '.join(HOLDS)}" for each in held if each.holds not in HOLDS]
    if wrong:
        raise BadLaw("\n".join(wrong))
    return held


def sentences(holds: Set[str], on: date) -> tuple[Sentence, ...]:
    """The sentences of the day `on` whose codes hold, in the order of the file, and those that always hold."""
    return tuple(each for each in in_force(all_sentences(), on) if each.holds == "always" or each.holds in holds)
