"""Know which characters the bundled fonts can print, and write out those that no font can."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from upstander.engines.text import escape_controls

from .typeset import FONTS

IGNORABLE = frozenset(
    [0x09, 0x0A, 0x034F, 0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0)]
)
"""Code points that shape their neighbours and draw nothing themselves: a font need not hold them."""


def printable(text: str) -> str:
    """Return `text` as it can be printed: unseen, unassigned and private characters written out, such as `[U+202E]`."""
    shown = escape_controls(text)
    if shown.isascii():
        return shown
    return "".join(
        f"[U+{ord(char):04X}]" if unicodedata.category(char) in ("Cn", "Co") and not _in_fonts(char) else char
        for char in shown
    )


def missing_glyphs(text: str) -> set[str]:
    """Return the characters of `text` that none of the bundled fonts can print."""
    return {char for char in set(text) if not _in_fonts(char)}


@cache
def _in_fonts(char: str) -> bool:
    point = ord(char)
    return point in IGNORABLE or any(point in _code_points(path) for path in _font_files())


@cache
def _font_files() -> tuple[Path, ...]:
    """Return the fonts, the one that holds most characters of most texts first: the others are read when needed."""
    return tuple(sorted(FONTS.glob("*.[ot]tf"), key=lambda path: (path.stem != "NotoSans-Regular", path.name)))


@cache
def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        # Only the code points matter, and reading the true names of glyphs takes eight times as long.
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        return frozenset(font.getBestCmap())
