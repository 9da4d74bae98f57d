"""Look closely at two screenshots that seem alike: whether the same words stand in the same places.

Most of a screenshot of words is background and what the app draws around them, so that two posts of one app are alike
to every hash. What differs is letters. So both are compared square by square without their large shapes, each square as
far as both hold something there: copies that were encoded anew agree to 0.84 and more, other words in the same app to
0.56 at most. Where a copy was cut, its place is known to a pixel or so: such copies agree to 0.54 to 0.70, so that some
of those in very small type are not found. Photographs have no such background, lose their finest lines in every copy,
and are not doubted.
"""

from collections.abc import Mapping

import numpy as np
from PIL import Image

from upstander.engines.matching.media.levels import Rows, pixels, without_shapes
from upstander.engines.matching.media.picture import Likeness, grey_of

SIDE = 256
"""Pixels to which both are brought: at 160 other words agree to 0.74."""
SQUARE = 32
SHIFT = 2
"""Pixels by which a square may lie elsewhere."""
SHIFT_OF_PART = 4
"""The same where one picture is a part of the other, whose place is known no better."""
QUIET = 2.0
"""Shades by which a pixel may depart from those around it and still be background."""
BACKGROUND = 0.75
"""The share of background from which a picture is taken for a screenshot of words: of photographs 0.68 at most."""
LETTERS = 0.12
"""The share of pixels that stand out from which a square is taken to hold words: the edge of a bar makes a few."""
AGREE = 0.6
"""The correlation from which they hold the same words. Measured on drawn screenshots of short posts in small type."""


def is_to_doubt(agrees: Likeness) -> bool:
    """Return whether two pictures may only be of the same app, if they are screenshots of words."""
    return agrees.how == "whole"


def doubtful(asked: Image.Image, found: Mapping[int, Likeness]) -> list[int]:
    """Return the held pictures that seem to be the one asked about and may only be of the same app, nearest first.

    None where the picture asked about is no screenshot of words.
    """
    perhaps = [number for number, one in found.items() if is_to_doubt(one)]
    if not perhaps or not _of_words(_detail(asked)):
        return []
    return sorted(perhaps, key=lambda number: (found[number].distance, number))


def same_words(one: Image.Image, other: Image.Image, *, shift: int = SHIFT) -> bool:
    """Return whether two screenshots of words hold the same in the same places; True where one is no such picture.

    About 10 ms, 40 with the `shift` of a part.
    """
    mine, theirs = _detail(grey_of(one)), _detail(grey_of(other))
    return not (_of_words(mine) and _of_words(theirs)) or _agreement(mine, theirs, shift) >= AGREE


def _detail(picture: Image.Image) -> Rows:
    return without_shapes(pixels(picture, SIDE, SIDE))


def _of_words(detail: Rows) -> bool:
    return float((np.abs(detail) < QUIET).mean()) >= BACKGROUND


def _agreement(one: Rows, other: Rows, shift: int) -> float:
    """Return the correlation of the squares that hold words in both, each counted by what the poorer of them holds."""
    mine, around = _squares(one), np.pad(other, shift)
    held = (mine**2).sum((2, 3))
    best = np.full(held.shape, -1.0)
    for down in range(2 * shift + 1):
        for across in range(2 * shift + 1):
            theirs = _squares(around[down : down + SIDE, across : across + SIDE])
            length = np.sqrt(np.maximum(held * (theirs**2).sum((2, 3)), 1e-6))
            best = np.maximum(best, (mine * theirs).sum((2, 3)) / length)
    theirs = _squares(other)
    words = np.minimum(_loud(mine), _loud(theirs)) >= LETTERS
    counts = np.minimum(held, (theirs**2).sum((2, 3))) * (words if words.any() else 1)
    return float((np.maximum(best, 0) * counts).sum() / max(float(counts.sum()), 1e-6))


def _loud(squares: Rows) -> Rows:
    loud: Rows = (np.abs(squares) >= QUIET).mean((2, 3))
    return loud


def _squares(rows: Rows) -> Rows:
    """Return rows of pixels as squares: down, across, and the pixels of each."""
    number = SIDE // SQUARE
    return rows.reshape(number, SQUARE, number, SQUARE).swapaxes(1, 2)
