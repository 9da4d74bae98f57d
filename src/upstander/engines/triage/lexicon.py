"""Words that name or abuse a group, by strand: given from outside, found in linear time."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from upstander.engines.letters import plain_letters

_WORD = re.compile(r"[^\W_]{1,60}+")
_PART = re.compile(r"[^\W_]{1,60}\*?")
_ENDINGS = ("s", "es", "ys")
PEOPLE = frozenset({
    "people", "person", "persons", "folk", "folks", "man", "men", "woman", "women", "guy", "guys", "lad", "lads", "boy",
    "boys", "girl", "girls", "child", "children", "kid", "kids", "community", "communities", "neighbour", "neighbours",
    "family", "families", "couple", "couples", "lives", "bloke", "blokes", "adult", "adults", "lady", "ladies", "pupil",
    "pupils", "student", "students", "resident", "residents", "colleague", "teenager", "teenagers", "pobl", "bobl",
    "dyn", "dynion", "menyw", "menywod", "teulu", "cymuned",
})  # fmt: skip
"""Nouns beside which a common word (white, old, straight) speaks of a group."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry: words, the last of which may end in `*` (any ending). Without `*` a plural is found too.

    `alone` is False for common words that speak of a group only beside a noun for people, or as "the old".
    """

    strand: str
    words: str
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """One entry found in a text, at `text[start:end]`."""

    strand: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Entry:
    strand: str
    rest: tuple[str, ...]
    """The words that follow the first; the last may end in `*`."""
    alone: bool


class Lexicon:
    """Entries of all strands, ready to be looked for; `version` names what they say."""

    def __init__(self, terms: Iterable[Term], *, version: str) -> None:
        self.version = version
        self._exact: dict[str, list[_Entry]] = defaultdict(list)
        self._open: dict[str, list[_Entry]] = defaultdict(list)
        for term in terms:
            first, *rest = _PART.findall(plain_letters(term.words)[0])
            entry = _Entry(term.strand, tuple(rest), term.alone)
            if first.endswith("*"):
                self._open[first[:-1]].append(entry)
            else:
                for form in (first, *(() if rest else _plurals(first))):
                    self._exact[form].append(entry)
        self._lengths = sorted({len(stem) for stem in self._open}, reverse=True)

    def find(self, text: str) -> list[Found]:
        """Return every entry found in a text of lower-case plain letters, in order; time is linear."""
        tokens = [(word.group(), word.start(), word.end()) for word in _WORD.finditer(text)]
        found = []
        for place, (word, start, _) in enumerate(tokens):
            for entry in self._beginning_with(word):
                last = self._last_of(entry, tokens, place)
                if last is not None and (entry.alone or _beside_people(tokens, place, last)):
                    found.append(Found(entry.strand, start, tokens[last][2]))
        return found

    def _beginning_with(self, word: str) -> Iterable[_Entry]:
        yield from self._exact.get(word, ())
        for length in self._lengths:
            if length <= len(word):
                yield from self._open.get(word[:length], ())

    @staticmethod
    def _last_of(entry: _Entry, tokens: list[tuple[str, int, int]], place: int) -> int | None:
        """Return the place of the entry's last word in a text, None where its words do not follow."""
        last = place + len(entry.rest)
        if last >= len(tokens):
            return None
        for wanted, (word, _, _) in zip(entry.rest, tokens[place + 1 : last + 1], strict=True):
            if wanted.endswith("*"):
                if not word.startswith(wanted[:-1]):
                    return None
            elif word != wanted and word not in _plurals(wanted):
                return None
        return last


def _plurals(word: str) -> tuple[str, ...]:
    return (*(word + ending for ending in _ENDINGS), *((word[:-1] + "ies",) if word.endswith("y") else ()))


def _beside_people(tokens: list[tuple[str, int, int]], first: int, last: int) -> bool:
    """Whether a noun for people stands within the next two words, or the article right before."""
    after = {word for word, _, _ in tokens[last + 1 : last + 3]}
    return not PEOPLE.isdisjoint(after) or (first > 0 and tokens[first - 1][0] in ("the", "all", "you"))
