"""Where an answer comes from: one force, or several candidates between whom somebody has to choose."""

from collections import Counter
from dataclasses import dataclass

from upstander.law.places import Candidate


@dataclass(frozen=True)
class Source:
    """Where an answer comes from: a force, or candidates and a sentence that says why none is certain."""

    force: str | None
    facts: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    text: str = ""
    unsure: str = ""
    grade: str | None = None


def among(sides: list[Source], between: str) -> Source | None:
    """One source out of several: their force where they agree, else all of them as candidates with their shares."""
    if not sides:
        return None
    used = tuple(dict.fromkeys(fact for side in sides for fact in side.facts))
    codes = Counter(side.force for side in sides)
    if len(codes) == 1 and None not in codes:
        return Source(sides[0].force, used, sides[0].candidates, sides[0].text, "", sides[0].grade)
    named = {one.force: one.name for side in sides for one in side.candidates}
    candidates = tuple(
        Candidate(code, name, round(codes[code] / len(sides), 4) if code in codes else None)
        for code, name in sorted(named.items(), key=lambda item: (-codes[item[0]], item[1]))
    )
    return Source(None, used, candidates, "", f"{between}: {', '.join(one.name for one in candidates)}.")
