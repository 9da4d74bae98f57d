"""Lay one picture over another wherever it may have been cut from it, at every size, and see how far they agree.

A pHash of a part differs from that of a cut copy in a fifth of its bits, as one of some thousand strangers does. Laid
over each other at 32 by 32 pixels, 80 photographs and what was cut from them (5 to 25 %) agree to 0.87 and more,
strangers whose hashes were near to 0.73 at most.
"""

from io import BytesIO

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from upstander.engines.matching.media import phash
from upstander.engines.matching.media.picture import SMALL, Hashes, Likeness, Picture, grey_of, likeness

SIDE = 32
"""Pixels to which the part is brought; the whole is brought to as many more as the cut would have left out."""
LARGEST = 44
"""Pixels of the whole at most: a cut of a quarter of the width and height."""
AGREE = 0.85
"""The correlation of shades from which one picture is taken to be cut from the other."""

Rows = NDArray[np.float32]


def could_be_cut(asked: Hashes, held: Hashes) -> int | None:
    """Return in how few bits the whole of one differs from a part of the other; None where it cannot be a part."""
    if not asked.shapes or not held.shapes:
        return None
    apart = min(
        *(_apart(asked.parts[0], each) for each in held.parts), *(_apart(each, held.parts[0]) for each in asked.parts)
    )
    return apart if apart <= phash.NEAR else None


def agreement(asked: Picture, held: Hashes, small: bytes) -> Likeness | None:
    """Return in what a picture agrees with a held one: by their hashes, or by a closer look at its small copy."""
    if agrees := likeness(asked.hashes, held):
        return agrees
    apart = could_be_cut(asked.hashes, held)
    if apart is None:
        return None
    with Image.open(BytesIO(asked.small), formats=SMALL) as one, Image.open(BytesIO(small), formats=SMALL) as other:
        return cut_from(one, other, apart)


def thumbnail(small: bytes) -> bytes:
    """Return as much of a small copy as laying it over another one needs: a grey JPEG of some 3,000 bytes."""
    made = BytesIO()
    with Image.open(BytesIO(small), formats=SMALL) as picture:
        grey_of(picture).resize((2 * LARGEST, 2 * LARGEST), Image.Resampling.BOX).save(made, "JPEG", quality=90)
    return made.getvalue()


def cut_from(one: Image.Image, other: Image.Image, apart: int) -> Likeness | None:
    """Return the likeness of two pictures of which one was cut from the other, None for two of which neither was.

    `apart` is what `could_be_cut` said. About 13 ms.
    """
    greys = grey_of(one), grey_of(other)
    agree = max(_laid_over(*greys), _laid_over(*reversed(greys)))
    return Likeness("part", apart, phash.BITS, round(agree, 2)) if agree >= AGREE else None


def _laid_over(part: Image.Image, whole: Image.Image) -> float:
    """Return how far the shades agree where they agree best: 1 for the very same, about 0 for strangers."""
    small = _evened(np.asarray(part.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32).reshape(1, -1))[0]
    best = 0.0
    for side in range(SIDE, LARGEST + 1):
        large = np.asarray(whole.resize((side, side), Image.Resampling.BOX), np.float32)
        places = sliding_window_view(large, (SIDE, SIDE)).reshape(-1, SIDE * SIDE)
        best = max(best, float((_evened(places) @ small).max()))
    return best


def _evened(rows: Rows) -> Rows:
    """Return each row with its mean at nought and its length at one, so that light and contrast do not matter."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    evened: Rows = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    return evened


def _apart(one: bytes, two: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(two, "big")).bit_count()
