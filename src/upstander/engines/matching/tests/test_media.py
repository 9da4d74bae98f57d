"""Copies of pictures are found whatever was done to them, and pictures that are no copies are not."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageOps

from upstander.engines.matching.media import pdq
from upstander.engines.matching.media.held import AT_ONCE, Held
from upstander.engines.matching.media.laying import AGREE_CLOSELY, COMMON, could_be_cut, cut_from, telling
from upstander.engines.matching.media.picture import Hashes, Likeness, hashes_of, likeness
from upstander.engines.matching.tests.pictures import captioned, chat, cut, encoded, in_a_page, photograph

SEEDS = range(6)
COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "small": lambda picture: encoded(picture.resize((240, 160)), 40),
    "captioned": captioned,
    "in a page": in_a_page,
    "cut by a tenth at a corner": lambda picture: cut(picture, 0.1, left=0, top=0),
    "cut by a tenth at an edge": lambda picture: cut(picture, 0.1, left=1, top=0.5),
    "mirrored": ImageOps.mirror,
    "turned": lambda picture: picture.rotate(90, expand=True),
}
REFERENCE = {
    (320, 480): "e03ae07fe1ffe1ffe3fee3f8e3f0e7e0e7c0e7c0c380c780c780c700c700c300",
    (64, 64): "d56a2ad1c6263158eaa511c8ef3632a94552ba8dc73a39d4c62b79c6863979ee",
    (457, 101): "f23baf0350efae6aeb7e74beae1629fe6c2ac24a57c8d40003fab4408180f3ae",
}
"""Hashes that the platforms' own program (pdqhash 0.2.8) gives for the patterns below, each of quality 100."""


def pattern(rows: int, columns: int) -> pdq.Grey:
    """Return a picture that arithmetic alone makes, so that no library's rounding is in it."""
    y, x = np.mgrid[0:rows, 0:columns]
    levels: pdq.Grey = ((x * x // 97 + 3 * y * y // 61 + x * y // 29) % 256).astype(np.float32)
    return levels


def agrees(one: Image.Image, other: Image.Image) -> Likeness | None:
    """Return in what two pictures agree, by hashes and where those leave it open by a closer look."""
    asked, held = hashes_of(one, turned=True), hashes_of(other)
    apart = could_be_cut(asked, held)
    return likeness(asked, held) or (cut_from(one, other, apart) if apart is not None else None)


@pytest.fixture(scope="module")
def held() -> list[Hashes]:
    """The hashes of some pictures."""
    return [hashes_of(photograph(seed)) for seed in SEEDS]


@pytest.mark.parametrize(("size", "expected"), REFERENCE.items())
def test_pdq_is_what_the_platforms_exchange(size: tuple[int, int], expected: str) -> None:
    made = pdq.pdq(pattern(*size))
    assert (made.hex, made.quality) == (expected, 100)


def test_every_way_to_turn_a_picture_is_worked_out_from_one_look() -> None:
    levels = np.asarray(photograph(0).convert("L"), np.float32)
    turned = [np.rot90(each, turns) for each in (levels, levels[:, ::-1]) for turns in range(4)]
    looked_at = [pdq.pdq(np.ascontiguousarray(each)).bytes for each in turned]
    worked_out = [each.bytes for each in pdq.mirrored(levels)]
    assert worked_out[0] == looked_at[0]
    assert all(min(pdq.distance(each, way) for way in worked_out) <= pdq.NEAR // 2 for each in looked_at)
    assert len(set(worked_out)) == 8


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_is_found(copied: str) -> None:
    asked = [COPIES[copied](photograph(seed)) for seed in SEEDS]
    found = [agrees(one, photograph(seed)) for one, seed in zip(asked, SEEDS, strict=True)]
    assert all(found), found
    others = [agrees(one, photograph(seed)) for at, one in enumerate(asked) for seed in SEEDS if seed != at]
    assert not any(others), "a copy of one picture was taken for a copy of another"


def test_what_is_held_may_be_the_cut_copy() -> None:
    found = agrees(photograph(0), cut(photograph(0), 0.1, left=1, top=1))
    assert found is not None
    assert found.how == "part"
    assert found.agree is not None
    assert found.agree >= AGREE_CLOSELY


def test_strangers_whose_hashes_are_near_do_not_agree_when_laid_over_each_other() -> None:
    """The control of the closer look: whatever the hashes said, only what was cut from it passes."""
    picture = photograph(0)
    assert cut_from(cut(picture, 0.2, left=0, top=0), picture, 14)
    assert not any(cut_from(photograph(seed), picture, 2) for seed in SEEDS if seed)


def test_two_chats_of_one_app_are_not_cut_from_each_other_and_a_cut_copy_of_one_is() -> None:
    """The large shapes of two screenshots of one app agree; what is written in them does not."""
    chats = [chat(seed) for seed in range(8)]
    agreed = [agrees(one, other) for at, one in enumerate(chats) for other in chats[at + 1 :]]
    assert sum(map(bool, agreed)) == 0, agreed
    assert agrees(chats[0].crop((0, 70, 750, 1334)), chats[0])


def test_what_seems_cut_from_many_says_nothing_of_any() -> None:
    assert telling([*range(COMMON)]) == [*range(COMMON)]
    assert not telling([*range(COMMON + 1)])


def test_without_frames_and_parts_the_copies_are_missed(held: list[Hashes]) -> None:
    """The control: what the plain hash of the whole alone finds, and so what the rest is for."""
    for copied in (captioned, COPIES["cut by a tenth at a corner"]):
        asked = hashes_of(copied(photograph(0)))
        assert pdq.distance(asked.whole.bytes, held[0].whole.bytes) > pdq.NEAR


@pytest.mark.parametrize("colour", ["white", "black", (120, 30, 90)])
def test_a_flat_picture_is_like_no_other(colour: str | tuple[int, int, int]) -> None:
    flat = hashes_of(Image.new("RGB", (300, 200), colour), turned=True)
    assert flat.shapes == ()
    assert likeness(flat, flat) is None
    kept = Held()
    kept.add([(1, flat)])
    assert kept.near(flat) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (700, 2), (63, 65)])
def test_a_picture_of_any_size_has_hashes(size: tuple[int, int]) -> None:
    made = hashes_of(photograph(3, size), turned=True)
    assert Hashes.from_bytes(made.to_bytes()).to_bytes() == made.to_bytes()


def test_what_is_kept_comes_back(held: list[Hashes]) -> None:
    for hashes in held:
        assert Hashes.from_bytes(hashes.to_bytes()) == hashes
    for broken in (b"", b"short", held[0].to_bytes()[:-1]):
        with pytest.raises(ValueError, match="not the hashes"):
            Hashes.from_bytes(broken)


def test_all_that_is_held_is_looked_through(held: list[Hashes]) -> None:
    """More pictures than are compared in one go, the copies at both ends of them."""
    kept, chance = Held(), np.random.default_rng(1)
    strange = [chance.bytes(32) for _ in range(64)]
    first, last = hashes_of(photograph(0)), hashes_of(photograph(1))
    kept.add([(7, first)])
    for number in range(AT_ONCE // 8):
        parts = tuple(chance.bytes(8) for _ in range(10))
        kept.add([(100 + number, Hashes(pdq.Hash(strange[number % 64], 100), (), parts))])
    kept.add([(9, last)])
    for copied in COPIES.values():
        assert 7 in kept.near(hashes_of(copied(photograph(0)), turned=True))
        assert 9 in kept.near(hashes_of(copied(photograph(1)), turned=True))
    assert kept.count == 2 + AT_ONCE // 8
    assert not {7, 9} & set(kept.near(hashes_of(photograph(2), turned=True)))
