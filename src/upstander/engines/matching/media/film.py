"""Videos by their frames, one a second: which frames of two look alike, and what share of each video that is.

The way of vPDQ (Meta and others, github.com/facebook/ThreatExchange, 2021): no model, and a part of a longer video is
found. Frames are those of the sheet that the sandbox made (engines/previews/worker.py).
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image

from upstander.engines.matching.media import pdq
from upstander.engines.matching.media.picture import SMALL
from upstander.engines.matching.media.trimming import cuts

VERSION = 1
"""Of the way in which frames are brought to hashes; each reason that rests on them names it."""
MOST = 120
"""Frames on a sheet; one that says it has more is refused."""
LARGEST = 160
"""Pixels of a frame's longer side."""
SHARE = 0.6
"""Of the frames of the shorter video that must have one that is near in the other."""
FEWEST = 3
"""Seconds with frames of different shape that must be near; where a video has fewer, nearly all of both must be."""
NEARLY_ALL = 0.8
PAIRS = 3
"""Pairs of frames that are named in a reason."""

_HEAD = struct.Struct(">HHHB")
_SHAPE = struct.Struct(">H32s")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The frames of one video, one a second from its beginning, on one grey picture."""

    count: int
    wide: int
    high: int
    beside: int
    picture: bytes

    @classmethod
    def read(cls, kept: bytes) -> "Sheet":
        """Read a sheet as the worker writes it. Raises ValueError for what is none."""
        if len(kept) <= _HEAD.size:
            raise ValueError("this is no sheet of frames")
        count, wide, high, beside = _HEAD.unpack_from(kept)
        if not (1 <= count <= MOST and 1 <= wide <= LARGEST and 1 <= high <= LARGEST and 1 <= beside <= count):
            raise ValueError("this sheet says what no sheet is")
        return cls(count, wide, high, beside, kept[_HEAD.size :])

    def frames(self) -> list[Image.Image]:
        """Return the frames. Raises ValueError or OSError for a picture that is no such sheet."""
        with Image.open(BytesIO(self.picture), formats=SMALL) as sheet:
            if sheet.size != (self.wide * self.beside, self.high * -(-self.count // self.beside)):
                raise ValueError("this sheet is not as large as its frames")
            whole = sheet.convert("L")
        corners = [(self.wide * (at % self.beside), self.high * (at // self.beside)) for at in range(self.count)]
        return [whole.crop((left, top, left + self.wide, top + self.high)) for left, top in corners]


@dataclass(frozen=True, slots=True)
class Film:
    """The hashes of the frames of one video: (second, PDQ), of a second also those without bars and borders.

    Frames that are flat (quality under GOOD) are left out: black ones are alike in all videos.
    """

    shapes: tuple[tuple[int, bytes], ...]

    def to_bytes(self) -> bytes:
        """Return what is kept of a held video: 34 bytes a hash."""
        return b"".join(_SHAPE.pack(second, shape) for second, shape in self.shapes)

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Film":
        """Return the hashes that `to_bytes` kept; raises ValueError for any other length."""
        if len(kept) % _SHAPE.size:
            raise ValueError(f"{len(kept)} bytes are not the hashes of frames")
        return cls(tuple(_SHAPE.iter_unpack(kept)))

    @property
    def seconds(self) -> tuple[int, ...]:
        """The seconds of which there is a frame that can be compared."""
        return tuple(dict.fromkeys(second for second, _ in self.shapes))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two videos agree: frames of each that have a near one in the other, of how many; the nearest pairs."""

    asked: tuple[int, int]
    held: tuple[int, int]
    pairs: tuple[tuple[int, int, int], ...]
    """(second of the one asked about, second of the held one, bits of 256 that differ), the nearest first."""
    different: int
    """Frames of the one asked about that are near one and differ from each other."""

    @property
    def shares(self) -> tuple[float, float]:
        """The share of the frames of each."""
        return self.asked[0] / self.asked[1], self.held[0] / self.held[1]

    @property
    def passes(self) -> bool:
        """Whether it would be proposed."""
        of_shorter = self.shares[0] if self.asked[1] <= self.held[1] else self.shares[1]
        if self.different >= FEWEST:
            return of_shorter >= SHARE
        return min(self.shares) >= NEARLY_ALL


def read(sheet: bytes) -> Film:
    """Return the hashes of the frames on a sheet. Raises ValueError or OSError for what is none."""
    shapes: list[tuple[int, bytes]] = []
    for second, frame in enumerate(Sheet.read(sheet).frames()):
        levels = np.asarray(frame, np.float32)
        hashes = [pdq.pdq(form) for form in (levels, *cuts(levels))]
        shapes += [(second, each.bytes) for each in hashes if each.quality >= pdq.GOOD]
    return Film(tuple(shapes))


def agreement(asked: Film, held: Film) -> Agreement | None:
    """Return how far two videos agree; None where no frame of one is near a frame of the other. About 1 ms."""
    if not asked.shapes or not held.shapes:
        return None
    apart = _apart([shape for _, shape in asked.shapes], [shape for _, shape in held.shapes])
    near = np.argwhere(apart <= pdq.NEAR)
    if not near.size:
        return None
    best: dict[tuple[int, int], int] = {}
    for one, two in near:
        pair = asked.shapes[one][0], held.shapes[two][0]
        best[pair] = min(best.get(pair, pdq.BITS), int(apart[one, two]))
    ones, twos = {one for one, _ in best}, {two for _, two in best}
    return Agreement(
        (len(ones), len(asked.seconds)), (len(twos), len(held.seconds)), tuple(_spread(best)), _different(asked, ones)
    )


def _spread(best: dict[tuple[int, int], int]) -> Iterator[tuple[int, int, int]]:
    """Yield the nearest pairs, no frame in two of them, so that the page shows different moments."""
    taken: tuple[set[int], set[int]] = set(), set()
    for (one, two), bits in sorted(best.items(), key=lambda each: (each[1], each[0])):
        if one not in taken[0] and two not in taken[1] and len(taken[0]) < PAIRS:
            taken[0].add(one)
            taken[1].add(two)
            yield one, two, bits


def _different(film: Film, seconds: Iterable[int]) -> int:
    """Return how many of these frames differ from all before them; no more than FEWEST are counted."""
    wanted, found = set(seconds), list[bytes]()
    for second, shape in film.shapes:
        if second in wanted and all(pdq.distance(shape, each) > pdq.NEAR for each in found):
            wanted.discard(second)
            found.append(shape)
            if len(found) == FEWEST:
                break
        elif second in wanted:
            wanted.discard(second)
    return len(found)


def _apart(ones: Sequence[bytes], twos: Sequence[bytes]) -> "np.typing.NDArray[np.uint16]":
    rows = [np.frombuffer(b"".join(each), ">u8").astype(np.uint64).reshape(len(each), -1) for each in (ones, twos)]
    different = np.bitwise_count(rows[0][:, None, :] ^ rows[1][None, :, :])
    whole: np.typing.NDArray[np.uint16] = different.sum(axis=2, dtype=np.uint16)
    return whole


def likeliest(near: Iterable[int], most: int) -> list[int]:
    """Return the videos to which most frames are near, given once for each such frame, at most `most` of them."""
    return [number for number, _ in Counter(near).most_common(most)]
