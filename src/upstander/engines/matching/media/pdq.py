"""PDQ, the picture hash that platforms exchange: 256 bits of a picture's coarse shape, and how much shape there is.

Written after the published description (Meta, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
Algorithm", 2019), because its only package needs a compiler where it is installed. On 80 photographs, turned and
mirrored, hashes and qualities are those of that package to the bit (bench/media.py).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
Bits = NDArray[np.uint8]

SIDE = 64
"""Pixels that a picture is brought to before its shape is taken."""
KEPT = 16
"""Frequencies kept in each direction: 16 x 16 make 256 bits."""
PASSES = 2
"""Times that the picture is blurred, so that the pixels left out do not matter."""
BITS = KEPT * KEPT
"""Bits of a hash."""
GOOD = 50
"""Quality from which a hash says enough to be compared, of 100; below, pictures are flat and share their bits."""
NEAR = 31
"""Bits of 256 in which two hashes may differ and still be taken for one picture: the threshold platforms use."""


@dataclass(frozen=True, slots=True)
class Hash:
    """A hash: its 32 bytes, the highest frequencies first, and its quality from 0 to 100."""

    bytes: bytes
    quality: int

    @property
    def hex(self) -> str:
        """The hash as it is exchanged: 64 hexadecimal digits."""
        return self.bytes.hex()


def pdq(grey: Grey) -> Hash:
    """Return the hash of a picture given as luminance, 0 to 255, rows by columns; at least one pixel each way."""
    small = _shrunk(grey)
    return Hash(_bits(_frequencies(small)), _quality(small))


def mirrored(grey: Grey) -> list[Hash]:
    """Return the hashes of a picture turned and mirrored, all eight ways, itself first.

    Turning changes only the sign and the place of the frequencies, so that one look at the picture is enough.
    """
    small = _shrunk(grey)
    quality, plain = _quality(small), _frequencies(small)
    odd = np.where(np.arange(1, KEPT + 1) % 2 == 1, -1.0, 1.0).astype(np.float32)
    across, down = plain * odd, plain * odd[:, None]
    ways = [plain, across, down, across * odd[:, None]]
    return [Hash(_bits(way), quality) for each in ways for way in (each, each.T)]


def distance(one: bytes, two: bytes) -> int:
    """Return in how many bits two hashes of one length differ."""
    return (int.from_bytes(one, "big") ^ int.from_bytes(two, "big")).bit_count()


def _shrunk(grey: Grey) -> Grey:
    rows, columns = grey.shape
    for _ in range(PASSES):
        grey = _blurred(_blurred(grey, _window(columns)).T, _window(rows)).T
    middle = np.arange(SIDE) + 0.5
    return np.ascontiguousarray(
        grey[np.ix_((middle * rows / SIDE).astype(int), (middle * columns / SIDE).astype(int))], np.float32
    )


def _window(length: int) -> int:
    return (length + 2 * SIDE - 1) // (2 * SIDE)


def _blurred(grey: Grey, window: int) -> Grey:
    """Average every pixel of each row with its neighbours, `window` pixels in all, fewer at the edges."""
    columns = grey.shape[1]
    ahead = (window + 2) // 2
    places = np.arange(columns)
    starts, ends = np.maximum(0, places - (window - ahead)), np.minimum(columns, places + ahead)
    sums = np.zeros((grey.shape[0], columns + 1), np.float64)
    np.cumsum(grey, axis=1, dtype=np.float64, out=sums[:, 1:])
    blurred: Grey = ((sums[:, ends] - sums[:, starts]) / (ends - starts)).astype(np.float32)
    return blurred


def _frequencies(small: Grey) -> Grey:
    shape: Grey = (_COSINES @ small @ _COSINES.T).astype(np.float32, copy=False)
    return shape


def _bits(shape: Grey) -> bytes:
    """One bit a frequency: whether it is above the middle one. The first frequency is the last bit, as exchanged."""
    middle = np.partition(shape, shape.size // 2 - 1, axis=None)[shape.size // 2 - 1]
    return np.packbits((shape > middle).reshape(-1)[::-1]).tobytes()


def _quality(small: Grey) -> int:
    """Return how much shape a picture has: the steps between neighbouring pixels, in hundredths, counted to 100."""
    steps = (np.trunc(np.diff(small, axis=way) * 100 / 255) for way in (0, 1))
    return min(100, int(sum(float(np.abs(step).sum()) for step in steps) / 90))


_ANGLES = np.outer(np.arange(1, KEPT + 1), 2 * np.arange(SIDE) + 1) * (np.pi / (2 * SIDE))
_COSINES: Grey = (np.sqrt(2 / SIDE) * np.cos(_ANGLES)).astype(np.float32)
