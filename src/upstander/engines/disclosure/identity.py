"""Look for somebody's name, address, e-mail and telephone in text, however it is written, without showing it."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

NAME, PART, EMAIL, PHONE, ADDRESS = "name", "part of a name", "e-mail address", "telephone number", "address"
SHORTEST_PART = 4
SHORTEST_NUMBER = 9
SHORTEST_ADDRESS = 8
BETWEEN_WORDS = r"[\W_]{0,3}"
BETWEEN_DIGITS = r"[\s().\-/\u2010-\u2015]{0,3}"
AT = r"(?:@|%40|&#64;|&commat;|\s?[\[(]\s?at\s?[\])]\s?)"
DOT = r"(?:\.|%2e|\s?[\[(]\s?dot\s?[\])]\s?)"
LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
"""Letters that are no other letter with an accent, as they are written where there are none."""
APART = "\x1e" * 8
"""Between texts that are searched at once: longer than what may stand between two words of a name."""
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?(?:\s*\d[a-z]{2})?\b", re.I)
"""Or the first half of one."""


@dataclass(frozen=True)
class Hit:
    """One place of a text that names somebody: of which kind, masked, from and to where, and whether that is sure."""

    kind: str
    masked: str
    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True)
class Someone:
    """What the hub holds of one person. Every field may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, repr=False)
class Needle:
    """One thing to look for."""

    kind: str
    pattern: str
    masked: str
    sure: bool = True
    within: str = ""
    """Letters that every place of it holds: a text without them is not looked through for it."""


@dataclass(frozen=True, repr=False)
class Search:
    """Looks for many people at once. `ignoring` are names that may stand anywhere, such as those of officers."""

    people: Sequence[Someone]
    ignoring: Sequence[str] = ()
    _needles: list[Needle] = field(default_factory=list, init=False)
    _compiled: dict[str, re.Pattern[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        known = {plain(name) for name in self.ignoring}
        found = (needle for person in self.people for needle in _needles(person, known))
        self._needles.extend({needle.pattern: needle for needle in found}.values())

    def __bool__(self) -> bool:
        return bool(self._needles)

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every place of `text` that names one of the people; places are those of `text` itself.

        A surname alone counts where it is written with a capital, or in a name of a file, which has no spaces.
        """
        shown, origin = _plain_with_origin(text)
        for needle in self._needles:
            for found in self._pattern(needle).finditer(shown) if needle.within in shown else ():
                start, end = origin[found.start()], origin[found.end() - 1] + 1
                if needle.sure or text[start].isupper() or not any(map(str.isspace, text)):
                    yield Hit(needle.kind, needle.masked, start, end, needle.sure)

    def among(self, texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Hit]]:
        """Yield each hit in `texts`, pairs of a place and its words, with its place; all are looked through at once."""
        starts = [0, *accumulate(len(text) + len(APART) for _, text in texts)]
        for hit in self.hits(APART.join(text for _, text in texts)):
            yield texts[bisect_right(starts, hit.start) - 1][0], hit

    def _pattern(self, needle: Needle) -> re.Pattern[str]:
        if needle.pattern not in self._compiled:
            self._compiled[needle.pattern] = re.compile(needle.pattern)
        return self._compiled[needle.pattern]

    def without(self, text: str, *, parts: bool = False) -> str:
        """Return `text` with what names somebody replaced by a remark; with `parts`, surnames by themselves as well."""
        hits = sorted((hit for hit in self.hits(text) if hit.sure or parts), key=lambda hit: (hit.start, -hit.end))
        done, kept = 0, []
        for hit in hits:
            if hit.start >= done:
                kept += [text[done : hit.start], f"[{hit.kind} kept by the hub]"]
                done = hit.end
        return "".join([*kept, text[done:]])


def plain(text: str) -> str:
    """Return `text` without accents, case, unseen characters and forms of letters."""
    return _plain_with_origin(text)[0]


def mask(text: str) -> str:
    """Return the first letter of each word and how long it is: enough to judge by, too little to pass on."""
    words = text.split()[:6]
    return " ".join(f"{word[0]}{'*' * min(len(word) - 1, 9)}" for word in words) + (" ..." if text.split()[6:] else "")


def _plain_with_origin(text: str) -> tuple[str, list[int]]:
    if text.isascii():
        return text.lower(), list(range(len(text)))
    shown: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        if _UNSEEN.match(char):
            continue
        made = [each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each)]
        lowered = "".join(made).casefold().translate(LETTERS)
        shown.append(lowered)
        origin += [place] * len(lowered)
    return "".join(shown), origin


def _needles(person: Someone, known: Iterable[str]) -> Iterator[Needle]:
    words = re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", plain(person.name))
    if len(words) > 1 and plain(person.name) not in known:
        for order in (words, words[::-1], [words[0], words[-1]], [words[-1], words[0]]):
            yield Needle(
                NAME, _whole(BETWEEN_WORDS.join(map(re.escape, order))), mask(person.name), within=words[-1]
            )  # fmt: skip
    if words and len(words[-1]) >= SHORTEST_PART and not any(words[-1] in each.split() for each in known):
        yield Needle(PART, _whole(re.escape(words[-1])), mask(words[-1]), False, words[-1])
    if "@" in person.email:
        local, _, host = plain(person.email.strip()).rpartition("@")
        dotted = DOT.join(map(re.escape, host.split(".")))
        yield Needle(
            EMAIL, rf"(?<![\w.+-]){re.escape(local)}{AT}{dotted}(?![\w-])", f"{mask(local)}@{mask(host)}", within=local
        )
    digits = re.sub(r"\D", "", person.phone.replace("(0)", ""))
    national = re.sub(r"^(?:00)?44(?=[1-9])|^0+", "", digits)
    if len(national) >= SHORTEST_NUMBER:
        yield Needle(PHONE, rf"(?<!\d)(?:(?:\+|00)?44{BETWEEN_DIGITS})?(?:\(?0\)?{BETWEEN_DIGITS})?"
                     + BETWEEN_DIGITS.join(national) + r"(?!\d)", f"...{national[-2:]}")  # fmt: skip
    yield from _address(person.address)


def _address(address: str) -> Iterator[Needle]:
    """Yield the street with its number; a postcode or town alone is a place, which a package may name."""
    words: list[str] = []
    for part in re.split(r"[,;\n]", _POSTCODE.sub(" ", plain(address))):
        words += re.findall(r"[^\W_]+", part)
        letters = "".join(words)
        if len(words) > 1 and len(letters) >= SHORTEST_ADDRESS and any(char.isdigit() for char in letters):
            yield Needle(ADDRESS, _whole(BETWEEN_WORDS.join(map(re.escape, words))), mask(" ".join(words)))
            return


def _whole(pattern: str) -> str:
    return rf"(?<![^\W_]){pattern}(?![^\W_])"
