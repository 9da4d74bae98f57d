"""The tree is that of RFC 6962: known roots, and proofs that hold for every size and for nothing else."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upstander.engines.sealing import merkle

INPUTS = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
INPUTS.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""Test vectors published with Certificate Transparency."""
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(40)]


def rfc6962_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, recursive and slow."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + rfc6962_root(leaves[:split]) + rfc6962_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", ROOTS)
def test_roots_are_the_published_ones(size: int) -> None:
    assert merkle.root([merkle.leaf_hash(data) for data in INPUTS[:size]]).hex() == ROOTS[size]


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_the_frontier_gives_the_root_of_the_definition_and_survives_being_stored(size: int) -> None:
    frontier = merkle.frontier_of(LEAVES[:size])
    assert frontier.root() == rfc6962_root(LEAVES[:size])
    assert merkle.Frontier.parse(frontier.serialise()) == frontier


def test_every_leaf_of_every_tree_has_a_proof_that_holds_at_its_place_only() -> None:
    for size in range(1, len(LEAVES) + 1):
        root = merkle.root(LEAVES[:size])
        for index in range(size):
            proof = merkle.inclusion_proof(index, size, LEAVES)
            assert merkle.verify_inclusion(LEAVES[index], index, size, proof, root)
            assert not merkle.verify_inclusion(merkle.leaf_hash(b"other"), index, size, proof, root)
            assert not merkle.verify_inclusion(LEAVES[index], index + 1, size, proof, root)
            assert not merkle.verify_inclusion(LEAVES[index], index, size, [*proof, root], root)
            assert not proof or not merkle.verify_inclusion(LEAVES[index], index, size, proof[:-1], root)


def test_every_smaller_tree_is_proven_to_be_the_start_of_every_larger_one() -> None:
    for new_size in range(len(LEAVES) + 1):
        new_root = merkle.root(LEAVES[:new_size])
        for old_size in range(new_size + 1):
            old_root = merkle.root(LEAVES[:old_size])
            proof = merkle.consistency_proof(old_size, new_size, LEAVES)
            assert merkle.verify_consistency(old_size, new_size, old_root, new_root, proof)
            rewritten = merkle.root([merkle.leaf_hash(b"forged"), *LEAVES[1:old_size]])
            if old_size:
                assert not merkle.verify_consistency(old_size, new_size, rewritten, new_root, proof)
                assert not merkle.verify_consistency(old_size, new_size, old_root, rewritten, proof)


@given(st.integers(1, 40), st.data())
def test_proofs_made_together_are_those_made_one_by_one(size: int, data: Any) -> None:
    indexes = data.draw(st.lists(st.integers(0, size - 1), unique=True))
    together = merkle.inclusion_proofs(indexes, LEAVES[:size])
    assert together == {index: merkle.inclusion_proof(index, size, LEAVES) for index in indexes}


def test_a_leaf_outside_the_tree_has_no_proof() -> None:
    with pytest.raises(IndexError):
        merkle.inclusion_proof(3, 3, LEAVES)


def test_a_frontier_with_a_lost_peak_is_refused() -> None:
    with pytest.raises(ValueError):
        merkle.Frontier.parse(f"3:{'00' * 32}")
