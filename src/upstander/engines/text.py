"""Make hostile text safe to store and to show: visible signs for what a column cannot hold or an eye cannot see."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

NUL_SIGN = "\u2400"
REPLACEMENT = "\ufffd"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_PLAIN = re.compile(r"[\t\n\x20-\x7e]*")
# Letters that draw nothing at all: Hangul fillers, Khmer inherent vowels, the blank Braille cell.
_BLANKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_FLAG_OF_A_NATION = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f")
_JOINERS = "\u200c\u200d"


def visible(text: str) -> tuple[str, bool]:
    """Return `text` with NUL and lone surrogates replaced by visible signs, and whether anything was replaced.

    The length in characters stays the same, so offsets into the one are offsets into the other.
    """
    changed, count = _UNSTORABLE.subn(lambda found: NUL_SIGN if found[0] == "\x00" else REPLACEMENT, text)
    return changed, count > 0


def escape_controls(text: str) -> str:
    """Return `text` with control, direction and zero-width characters written out, such as `[U+202E]`.

    Tabs and line ends stay; so do joiners where spelling needs them (between emoji, inside Persian or Indic words) and
    the tags of the flags of England, Scotland and Wales. The result is for display only, never for matching.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_written_out(text))


def escape_pieces(text: str, cuts: Iterable[int]) -> list[str]:
    """Return what `escape_controls` makes of `text`, cut at these places of the original, in order and within it."""
    shown = text if _PLAIN.fullmatch(text) else _written_out(text)
    places = [0, *cuts, len(text)]
    return ["".join(shown[start:end]) for start, end in pairwise(places)]


def _written_out(text: str) -> list[str]:
    """Return for each character what is shown of it."""
    kept = {at for flag in _FLAG_OF_A_NATION.finditer(text) for at in range(flag.start(), flag.end())}
    return [
        "" if char == "\r" and text[at + 1 : at + 2] == "\n"
        else char if at in kept or not _is_hidden(text, at) else f"[U+{ord(char):04X}]"
        for at, char in enumerate(text)
    ]  # fmt: skip


def _is_hidden(text: str, at: int) -> bool:
    char = text[at]
    if char in "\t\n":
        return False
    if char in _BLANKS:
        return True
    if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return False
    return not (char in _JOINERS and _joins(text, at))


def _joins(text: str, at: int) -> bool:
    """Whether the joiner at `at` stands between two emoji or inside a word of a script that is spelt with joiners."""
    if at == 0 or at + 1 == len(text):
        return False
    before, after = unicodedata.category(text[at - 1]), unicodedata.category(text[at + 1])
    between_emoji = (before in ("So", "Sk") or text[at - 1] == "\ufe0f") and after == "So"
    inside_a_word = before in ("Lo", "Mn", "Mc") and after == "Lo"
    return between_emoji or inside_a_word
