"""The hashes of all held pictures as two arrays in memory: one pass over them answers which are near.

A table of keys cannot find what differs in a fifth of its bits. An array can, at the speed at which memory is read, and
a picture takes some 200 bytes of it. It is a cache of rows that commit with their report: whoever uses it adds the
newest rows first and looks up in the table what it found, so that nothing erased is shown (docs/adr/0010).
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from upstander.engines.matching.media import pdq, phash
from upstander.engines.matching.media.film import Film, likeliest
from upstander.engines.matching.media.picture import Hashes

Words = NDArray[np.uint64]
AT_ONCE = 32_768
"""Hashes compared in one go: few enough that what is worked out stays near the processor."""

FILMS = 50
"""Videos that are compared frame by frame with one that is asked about."""


class Held:
    """All held pictures by number."""

    def __init__(self) -> None:
        """Begin with none."""
        self._shapes = _Columns(pdq.BITS // 64)
        self._wholes, self._parts = _Columns(1), _Columns(1)
        self.count = 0

    def add(self, pictures: Iterable[tuple[int, Hashes]]) -> None:
        """Add pictures by number; one without any shape (flat) is alike to everything and is left out."""
        for number, hashes in pictures:
            if hashes.shapes:
                self._shapes.add(number, hashes.shapes)
                self._wholes.add(number, hashes.parts[:1])
                self._parts.add(number, hashes.parts)
                self.count += 1

    def near(self, asked: Hashes) -> list[int]:
        """Return the numbers of all held pictures that `likeness` finds alike, and perhaps of a few more, in order."""
        if not asked.shapes:
            return []
        found = self._shapes.near([*asked.shapes, *asked.turned], pdq.NEAR)
        found |= self._parts.near(asked.parts[:1], phash.NEAR)  # a part was cut from what is held
        found |= self._wholes.near(asked.parts[1:], phash.NEAR)  # what is held was cut from this
        return sorted(found)


class Films:
    """The frames of all held videos, by the number of the video."""

    def __init__(self) -> None:
        """Begin with none."""
        self._shapes = _Columns(pdq.BITS // 64)

    def add(self, films: Iterable[tuple[int, Film]]) -> None:
        """Add videos by number."""
        for number, film in films:
            if film.shapes:
                self._shapes.add(number, [shape for _, shape in film.shapes])

    def near(self, asked: Film) -> list[int]:
        """Return the numbers of the videos with frames that are near frames of this one, FILMS at most.

        Those to which most are near come first. Of 120 frames among 100,000 in about 50 ms of CPU.
        """
        shapes = dict.fromkeys(shape for _, shape in asked.shapes)
        return likeliest((number for shape in shapes for number in self._shapes.near([shape], pdq.NEAR)), FILMS)


class _Columns:
    """Hashes of one length, a row for each 64 bits of them, beside the number of the picture that each belongs to."""

    def __init__(self, words: int) -> None:
        self._held = np.zeros((words, AT_ONCE), np.uint64)
        self._numbers = np.zeros(AT_ONCE, np.int64)
        self._count = 0

    def add(self, number: int, hashes: Sequence[bytes]) -> None:
        end = self._count + len(hashes)
        if end > len(self._numbers):
            room = max(AT_ONCE, self._count // 2)
            self._held = np.pad(self._held, ((0, 0), (0, room)))
            self._numbers = np.pad(self._numbers, (0, room))
        self._held[:, self._count : end] = _words(hashes).T
        self._numbers[self._count : end] = number
        self._count = end

    def near(self, asked: Sequence[bytes], most: int) -> set[int]:
        """Return the numbers of what differs in at most `most` bits from one of the hashes asked about."""
        return {int(number) for number in self._near(_words(asked), most)}

    def _near(self, asked: Words, most: int) -> Iterator[np.int64]:
        for start in range(0, self._count, AT_ONCE):
            end = min(start + AT_ONCE, self._count)
            block = self._held[:, start:end]
            for way in asked:
                apart = np.bitwise_count(block[0] ^ way[0]).astype(np.uint16)
                for held, word in zip(block[1:], way[1:], strict=True):
                    apart += np.bitwise_count(held ^ word)
                yield from self._numbers[start:end][apart <= most]


def _words(hashes: Sequence[bytes]) -> Words:
    """Return hashes of one length as rows of 64-bit words."""
    rows: Words = np.frombuffer(b"".join(hashes), ">u8").astype(np.uint64).reshape(len(hashes), -1)
    return rows
