"""pHash: 64 bits of a picture's coarsest shape, taken of the whole and of nine parts, so that a cut copy is found."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 32
"""Pixels that a picture, or a part of it, is brought to before its shape is taken."""
KEPT = 8
"""Frequencies kept in each direction: 8 x 8 make 64 bits."""
BITS = KEPT * KEPT
"""Bits of a hash."""
PART = 0.88
"""The share of width and height that each part keeps: between the whole and a cut of a fifth lies one of them."""
NEAR = 14
"""Bits of 64 in which a hash may differ from that of a held picture or of a part of it, to be looked at closely.

Of 80 photographs all cut by a tenth are within 12 bits, eight of ten cut by a fifth within 14; so are three of 10,000
strangers, which is why the two are then laid over each other (media/laying.py).
"""


def phash(grey: Image.Image) -> bytes:
    """Return the 8 bytes of a grey picture (mode L)."""
    small = np.asarray(grey.resize((SIDE, SIDE), Image.Resampling.LANCZOS), np.float32)
    shape = _COSINES @ small @ _COSINES.T
    return np.packbits((shape > np.median(shape)).reshape(-1)).tobytes()


def with_parts(grey: Image.Image) -> tuple[bytes, ...]:
    """Return the hash of a grey picture and of its parts: three by three, from corner to corner."""
    width, height = grey.size
    across, down = max(1, round(width * PART)), max(1, round(height * PART))
    lefts, tops = ((0, room // 2, room) for room in (width - across, height - down))
    parts = [grey.crop((left, top, left + across, top + down)) for top in tops for left in lefts]
    return tuple(phash(part) for part in (grey, *parts))


_ANGLES = np.outer(np.arange(KEPT), 2 * np.arange(SIDE) + 1) * (np.pi / (2 * SIDE))
_COSINES: NDArray[np.float32] = np.cos(_ANGLES).astype(np.float32)
