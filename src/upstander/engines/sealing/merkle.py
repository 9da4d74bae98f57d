"""Merkle tree of RFC 6962 section 2.1: roots, appends in O(log n), inclusion and consistency proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves (RFC 6962 section 2.1)."""

Subtree = Callable[[int, int], bytes]
"""Gives the root of leaves [start, end): lets a journal answer from stored rows instead of a list in memory."""


def leaf_hash(data: bytes) -> bytes:
    """Return SHA-256(0x00 || data), 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right), 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree: all that is needed to append and to know the root. Peaks stand largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.peaks) or any(len(peak) != 32 for peak in self.peaks):
            raise ValueError(f"a tree of {self.size} leaves does not have {len(self.peaks)} such peaks")

    def append(self, leaf: bytes) -> Frontier:
        """Return the frontier after `leaf` (a 32-byte leaf hash) is added; O(log n)."""
        peaks = list(self.peaks)
        carried = leaf
        for _ in range((self.size ^ (self.size + 1)).bit_length() - 1):
            carried = node_hash(peaks.pop(), carried)
        return Frontier(self.size + 1, (*peaks, carried))

    def root(self) -> bytes:
        """Return the root hash (32 bytes) of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        joined = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            joined = node_hash(peak, joined)
        return joined

    def serialise(self) -> str:
        """Return the frontier as text, `size:hex,hex,...`, for a database column."""
        return f"{self.size}:{','.join(peak.hex() for peak in self.peaks)}"

    @classmethod
    def parse(cls, text: str) -> Frontier:
        """Return the frontier that `serialise` wrote. Raises ValueError when the text is not one."""
        size, _, peaks = text.partition(":")
        return cls(int(size), tuple(bytes.fromhex(peak) for peak in peaks.split(",") if peak))


class Growing:
    """A tree that takes leaves by the thousand: the same roots as `Frontier`, at the cost of the hashing alone.

    It holds one node for each level, and while leaves are taken as many nodes as there are leaves among those.
    """

    def __init__(self) -> None:
        self.size = 0
        self._waiting: list[bytes | None] = []
        """By level: the node that waits for its right-hand neighbour."""

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes (32 bytes each) in order."""
        nodes, level, sha256 = list(leaves), 0, hashlib.sha256
        self.size += len(nodes)
        while nodes:
            if level == len(self._waiting):
                self._waiting.append(None)
            if (before := self._waiting[level]) is not None:
                nodes.insert(0, before)
            self._waiting[level] = nodes.pop() if len(nodes) & 1 else None
            pairs = iter(nodes)
            nodes = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
            level += 1

    def frontier(self) -> Frontier:
        """Return the tree's right edge, which gives its root and can be kept."""
        return Frontier(self.size, tuple(node for node in reversed(self._waiting) if node is not None))

    def root(self) -> bytes:
        """Return the root hash (32 bytes) of all leaves so far."""
        return self.frontier().root()


def frontier_of(leaves: Sequence[bytes]) -> Frontier:
    """Return the frontier of `leaves` (32-byte leaf hashes)."""
    growing = Growing()
    growing.extend(leaves)
    return growing.frontier()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root hash of `leaves` (32-byte leaf hashes)."""
    return frontier_of(leaves).root()


def inclusion_proof(index: int, size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of the first `size` leaves (RFC 6962 section 2.1.1).

    O(size); for several leaves of one large tree use `inclusion_proofs`. Raises IndexError outside the tree.
    """
    return inclusion_proofs([index], leaves[:size])[index]


def inclusion_proofs(indexes: Sequence[int], leaves: Sequence[bytes]) -> dict[int, list[bytes]]:
    """Return the audit path of each leaf in `indexes`, hashing the tree once. Raises IndexError outside the tree."""
    size = len(leaves)
    for index in indexes:
        if not 0 <= index < size:
            raise IndexError(f"leaf {index} is not in a tree of {size} leaves")
    paths: dict[int, list[bytes]] = {index: [] for index in indexes}
    level, positions = list(leaves), {index: index for index in paths}
    while len(level) > 1:
        for index, position in positions.items():
            sibling = position ^ 1
            if sibling < len(level):
                paths[index].append(level[sibling])
            positions[index] = position >> 1
        above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = above + level[len(above) * 2 :]
    return paths


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Say whether `leaf` (a 32-byte leaf hash) stands at `index` in the tree of `size` leaves with `expected_root`.

    Follows RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    position, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            computed = node_hash(step, computed)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        position, last = position >> 1, last >> 1
    return last == 0 and computed == expected_root


def consistency_proof(old_size: int, new_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the proof that the first `old_size` leaves are unchanged in the tree of `new_size`.

    Follows RFC 6962 section 2.1.2. Raises IndexError when the sizes do not fit the leaves.
    """
    if not 0 <= old_size <= new_size <= len(leaves):
        raise IndexError(f"no proof from {old_size} to {new_size} among {len(leaves)} leaves")
    return consistency_proof_from(old_size, new_size, lambda start, end: root(leaves[start:end]))


def consistency_proof_from(old_size: int, new_size: int, span: Subtree) -> list[bytes]:
    """Return the same proof from a `span` that knows the leaves: it is asked for each leaf at most once.

    Raises IndexError when the sizes do not fit each other.
    """
    if not 0 <= old_size <= new_size:
        raise IndexError(f"no proof from {old_size} to {new_size}")
    return [] if old_size in (0, new_size) else _subproof(old_size, 0, new_size, span, whole=True)


def _subproof(old_size: int, start: int, end: int, span: Subtree, *, whole: bool) -> list[bytes]:
    length = end - start
    if old_size == length:
        return [] if whole else [span(start, end)]
    split = 1 << (length - 1).bit_length() - 1
    if old_size <= split:
        return [*_subproof(old_size, start, start + split, span, whole=whole), span(start + split, end)]
    return [*_subproof(old_size - split, start + split, end, span, whole=False), span(start, start + split)]


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether the tree of `new_size` only appended to the tree of `old_size` (RFC 9162 section 2.1.4.2)."""
    if not 0 <= old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof)
    if old_size.bit_count() == 1:
        path.insert(0, old_root)
    if not path:
        return False
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_computed = new_computed = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old_computed, new_computed = node_hash(step, old_computed), node_hash(step, new_computed)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_computed = node_hash(new_computed, step)
        position, last = position >> 1, last >> 1
    return last == 0 and old_computed == old_root and new_computed == new_root
