"""What is kept of one picture to find its copies by, and how two pictures are compared."""

from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import numpy as np
from PIL import Image

from upstander.engines.matching.media import pdq, phash
from upstander.engines.matching.media.trimming import cuts

VERSION = 1
"""Of the way in which pictures are brought to hashes; each reason that rests on them names it."""
SMALL = ("JPEG",)
"""The only format in which a small copy is read."""
WIDEST = 512
"""Pixels to which a picture is brought before it is hashed: larger ones say no more."""

_SHAPE = pdq.BITS // 8 + 1
"""Bytes of a PDQ hash and its quality."""
_PARTS = phash.BITS // 8 * 10
"""Bytes of the pHashes of the whole and nine parts."""

How = Literal["whole", "frame", "mirrored", "part"]
"""In what two pictures agree: as they are; once flat frames are cut; once turned or mirrored; the whole in a part."""


@dataclass(frozen=True, slots=True)
class Hashes:
    """The hashes of one picture: PDQ of the whole and of what is left without frames, pHash of the whole and of parts.

    `turned` is filled for a picture that is asked about, never for one that is held.
    """

    whole: pdq.Hash
    inner: tuple[pdq.Hash, ...]
    parts: tuple[bytes, ...]
    turned: tuple[bytes, ...] = ()

    def to_bytes(self) -> bytes:
        """Return what is kept of a held picture; `turned` is not."""
        shapes = b"".join(each.bytes + bytes([each.quality]) for each in (self.whole, *self.inner))
        return b"".join(self.parts) + shapes

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Hashes":
        """Return the hashes that `to_bytes` kept; raises ValueError for any other length."""
        parts, shapes = kept[:_PARTS], kept[_PARTS:]
        if not shapes or len(shapes) % _SHAPE:
            raise ValueError(f"{len(kept)} bytes are not the hashes of a picture")
        pdqs = [pdq.Hash(shapes[at : at + _SHAPE - 1], shapes[at + _SHAPE - 1]) for at in range(0, len(shapes), _SHAPE)]
        return cls(pdqs[0], tuple(pdqs[1:]), tuple(parts[at : at + 8] for at in range(0, _PARTS, 8)))

    @property
    def shapes(self) -> tuple[bytes, ...]:
        """The PDQ hashes that say enough to be compared, the whole first; none for a flat picture."""
        return tuple(each.bytes for each in (self.whole, *self.inner) if each.quality >= pdq.GOOD)


@dataclass(frozen=True, slots=True)
class Likeness:
    """In what two pictures agree, and in how many bits of how many their hashes differ there.

    `agree` is how far they agree closely where one was laid over the other (media/laying.py), None where none was.
    """

    how: How
    distance: int
    bits: int
    agree: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be matched: its hashes, `turned` among them, and its small copy, a JPEG that the sandbox made."""

    hashes: Hashes
    small: bytes


def read(small: bytes, *, turned: bool = True) -> Picture:
    """Read the small copy that the sandbox made of a picture. Raises OSError for what is none."""
    with Image.open(BytesIO(small), formats=SMALL) as picture:
        return Picture(hashes_of(picture, turned=turned), small)


def hashes_of(picture: Image.Image, *, turned: bool = False) -> Hashes:
    """Return the hashes of a picture; `turned` for one that is asked about.

    Give only pictures that the hub made itself: one from outside is first made anew in the sandbox (engines/previews).
    """
    grey = grey_of(picture)
    levels = np.asarray(grey, np.float32)
    forms = [levels, *cuts(levels)]
    looked = [pdq.mirrored(form) if turned else [pdq.pdq(form)] for form in forms]
    whole, *inner = (plain for plain, *_ in looked)
    ways = [way for _, *others in looked for way in others]
    return Hashes(
        whole, tuple(inner), phash.with_parts(grey), tuple(way.bytes for way in ways if way.quality >= pdq.GOOD)
    )


def likeness(asked: Hashes, held: Hashes) -> Likeness | None:
    """Return in what the two agree, the plainest first; None where they are not alike.

    Flat pictures (quality under GOOD) are alike to too many and are never compared by shape. Whether one was cut from
    the other is seen only by a closer look (media/laying.py).
    """
    if not asked.shapes or not held.shapes:
        return None
    if asked.shapes[0] == asked.whole.bytes and held.shapes[0] == held.whole.bytes:
        whole = pdq.distance(asked.whole.bytes, held.whole.bytes)
        if whole <= pdq.NEAR:
            return Likeness("whole", whole, pdq.BITS)
    ways_asked: tuple[tuple[How, tuple[bytes, ...]], ...] = (("frame", asked.shapes), ("mirrored", asked.turned))
    for how, ways in ways_asked:
        nearest = min((pdq.distance(way, each) for way in ways for each in held.shapes), default=pdq.BITS)
        if nearest <= pdq.NEAR:
            return Likeness(how, nearest, pdq.BITS)
    return None


def grey_of(picture: Image.Image) -> Image.Image:
    """Return a picture in shades of grey, no larger than what is hashed."""
    if picture.mode == "L" and max(picture.size) <= WIDEST:
        return picture
    grey = picture.convert("RGB").convert("L")
    grey.thumbnail((WIDEST, WIDEST))
    return grey
