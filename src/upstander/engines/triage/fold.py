"""Undo disguises of a text as a second view of it: every character of the fold knows its place in the original."""

import re
import unicodedata
from dataclasses import dataclass

from upstander.engines.letters import plain_letters


@dataclass(frozen=True, slots=True)
class Folded:
    """A view of a text; `offsets[i]` is the index in the original of the character behind `text[i]`."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original behind `text[start:end]`; raises IndexError for an empty one."""
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"no such stretch of the fold: {start}:{end}")
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Return the text without invisible and look-alike letters, digits for letters, spaced or stretched-out words.

    Always a second view: it may change ordinary words too, so nothing is ever shown or kept in this form. Folding a
    fold changes nothing.
    """
    found, offsets = plain_letters(text)
    # A joined word can hold digits for letters, and read letters can be stretched: until nothing changes, which is
    # once or twice; each round but the last makes the text shorter or its digits fewer.
    while True:
        before = found
        found = _read_digits(found)
        found, offsets = _keep(found, offsets, _joined(found))
        found, offsets = _keep(found, offsets, _squeezed(found))
        if found == before:
            return Folded(found, tuple(offsets))


def plain(text: str) -> Folded:
    """Return the text in lower case, each character with its place: the view that is not folded."""
    lower = text.lower()
    if len(lower) == len(text):
        return Folded(lower, tuple(range(len(text))))
    pieces = [char.lower() for char in text]
    return Folded("".join(pieces), tuple(at for at, piece in enumerate(pieces) for _ in piece))


_LINK = re.compile(r"https?://\S++|www\.\S++|\[URL\]|\bURL\b", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@])@\w++|\[USER\]")
_SPACE = re.compile(r"\s++")


def light(text: str) -> str:
    """Return the text for a reader that wants words alone: no links, every mention as `@user`, single spaces."""
    text = _LINK.sub(" ", unicodedata.normalize("NFKC", text))
    return _SPACE.sub(" ", _MENTION.sub(" @user ", text)).strip()


# --- digits and signs that stand for letters --------------------------------------------------------------------
_TOKEN = re.compile(r"\S++")
_EDGES = ".,;:?!\"'()"
_SIGNS = "0123456789@$!|€£+"
_READ = str.maketrans("01345789@$!|€£+", "oieastbgasiielt")
_HAS_LETTER, _HAS_SIGN = re.compile("[a-z]"), re.compile(f"[{re.escape(_SIGNS)}]")
_EXEMPT = re.compile(
    r"""[a-z]*[0-9]{2,}[a-z]*                     # a year, a model, a postcode: two digits or more between letters
    |   [0-9]+(?:st|nd|rd|th|s|am|pm|k|m|p|x)     # an amount, a time, an order
    |   [a-z][0-9]+ | [0-9][a-z]                  # a road, a postcode's half""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(?:@|http|\#)")


def _read_digits(text: str) -> str:
    """Read digits and signs as letters inside words that hold a letter; the length stays."""
    if not _HAS_SIGN.search(text):
        return text
    return _TOKEN.sub(_read_token, text)


def _read_token(found: re.Match[str]) -> str:
    token = found[0]
    if not _HAS_SIGN.search(token) or (len(token) > 2 and _ADDRESS.match(token)):
        return token
    core = token.strip(_EDGES)
    if not (_HAS_LETTER.search(core) and _HAS_SIGN.search(core)) or _EXEMPT.fullmatch(core):
        return token
    start = token.index(core)
    return token[:start] + core.translate(_READ) + token[start + len(core) :]


# --- words with something between their letters -----------------------------------------------------------------
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][ ._*-]{1,2}){2,}[^\W_](?![^\W_])")
# Greedy and not possessive: the last letter may be the first of an ordinary word, and then one step back ends the run.


def _joined(text: str) -> list[bool] | None:
    """Say which characters stay when a run of three or more single letters becomes a word; None: all of them."""
    stays = None
    for run in _SPACED.finditer(text):
        stays = stays or [True] * len(text)
        for at in range(run.start(), run.end()):
            stays[at] = text[at] not in " ._*-"
    return stays


_STRETCHED = re.compile(r"(.)\1{2,}+", re.DOTALL)


def _squeezed(text: str) -> list[bool] | None:
    """Say which characters stay when three or more equal ones become two; None: all of them."""
    stays = None
    for run in _STRETCHED.finditer(text):
        stays = stays or [True] * len(text)
        stays[run.start() + 2 : run.end()] = [False] * (run.end() - run.start() - 2)
    return stays


def _keep(text: str, offsets: list[int], stays: list[bool] | None) -> tuple[str, list[int]]:
    if stays is None:
        return text, offsets
    kept = [at for at, stay in enumerate(stays) if stay]
    return "".join([text[at] for at in kept]), [offsets[at] for at in kept]
