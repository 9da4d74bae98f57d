"""The squeezed skeleton: the one normal form of a text that matching of words works on, with a way back to the text.

Disguises (look-alike letters, digits for letters, spaced or repeated letters, invisible characters) vanish in it. It
folds `l` and `1` into `i`, so it is for matching only and is never shown or kept as evidence.
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from upstander.engines.confusables import CONFUSABLES

VERSION = 3
"""Raise it when the same text would yield another skeleton or other fingerprints: everything held is then re-keyed."""

_NOISE = re.compile(
    r"""
      h(?:tt|xx)ps?://[!-~]+ | www\.[!-~]+ | \bt\.co/[!-~]+   # links have keys of their own
    | (?<!\S)@\w{2,}:?                                        # a mention
    | \brt\b                                                  # the old mark of a passed-on post
    | &\#?\w{1,31};                                           # an HTML entity
    """,
    re.VERBOSE,
)
_LEET = dict(zip("013457" + "8@$!|l", "oieast" + "basiii", strict=True))
_MONEY = {"€": "e", "£": "i"}


def _ascii_table() -> npt.NDArray[np.uint32]:
    """For each of the first 128 characters the one it becomes in a skeleton, or 0 where it is dropped."""
    table = np.zeros(128, dtype=np.uint32)
    for code in range(128):
        char = chr(code).lower()
        char = _LEET.get(char, char)
        table[code] = ord(char) if char.isalnum() else 0
    return table


_ASCII = _ascii_table()


class _Folds(dict[int, str]):
    """What each character becomes before links and mentions are blanked; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    """Decompose one character, drop marks and invisible parts, make look-alikes Latin, fold case."""
    out = []
    for part in _MONEY.get(char) or unicodedata.normalize("NFKD", char):
        if unicodedata.combining(part) or unicodedata.category(part) == "Cf":
            continue
        for letter in CONFUSABLES.get(part, part).casefold():
            letter = CONFUSABLES.get(letter, letter)
            if letter.isascii() or letter.isalnum():
                out.append(letter)
            elif not unicodedata.combining(letter):
                out.append(" ")
    return "".join(out)


_FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A skeleton and, for each of its characters, the stretch of the original text that it stands for.

    `offsets[i]` is the index in the original of the first character behind `text[i]`, `ends[i]` one past the last: more
    than one apart where a repeated letter was squeezed or accents follow.
    """

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.text)

    def source_end(self, i: int) -> int:
        """One past the last original character behind character `i` of the skeleton."""
        return self.ends[i]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original behind `text[start:end]`; raises IndexError where that is empty or outside."""
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"no such stretch of the skeleton: {start}:{end}")
        return self.offsets[start], self.ends[end - 1]

    def without(self, spans: list[tuple[int, int]]) -> "Skeleton":
        """The same skeleton with the given stretches, in order and apart from one another, cut out."""
        text, at = "", 0
        offsets: list[int] = []
        ends: list[int] = []
        for start, end in [*spans, (len(self.text), len(self.text))]:
            text += self.text[at:start]
            offsets += self.offsets[at:start]
            ends += self.ends[at:start]
            at = end
        return Skeleton(text, tuple(offsets), tuple(ends))


EMPTY = Skeleton("", (), ())


def skeleton(text: str) -> Skeleton:
    """Return the squeezed skeleton of any string, lone surrogates and NUL included."""
    if text.isascii():
        places = np.arange(len(text) + 1)
        return _squeezed(_NOISE.sub(_blank, text.lower()), places, places)
    lengths = np.array([len(_FOLDS[ord(char)]) for char in text])
    places = np.arange(len(text) + 1)
    # A letter's accents and other parts that vanish belong to it: an end moves past them to the next that shows.
    shown = np.where(np.append(lengths, 1) > 0, places, len(text))
    ends = np.minimum.accumulate(shown[::-1])[::-1]
    return _squeezed(_NOISE.sub(_blank, text.translate(_FOLDS)), np.repeat(places[:-1], lengths), ends)


def _blank(found: re.Match[str]) -> str:
    return " " * (found.end() - found.start())


def _squeezed(folded: str, sources: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Skeleton:
    """Read digits as letters, keep letters and digits only, and squeeze every run of one character to one.

    `sources` is the original index of each folded character; `ends` moves an original end past parts that vanish.
    """
    if folded.isascii():
        codes = _ASCII[np.frombuffer(folded.encode("ascii"), dtype=np.uint8)]
    else:
        codes = np.frombuffer(folded.encode("utf-32-le"), dtype="<u4").astype(np.uint32)
        low = codes < 128
        codes[low] = _ASCII[codes[low]]
    kept = np.flatnonzero(codes)
    if not kept.size:
        return EMPTY
    letters = codes[kept]
    changes = np.empty(letters.size, dtype=bool)
    changes[0] = True
    np.not_equal(letters[1:], letters[:-1], out=changes[1:])
    first = np.flatnonzero(changes)
    last = np.append(first[1:], letters.size) - 1
    origins = sources[kept]
    return Skeleton(
        letters[first].astype("<u4").tobytes().decode("utf-32-le"),
        tuple(origins[first].tolist()),
        tuple(ends[origins[last] + 1].tolist()),
    )
