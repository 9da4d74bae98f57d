"""Winnowed fingerprints: a few numbers a text, so that any two that share fourteen letters in a row share one.

The method is winnowing (Schleimer, Wilkerson and Aiken, 2003) over 8-grams in windows of seven. Shorter grams
have more holders the more is held, until they tell no two texts apart; denser windows cost keys
(docs/developers/matching.md).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

GRAM = 8
WINDOW = 7
SURE = GRAM + WINDOW - 1
"""Any run of this many bytes that two skeletons share gives them a fingerprint in common."""

BITS = 48
"""Of a number: SQLite keeps so many in six bytes. Among 250 million held, one look in 50,000 meets one by chance."""

_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def fingerprints(skeleton_text: str) -> list[int]:
    """Return the distinct winnowed fingerprints of a skeleton, signed 48-bit, in rising order; none below 8 bytes."""
    numbers: list[int] = winnowed(skeleton_text).tolist()
    return numbers


def winnowed(skeleton_text: str) -> npt.NDArray[np.int64]:
    """The same as `fingerprints`, as an array."""
    data = np.frombuffer(skeleton_text.encode("utf-8", "surrogatepass"), dtype=np.uint8).astype(np.uint64)
    count = data.size - GRAM + 1
    if count < 1:
        return np.empty(0, dtype=np.int64)
    hashes = np.zeros(count, dtype=np.uint64)
    for step in range(GRAM):
        hashes *= _PRIME
        hashes += data[step : step + count]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(32)
    # Only values are wanted, so the smallest of each window does, wherever in it the smallest stands.
    marked = hashes[: max(1, count - WINDOW + 1)].copy()
    for step in range(1, min(WINDOW, count)):
        np.minimum(marked, hashes[step : step + marked.size], out=marked)
    return np.unique(marked.view(np.int64) >> np.int64(64 - BITS))


def to_blob(numbers: Sequence[int]) -> bytes:
    """Pack signed 64-bit numbers, eight bytes each, little-endian."""
    return np.array(numbers, dtype="<i8").tobytes()


def from_blob(blob: bytes) -> list[int]:
    """Unpack what `to_blob` packed; raises ValueError for a length that is no multiple of eight."""
    unpacked: list[int] = np.frombuffer(blob, dtype="<i8").tolist()
    return unpacked
