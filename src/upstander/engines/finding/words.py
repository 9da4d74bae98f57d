"""Cut a text into the words that are filed and looked for, each with its place in the text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from upstander.engines.letters import plain_letters

VERSION = 1
"""Raise it when the same text would give other words: everything held is then to be filed anew."""
BREAK = "\u00b6"
"""Stands between two fields, so that no phrase is found across them; no word contains it."""
LONGEST_WORD = 60
MOST_WORDS, MOST_LETTERS = 16_000, 200_000
"""Filed of one record: as many positions as PostgreSQL keeps, and well under the size that it takes."""

# Of each character: w part of a word, s a word by itself (symbols, scripts without spaces), space anything else.
_ALONE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2190-\u2bff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U0001f000-\U0001faff"
    "\U00020000-\U0003ffff]"
)
_WORD = re.compile("w+|s")
_ASCII_WORD = re.compile("[a-z0-9]+")
_POSTCODE = re.compile(r"(?<![a-z0-9])([a-z]{1,2}[0-9][a-z0-9]?)\s{0,3}([0-9][a-z]{2})(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is filed; `text[start:end]` of the original is where it stands."""

    said: str
    start: int
    end: int


class _Kinds(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        if _ALONE.match(char):
            kind = "s"
        else:
            kind = "w" if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc") else " "
        self[code] = kind
        return kind


_KINDS = _Kinds()


def words_of(text: str) -> list[Word]:
    """Return the words of any string in order: without case, accents, look-alikes, and an English plural's s."""
    letters, places = plain_letters(text)
    found = _ASCII_WORD.finditer(letters) if letters.isascii() else _WORD.finditer(letters.translate(_KINDS))
    return [
        Word(filed(letters[each.start() : each.end()]), places[each.start()], places[each.end() - 1] + 1)
        for each in found
    ]


def filed(word: str) -> str:
    """Return a word as it is filed: without a plural's `s`, and cut where it is endless."""
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "siu" and word.isascii():
        word = word[:-1]
    return word[:LONGEST_WORD]


def postcodes(text: str) -> list[tuple[str, str]]:
    """Return both halves of everything in a text that has the shape of a postcode."""
    return _POSTCODE.findall(plain_letters(text)[0])


def filing(texts: Iterable[str]) -> list[str]:
    """Return what is filed of the fields of one record: their words, a break after each field, postcodes written whole.

    Never more than MOST_WORDS; what is beyond is not found by its words.
    """
    said: list[str] = []
    codes: dict[str, None] = {}
    letters = 0
    for text in texts:
        for word in words_of(text):
            letters += len(word.said)
            if len(said) >= MOST_WORDS or letters > MOST_LETTERS:
                return said
            said.append(word.said)
        said.append(BREAK)
        for outward, inward in postcodes(text):
            codes |= {outward + inward: None, outward: None}
    room = max(0, MOST_WORDS - len(said))
    return said + list(codes)[:room]
