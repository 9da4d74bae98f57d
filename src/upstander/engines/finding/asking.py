"""Read what somebody typed into a search box, and say where in a text it stands; it is never run as a query itself."""

import re
from dataclasses import dataclass
from itertools import pairwise

from upstander.engines.finding.words import Word, postcodes, words_of

LONGEST = 500
"""Characters of what is typed that are read."""
MOST_PARTS = 12
_QUOTED = re.compile('["“”«»]([^"“”«»]*)["“”«»]')
_POSTCODE_TYPED = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z]{1,2}[0-9][A-Za-z0-9]?)\s{0,3}([0-9][A-Za-z]{2})(?![A-Za-z0-9])"
)
FEWEST_OPEN = 3
"""Letters before a `*`; fewer would stand for half the dictionary."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words that must stand one after the other; the last is only a beginning where `open`."""

    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: every part must be found."""

    parts: tuple[Part, ...]

    def __bool__(self) -> bool:
        return bool(self.parts)

    def fts5(self) -> str:
        """Return it in the language of SQLite's full-text index; words hold letters and digits only."""
        return " AND ".join(f'"{" ".join(part.words)}"{" *" if part.open else ""}' for part in self.parts)

    def tsquery(self) -> str:
        """Return it in the language of PostgreSQL's."""
        return " & ".join(
            "(" + " <-> ".join(f"'{word}'" for word in part.words) + (":*" if part.open else "") + ")"
            for part in self.parts
        )


def read(typed: str) -> Asked:
    """Return what is looked for by what was typed: words, "phrases", beginnings with `*`, postcodes in any form."""
    rest = typed[:LONGEST]
    parts: list[Part] = []
    quoted = [found[1] for found in _QUOTED.finditer(rest)]
    rest = _QUOTED.sub(" ", rest)
    for text in quoted:
        parts += _part(text, is_open=False)
    for found in _POSTCODE_TYPED.finditer(rest):
        parts.append(Part((found[1].lower() + found[2].lower(),)))
    rest = _POSTCODE_TYPED.sub(" ", rest)
    for chunk in rest.split():
        bare = chunk.rstrip("*")
        parts += _part(bare, is_open=bare != chunk)
    return Asked(tuple(dict.fromkeys(parts))[:MOST_PARTS])


def _part(text: str, *, is_open: bool) -> list[Part]:
    words = [word.said for word in words_of(text)]
    if not words:
        return []
    return [Part(tuple(words), is_open and len(words[-1]) >= FEWEST_OPEN)]


def places(asked: Asked, text: str) -> list[tuple[int, int]]:
    """Return where in a text the parts stand, in order and apart from one another."""
    words = words_of(text)
    found = []
    for part in asked.parts:
        for first in range(len(words) - len(part.words) + 1):
            if _stands(part, words, first):
                found.append((words[first].start, words[first + len(part.words) - 1].end))
    found += _postcode_places(asked, text, words)
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _stands(part: Part, words: list[Word], first: int) -> bool:
    last = len(part.words) - 1
    for at, wanted in enumerate(part.words):
        said = words[first + at].said
        if not (said.startswith(wanted) if part.open and at == last else said == wanted):
            return False
    return True


def _postcode_places(asked: Asked, text: str, words: list[Word]) -> list[tuple[int, int]]:
    """Return where a postcode that was looked for whole is written in two halves, or by its first half alone."""
    wanted = {part.words[0] for part in asked.parts if len(part.words) == 1}
    if not wanted or not any(outward + inward in wanted or outward in wanted for outward, inward in postcodes(text)):
        return []
    found = []
    for one, two in pairwise(words):
        if one.said + two.said in wanted:
            found.append((one.start, two.end))
    found += [
        (word.start, word.end)
        for word in words
        for outward, inward in postcodes(word.said)
        if outward in wanted or outward + inward in wanted
    ]
    return found
