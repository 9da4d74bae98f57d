"""Plain letters: a text without case, accents, look-alike or invisible letters, each with its place in the original."""

import unicodedata

from upstander.engines.confusables import CONFUSABLES

_SMALL = {
    **CONFUSABLES, **dict(zip("кмтнвгп", "kmthbrn", strict=True)),
}  # fmt: skip
"""Small Cyrillic letters whose shape passes for a Latin one only to a reader who expects one."""


class _Plain(dict[int, str]):
    """What each character becomes; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = "" if _is_ignorable(code) else _plain(chr(code))
        return plain


def _is_ignorable(code: int) -> bool:
    """Whether a character draws nothing: zero-width, direction, variation and tag characters, soft hyphens."""
    return (
        code in (0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x2800)
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        or unicodedata.category(chr(code)) == "Cf"
    )


def _plain(char: str) -> str:
    out = []
    for part in unicodedata.normalize("NFKD", char):
        if unicodedata.combining(part):
            continue
        for letter in _SMALL.get(part, part).lower():
            if not unicodedata.combining(letter):
                out.append(_SMALL.get(letter, letter))
    return "".join(out)


_PLAIN = _Plain()


def plain_letters(text: str) -> tuple[str, list[int]]:
    """Return the plain form of a text, and for each of its characters the index of the one it comes from.

    Letters may become several (a ligature) or none (an accent, a zero-width sign); nothing is moved. Plain letters of a
    plain text are that text. Time is linear, whatever the text.
    """
    if text.isascii():
        return text.lower(), list(range(len(text)))
    pieces = [_PLAIN[ord(char)] for char in text]
    return "".join(pieces), [at for at, piece in enumerate(pieces) for _ in piece]
