"""The forms of a name under which it is compared: spelt alike, in any order, transliterated, shortened."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from upstander.engines.matching.people.romanising import hides_vowels, romanised

LONGEST = 200
"""Characters of a name that are read."""
MOST_PARTS = 8
"""Parts of a name that are compared."""


def _words(said: str) -> list[str]:
    return said.split()


_PARTICLES = frozenset(_words(
    "al el ul as ash ad ud bin ibn ben bint binti bte de da di do dos du del della la le van von der den ter zu af av "
    "ap ab ferch verch"
))  # fmt: skip
_JOINED_TO_THE_NEXT = frozenset(_words(
    "mc mac o abd abdul abdel abdu abdal st"
))  # fmt: skip
_TITLES = frozenset(_words(
    "mr mrs ms miss mx dr prof sir rev hajji haji mister pan pani"
))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’`ʼ][^\W\d_]+)*")
_APOSTROPHES = re.compile("['’`ʼ]")

# One sound, many ways of writing it; applied in this order to Latin letters only.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch|sz|sh", "$"), ("tch|cz|tsch|ch", "C"), ("zh|rz|dzh|dj", "j"), ("ph", "f"), ("kh|ck|q|gh(?=t)", "k"),
        ("gh", "g"), ("dh", "d"), ("th", "t"), ("w", "v"), ("x", "ks"), ("c(?=[eiy])", "s"), ("c", "k"),
        ("ou|oo|uw", "u"), ("ee|ie|ei|ey|ij|ii|yi|iy|y|e", "i"), ("ai|ay", "ai"), ("ah$|eh$", "a"),
        (r"(?<=.{3})i$", ""), (r"(?<=[aiou])h(?=[^aiou]|$)", ""), (r"(.)\1+", r"\1"),
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: as written (romanised), folded to its sounds, and the root it shares with related names."""

    written: str
    folded: str
    root: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `initials` are its single letters; `hides_vowels`: written in a script without short ones."""

    parts: tuple[Part, ...]
    initials: tuple[str, ...]
    hides_vowels: bool

    @property
    def written(self) -> str:
        """The parts as they were written, sorted: the order of a name is the custom of a country or a form."""
        return " ".join(sorted(part.written for part in self.parts))

    @property
    def folded(self) -> str:
        """The parts by their sounds, sorted."""
        return " ".join(sorted(part.folded for part in self.parts))

    @property
    def root(self) -> str:
        """The parts by their roots, sorted."""
        return " ".join(sorted(part.root for part in self.parts))

    @property
    def consonants(self) -> str:
        """What is left of the folded name without vowels; `` where that is fewer than four letters."""
        bare = " ".join(sorted(re.sub("[aiou]", "", part.folded) for part in self.parts))
        return bare if len(bare.replace(" ", "")) >= 4 else ""


def read(name: str) -> Name:
    """Take a name apart. Never raises; a text without letters is a name without parts."""
    said = unicodedata.normalize("NFKC", name[:LONGEST])
    said = "".join(char for char in said if unicodedata.category(char) not in ("Cf", "Cs"))
    words = [romanised(_APOSTROPHES.sub("", word)) for word in _WORD.findall(_without_marks(said))]
    words = _joined([piece for word in words if word not in _TITLES for piece in _family_first(word)] or words)
    kept = [word for at, word in enumerate(words) if word not in _PARTICLES or _carries_the_name(words, at, said)]
    parts = list(dict.fromkeys(word for word in kept or words if len(word) > 1 or not word.isascii()))[:MOST_PARTS]
    initials = tuple(dict.fromkeys(word for word in words if len(word) == 1 and word.isascii()))[:MOST_PARTS]
    return Name(tuple(_part(word) for word in parts), initials, hides_vowels(said))


def _without_marks(text: str) -> str:
    """Vowel points of Arabic and Hebrew go before the words are told apart: they are no letters."""
    return "".join(
        char for char in text if unicodedata.category(char) != "Mn" or not ("\u0590" <= char <= "\u06ff")
    )  # fmt: skip


def _family_first(word: str) -> tuple[str, ...]:
    """A Chinese name is written without a space; the first character is nearly always the family's."""
    if 2 <= len(word) <= 4 and all("\u4e00" <= char <= "\u9fff" for char in word):
        return word[0], word[1:]
    return (word,)


def _joined(words: list[str]) -> list[str]:
    """Write as one what stands in two words or in one: Mc Donald, O Brien, Abdul Rahman (Abd al-Rahman)."""
    out: list[str] = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        if word in ("al", "el", "ar", "ur") and before.startswith("abd") and at + 1 < len(words):
            continue
        if out and out[-1] in _JOINED_TO_THE_NEXT and (len(word) > 1 or out[-1] not in ("o",)):
            start = "abdul" if out[-1].startswith("abd") else out[-1]
            out[-1] = start + word
        else:
            out.append(word)
    return out


def _carries_the_name(words: list[str], at: int, said: str) -> bool:
    """A particle that stands first with a space behind it, or last, is a name: Ben Smith, Tran Van."""
    if at == len(words) - 1:
        return True
    return at == 0 and len(words) == 2 and not re.match(rf"\W*{re.escape(words[0])}\W*[-’']", said.lower())


@lru_cache(maxsize=50_000)
def _part(written: str) -> Part:
    spellings, roots = _variants()
    folded = spellings.get(written) or spellings.get(fold(written)) or fold(written)
    return Part(written, folded, roots.get(folded, folded))


def fold(written: str) -> str:
    """Return the sounds of one romanised part, much as several languages would write them."""
    if not written.isascii():
        return written
    sounds = written
    for pattern, sound in _SOUNDS:
        sounds = pattern.sub(sound, sounds)
    return sounds or written


@cache
def _variants() -> tuple[dict[str, str], dict[str, str]]:
    """(spelling or its sounds -> the group's sounds, folded part -> its root) from data/name_variants.txt."""
    spellings: dict[str, str] = {}
    roots: dict[str, str] = {}
    lines = (Path(__file__).parent / "data" / "name_variants.txt").read_text(encoding="utf-8").splitlines()
    groups = [(line[0], line[2:].split()) for line in lines if line[:2] in ("= ", "~ ")]
    for sign, names in groups:
        if sign == "=":
            one = fold(romanised(names[0]))
            for name in names:
                plain = romanised(_without_marks(name))
                spellings.setdefault(plain, one)
                spellings.setdefault(fold(plain), one)
    for sign, names in groups:
        if sign == "~":
            folded = [spellings.get(name) or spellings.get(fold(name)) or fold(name) for name in names]
            root = next((roots[name] for name in folded if name in roots), "~" + folded[0])
            for name in folded:
                roots.setdefault(name, root)
    return spellings, roots
