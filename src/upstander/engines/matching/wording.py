"""The wording of forms, which stands in many reports and means nothing: cut out before anything is compared."""

from functools import cache
from pathlib import Path

from upstander.engines.matching.skeleton import Skeleton, skeleton

SHORTEST_PHRASE = 8
"""Letters of a phrase's skeleton; a shorter one would also be cut out of people's own words."""


@cache
def phrases() -> tuple[str, ...]:
    """The skeletons of the phrases in form_wording.txt, the longest first so that none hides in another."""
    lines = Path(__file__).with_name("form_wording.txt").read_text(encoding="utf-8").splitlines()
    skeletons = {skeleton(line).text for line in lines if not line.startswith("#")}
    return tuple(
        sorted((text for text in skeletons if len(text) >= SHORTEST_PHRASE), key=lambda text: (-len(text), text))
    )


def without_wording(shape: Skeleton) -> Skeleton:
    """Return the skeleton with every phrase of a form cut out; the rest keeps its offsets."""
    taken: list[tuple[int, int]] = []
    for phrase in phrases():
        at = shape.text.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            if all(end <= start or at >= stop for start, stop in taken):
                taken.append((at, end))
            at = shape.text.find(phrase, end)
    return shape.without(sorted(taken)) if taken else shape
