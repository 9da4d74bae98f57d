"""Two witnesses' own words about one incident: which reports of the same weeks share a name and several rare words.

Witnesses share hardly a run of letters, but what they name: a place, a venue, a group, and things that few others speak
of. Each such word is a key together with the fortnight, in the one table of keys. How many reports of those weeks hold
a word says how rare it is; a word that more than CAP hold points at nobody.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import log2
from pathlib import Path

from upstander.engines.finding.words import words_of
from upstander.engines.matching.days import told_day
from upstander.engines.matching.ranking import CAP

VERSION = 1
"""Of the words that are taken and of their keys; each reason that rests on them names it."""
DAYS = 14
"""Days that two tellings of one incident may lie apart; also the length of the spans that keys are filed by."""
MOST_WORDS = 32
"""Words of one report that are filed: names first, then those whose keys are smallest, so that copies keep the same."""
FEWEST_WORDS = 3
"""Words that two reports must share: a name, and two that are none."""
RARE_NAME, RARE_OTHERS, FEWEST_BITS = 4.5, 13.0, 21.0
"""Bits that the rarest name, the words that are no names, and all of them together must be worth at least.

Set on nine sets of invented accounts (bench/incidents.py), so that nine of ten that are shown are right; six further
sets bore it out. To be set again from the hub's own decisions.
"""
LOOKS = 6
"""Reports whose words are read and compared."""
SHOWN = 2
"""Suggestions of this kind for one report, the rarest words first."""
OWN_WORDS = re.compile(r"(?!(?:post|picture)\b)")
"""Fields in which people tell what happened; the words of a post, or on a picture, are another's."""

_SENTENCE = re.compile(r"(?:^|[.!?…:;\n\r\"“”‘(\[•*-])[\s\"“‘'(\[]*$")
_MARKS = "@#"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a report that may tell an incident from others, and where it stands first in `Item.text`."""

    said: str
    named: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A word of both reports: how many of those weeks hold it beside the asked one, and how rare that is in bits."""

    said: str
    one: Word
    two: Word
    held_by: int
    bits: float

    @property
    def named(self) -> bool:
        """Whether it is written as a name in one of the two."""
        return self.one.named or self.two.named


@dataclass(frozen=True, slots=True)
class Told:
    """What two reports share that may tell of one incident, the rarest word first, and the days between them."""

    words: tuple[Shared, ...]
    days_apart: int

    @property
    def bits(self) -> float:
        """How rare the shared words are together."""
        return sum(word.bits for word in self.words)

    @property
    def passes(self) -> bool:
        """Whether the pair is proposed to an officer."""
        name = max((word.bits for word in self.words if word.named), default=0.0)
        others = [word.bits for word in self.words if not word.named]
        enough = len(others) >= FEWEST_WORDS - 1 and sum(others) >= RARE_OTHERS
        return enough and name >= RARE_NAME and self.bits >= FEWEST_BITS


@dataclass(frozen=True, slots=True)
class Nearest:
    """The items that share the rarest words, the strongest first; how many hold each word that counts, of `total`."""

    items: tuple[int, ...]
    df: Mapping[str, int]
    total: int


NOTHING = Nearest((), {}, 0)


def telling(texts: Sequence[tuple[str, str]], places: Sequence[str]) -> dict[str, Word]:
    """Return the words of a report that may tell an incident from others, names first, at most MOST_WORDS.

    `texts` as `Item` has them; `places` are names of places given beside them, which stand nowhere in the text.
    """
    found: dict[str, Word] = {}
    for place in places:
        for word in words_of(place):
            _add(found, Word(_stem(word.said), True, 0, 0))
    at = 0
    for field, text in texts:
        if OWN_WORDS.match(field):
            shouted = text.upper() == text
            for word in words_of(text):
                said = _stem(word.said)
                named = not shouted and _is_named(text, word.start, word.end, said)
                _add(found, Word(said, named, at + word.start, at + word.end))
        at += len(text) + 1
    kept = sorted(found.values(), key=lambda word: (not word.named, _number(word.said, 0)))[:MOST_WORDS]
    return {word.said: word for word in kept}


def days_of(texts: Sequence[tuple[str, str]], times: Sequence[date]) -> tuple[date, ...]:
    """Return the days around which a report is looked for: when it came in, and the day it tells of if long before."""
    days = [*times]
    if times:
        told = told_day((text for field, text in texts if OWN_WORDS.match(field)), by=times[0])
        if told and times[0] - told > timedelta(days=DAYS):
            days.append(told)
    return tuple(days)


def keys_to_file(words: Collection[str], days: Sequence[date]) -> list[int]:
    """Return the keys under which a report is filed: each word with the span of each day. None without a day."""
    return [_number(word, span) for span in sorted({_span(day) for day in days}) for word in words]


def keys_to_ask(words: Collection[str], days: Sequence[date]) -> dict[int, str]:
    """Return the keys to look up, each with its word: those of the days' spans and of the spans beside them."""
    spans = sorted({_span(day) + beside for day in days for beside in (-1, 0, 1)})
    return {_number(word, span): word for span in spans for word in words}


def nearest(asked: Mapping[int, str], held: Mapping[int, Sequence[int]], total: int) -> Nearest:
    """Return the items that share the rarest words; `held` is what the index has under the keys asked, of `total`.

    No item that cannot pass is among them.
    """
    holders: dict[str, set[int]] = {}
    for key, word in asked.items():
        holders.setdefault(word, set()).update(held.get(key, ()))
    df = {word: len(items) for word, items in holders.items() if 0 < len(items) <= CAP}
    shared: dict[int, list[float]] = {}
    for word, count in df.items():
        for item in holders[word]:
            shared.setdefault(item, []).append(rarity(count, total))
    likely = {item: sum(bits) for item, bits in shared.items() if len(bits) >= FEWEST_WORDS}
    found = [item for item, bits in likely.items() if bits >= FEWEST_BITS]
    return Nearest(tuple(sorted(found, key=lambda item: (-likely[item], -item))), df, total)


def rarity(count: int, total: int) -> float:
    """Return the bits that a word is worth which `count` other reports of those weeks hold, of `total` held in all.

    It is counted as among CAP reports at most: what a longer list would say is not known, and less is claimed.
    """
    return max(0.0, log2(min(total + 1, CAP) / max(1, count)))


def compare(
    one: Mapping[str, Word], two: Mapping[str, Word], days: tuple[Sequence[date], Sequence[date]], near: Nearest
) -> Told | None:
    """Return what two reports share that may tell of one incident; None where no day of theirs is near enough."""
    apart = min((abs((first - second).days) for first in days[0] for second in days[1]), default=DAYS + 1)
    if apart > DAYS:
        return None
    shared = [
        Shared(said, one[said], two[said], near.df[said], rarity(near.df[said], near.total))
        for said in one.keys() & two.keys() & near.df.keys()
    ]
    shared.sort(key=lambda word: (-word.bits, not word.named, word.one.start))
    return Told(tuple(shared), apart)


def shown(tolds: Iterable[tuple[int, Told]]) -> list[tuple[int, Told]]:
    """Return the reports to be proposed, by number: those that share the rarest words, at most SHOWN."""
    passing = [(item, told) for item, told in tolds if told.passes]
    return sorted(passing, key=lambda pair: (-pair[1].bits, -pair[0]))[:SHOWN]


@cache
def common() -> frozenset[str]:
    """The words that say nothing of which incident is told: those of common_words.txt and of forms."""
    lines: list[str] = []
    for name in ("common_words.txt", "form_wording.txt"):
        lines += Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return frozenset(_stem(word.said) for line in lines if not line.startswith("#") for word in words_of(line))


def _add(found: dict[str, Word], word: Word) -> None:
    mixed = any(map(str.isdigit, word.said)) and any(map(str.isalpha, word.said))
    if len(word.said) < 3 and not (mixed and len(word.said) == 2):
        return
    if word.said in common() or (word.said.isdigit() and len(word.said) < 5):
        return
    known = found.get(word.said)
    if known is None or (word.named and not known.named):
        found[word.said] = word


def _is_named(text: str, start: int, end: int, said: str) -> bool:
    """Whether a word is written as a name: a capital that no sentence asks for, a tag, or letters with digits."""
    if start and text[start - 1] in _MARKS:
        return True
    if any(map(str.isdigit, said)) and any(map(str.isalpha, said)):
        return True
    return text[start].isupper() and not _SENTENCE.search(text[max(0, start - 8) : start])


def _stem(word: str) -> str:
    """Return a word without its commonest endings, so that `spraying` and `sprayed` are one."""
    if not word.isascii():
        return word
    for ending, least in (("ing", 7), ("ed", 6), ("ly", 6)):
        if len(word) >= least and word.endswith(ending):
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _span(day: date) -> int:
    return day.toordinal() // DAYS


def _number(word: str, span: int) -> int:
    digest = hashlib.blake2b(f"incident\0{VERSION}\0{span}\0{word}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)
