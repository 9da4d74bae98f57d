"""Lay one picture over another wherever it may have been cut from it, at every size, and see how far they agree.

A pHash of a part differs from that of a cut copy in a fifth of its bits, as one of some thousand strangers does, and as
every second one of two screenshots of the same app does. So two looks follow. The first, at 32 by 32 pixels, finds the
place: photographs and what was cut from them (5 to 25 %) agree to 0.87 and more, but so do two chats of one app. The
second, at 96 by 96, compares what is left without the large shapes: cut copies agree to 0.70 and more, chats and
timelines of one app with other words to 0.66 at most.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from upstander.engines.matching.media import closer, phash
from upstander.engines.matching.media.levels import Rows, pixels, sums_of, without_shapes
from upstander.engines.matching.media.picture import SMALL, Hashes, Likeness, Picture, grey_of, likeness

SIDE = 32
"""Pixels to which the part is brought to find its place; the whole is brought to as many more as were cut off."""
LARGEST = 44
"""Pixels of the whole at most: a cut of a quarter of the width and height."""
AGREE = 0.85
"""The correlation of shades at that size from which it is worth a second look."""
FINE = 96
"""Pixels to which the part is brought to be looked at closely."""
SIZES = 2
"""Pixels by which the whole is made smaller and larger to be looked at closely."""
AROUND = 3
"""Pixels of those around the place found in which it is looked for once more."""
LEAST = 1.0
"""The length of what a square departs from its mean below which it counts as flat, in shades of grey."""
AGREE_CLOSELY = 0.68
"""The correlation of what is left without large shapes, from which one picture is taken to be cut from the other."""
CLOSE_LOOKS = 30
"""Held pictures that are laid over one that is asked about: those whose hashes are nearest."""
COMMON = 5
"""Held pictures from which one may be cut; more share a page that says nothing of any of them."""

_SIZES = [
    (SIDE + right, SIDE + down)
    for right in range(LARGEST - SIDE + 1) for down in range(LARGEST - SIDE + 1)
    if right == down or not right or not down
]  # fmt: skip
"""Sizes of the whole: cut all around, or only above and below, or only at the sides."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the part agrees best with the whole brought to `wide` by `high` pixels, and how far it agrees there."""

    agree: float
    wide: int
    high: int
    down: int
    across: int


NOWHERE = Place(0.0, SIDE, SIDE, 0, 0)


def could_be_cut(asked: Hashes, held: Hashes) -> int | None:
    """Return in how few bits the whole of one differs from a part of the other; None where it cannot be a part."""
    if not asked.shapes or not held.shapes:
        return None
    apart = min(
        *(_apart(asked.parts[0], each) for each in held.parts), *(_apart(each, held.parts[0]) for each in asked.parts)
    )
    return apart if apart <= phash.NEAR else None


def alike(
    asked: Picture,
    held: Iterable[tuple[int, Hashes]],
    small_copies: Callable[[Sequence[int]], Iterable[tuple[int, bytes]]],
) -> list[tuple[int, Likeness]]:
    """Return the held pictures that look like the one asked about, by number, the nearest first.

    `small_copies` yields the small copies of those that need a closer look, at most CLOSE_LOOKS of each kind; what it
    has none of is left out.
    """
    found: dict[int, Likeness] = {}
    perhaps: dict[int, int] = {}
    for number, hashes in held:
        agrees = likeness(asked.hashes, hashes)
        if agrees:
            found[number] = agrees
        if not agrees or closer.is_to_doubt(agrees):
            apart = could_be_cut(asked.hashes, hashes)
            if apart is not None:
                perhaps[number] = apart
    with Image.open(BytesIO(asked.small), formats=SMALL) as picture:
        one = grey_of(picture)
        doubted = closer.doubtful(one, found)
        sure = {number: agrees for number, agrees in found.items() if number not in doubted}
        nearest = sorted(perhaps.keys() - found.keys(), key=lambda number: (perhaps[number], number))[:CLOSE_LOOKS]
        cut: list[tuple[int, Likeness]] = []
        looked_at = [*doubted[:CLOSE_LOOKS], *nearest]
        for number, small in small_copies(looked_at) if looked_at else ():
            with Image.open(BytesIO(small), formats=SMALL) as other:
                if number in found and closer.same_words(one, other):
                    sure[number] = found[number]
                elif number in perhaps and (agrees := cut_from(one, other, perhaps[number])):
                    cut.append((number, agrees))
    sure |= telling(cut)
    return sorted(sure.items(), key=lambda each: (each[1].distance / each[1].bits, each[0]))


def thumbnail(small: bytes) -> bytes:
    """Return as much of a small copy as laying it over another one needs: a grey JPEG of some 15,000 bytes."""
    made = BytesIO()
    with Image.open(BytesIO(small), formats=SMALL) as picture:
        kept = grey_of(picture)
        kept.thumbnail((4 * FINE, 4 * FINE))
        kept.save(made, "JPEG", quality=85)
    return made.getvalue()


def cut_from(one: Image.Image, other: Image.Image, apart: int) -> Likeness | None:
    """Return the likeness of two pictures of which one was cut from the other, None for two of which neither was.

    `apart` is what `could_be_cut` said. 10 to 20 ms.
    """
    mine, theirs = grey_of(one), grey_of(other)
    ways = [(part, whole, _laid_over(part, whole)) for part, whole in ((mine, theirs), (theirs, mine))]
    part, whole, place = max(ways, key=lambda way: way[2].agree)
    if place.agree < AGREE_CLOSELY or not closer.same_words(part, _there(whole, place), shift=closer.SHIFT_OF_PART):
        return None
    return Likeness("part", apart, phash.BITS, round(place.agree, 2))


def telling(cut: Sequence[Found]) -> Sequence[Found]:
    """Return what was found of pictures of which one was cut from the other: nothing where that is said of too many."""
    return cut if len(cut) <= COMMON else ()


def _laid_over(part: Image.Image, whole: Image.Image) -> Place:
    """Return where the two agree best, and how far closely: 1 for the very same, about 0 for strangers."""
    small = _evened(pixels(part, SIDE, SIDE))
    best = NOWHERE
    for wide, high in _SIZES:
        agrees = _agreement(small, pixels(whole, wide, high))
        best = max(best, _best(agrees, wide, high), key=_how_far)
    return _closely(part, whole, best) if best.agree >= AGREE else NOWHERE


def _closely(part: Image.Image, whole: Image.Image, place: Place) -> Place:
    """Return where the two agree best at the finer size around a place."""
    small = _evened(without_shapes(pixels(part, FINE, FINE)))
    best, scale = NOWHERE, FINE / SIDE
    for more in range(-SIZES, SIZES + 1):
        wide, high = (round(side * scale) + (more if side > SIDE else 0) for side in (place.wide, place.high))
        if min(wide, high) < FINE:
            continue
        top = max(0, min(high - FINE, round(place.down * scale)) - AROUND)
        left = max(0, min(wide - FINE, round(place.across * scale)) - AROUND)
        reach = FINE + 2 * AROUND
        near = without_shapes(pixels(whole, wide, high))[top : top + reach, left : left + reach]
        best = max(best, _best(_agreement(small, near), wide, high, top, left), key=_how_far)
    return best


def _best(agrees: NDArray[np.float64], wide: int, high: int, top: int = 0, left: int = 0) -> Place:
    """Return the best of the places that begin at `top` and `left` of the whole."""
    down, across = divmod(int(agrees.argmax()), agrees.shape[1])
    return Place(float(agrees.max()), wide, high, top + down, left + across)


def _how_far(place: Place) -> float:
    return place.agree


def _there(whole: Image.Image, place: Place) -> Image.Image:
    """Cut out of the whole what lies at a place of the finer size."""
    across, down = whole.width / place.wide, whole.height / place.high
    box = (place.across, place.down, place.across + FINE, place.down + FINE)
    left, top, right, foot = (round(side * (down if number % 2 else across)) for number, side in enumerate(box))
    return whole.crop((left, top, right, foot))


def _evened(levels: Rows) -> Rows:
    """Return a square with its mean at nought and its length at one, so that light and contrast do not matter."""
    centred = levels - levels.mean()
    evened: Rows = centred / max(float(np.linalg.norm(centred)), LEAST)
    return evened


def _agreement(small: Rows, whole: Rows) -> NDArray[np.float64]:
    """Return the correlation of an evened square with each place of its size in `whole`.

    The mean of a place need not be taken off before the two are multiplied, since the square's own mean is nought; how
    far a place departs from its mean comes from running sums.
    """
    side = len(small)
    products = sliding_window_view(whole, (side, side)).reshape(-1, side * side) @ small.ravel()
    sums, squares = sums_of(np.stack([whole, whole**2]), side)
    departs = squares - sums**2 / side**2
    agrees: NDArray[np.float64] = products.reshape(departs.shape) / np.sqrt(np.maximum(departs, LEAST**2))
    return agrees


def _apart(one: bytes, two: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(two, "big")).bit_count()
