"""Two videos are alike by their frames: copies, parts and captioned ones are; what shares a few frames is not."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageOps

from upstander.engines.matching.media import film
from upstander.engines.matching.media.film import Film, Sheet, agreement
from upstander.engines.matching.media.held import Films
from upstander.engines.previews.tests.films import frames, scene


def sheet(pictures: list[Image.Image], quality: int = 80) -> bytes:
    small = [ImageOps.contain(each.convert("L"), (160, 160)) for each in pictures]
    (wide, high), beside = small[0].size, min(12, len(small))
    whole = Image.new("L", (wide * beside, high * -(-len(small) // beside)))
    for place, each in enumerate(small):
        whole.paste(each, (wide * (place % beside), high * (place // beside)))
    made = BytesIO()
    whole.save(made, "JPEG", quality=quality)
    return struct.pack(">HHHB", len(small), wide, high, beside) + made.getvalue()


def read(pictures: list[Image.Image], quality: int = 80) -> Film:
    return film.read(sheet(pictures, quality))


def captioned(picture: Image.Image) -> Image.Image:
    bar = Image.new("RGB", (picture.width, picture.height + 60), "white")
    bar.paste(picture, (0, 60))
    ImageDraw.Draw(bar).text((10, 20), "they said this", fill="black")
    return bar


WHOLE = frames(1, 12)


@pytest.mark.parametrize(
    ("other", "of_asked", "of_held", "passes"),
    [
        (WHOLE, (12, 12), (12, 12), True),
        (WHOLE[3:9], (6, 6), (6, 12), True),
        ([captioned(each) for each in WHOLE], (11, 12), (11, 12), True),
        ([Image.new("RGB", WHOLE[0].size)] * 3 + WHOLE, (12, 12), (12, 12), True),
        (WHOLE[:4] + frames(2, 8), (4, 12), (4, 12), False),
        (WHOLE[:2], (2, 2), (2, 12), False),
    ],
)
def test_what_share_of_each_is_near(
    other: list[Image.Image], of_asked: tuple[int, int], of_held: tuple[int, int], passes: bool
) -> None:
    found = agreement(read(other, 40), read(WHOLE))
    assert found
    assert (found.asked, found.held, found.passes) == (of_asked, of_held, passes)
    assert all(bits <= 31 for *_, bits in found.pairs)


def test_the_pairs_to_show_are_of_different_moments_and_say_when() -> None:
    found = agreement(read(WHOLE[3:9]), read(WHOLE))
    assert found
    assert len(found.pairs) == 3
    assert all(there == here + 3 for here, there, _ in found.pairs)
    assert len({here for here, _, _ in found.pairs}) == 3


def test_strangers_and_flat_videos_share_nothing() -> None:
    assert agreement(read(frames(2, 12)), read(WHOLE)) is None
    black = read([Image.new("RGB", (320, 180))] * 5)
    assert black.shapes == ()
    assert agreement(black, black) is None


def test_one_scene_that_stands_is_alike_only_to_what_is_nothing_else() -> None:
    stands = [scene(5, 0)] * 8
    same, within = agreement(read(stands), read(stands)), agreement(read(stands), read(stands + frames(6, 8)))
    assert same
    assert same.passes
    assert within
    assert not within.passes


def test_a_video_is_found_among_others_by_its_frames() -> None:
    held = Films()
    held.add((number, read(frames(number, 4))) for number in range(1, 8))
    held.add([(9, Film(()))])
    assert held.near(read(frames(3, 2, 1) + frames(50, 3))) == [3]
    assert held.near(Film(())) == []


def test_hashes_are_kept_and_read_again() -> None:
    whole = read(WHOLE)
    assert Film.from_bytes(whole.to_bytes()) == whole
    assert len(whole.seconds) == 12
    with pytest.raises(ValueError, match="not the hashes"):
        Film.from_bytes(b"12345")


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"1234567",
        struct.pack(">HHHB", 0, 160, 90, 1) + b"x",
        struct.pack(">HHHB", 500, 160, 90, 12) + b"x",
        struct.pack(">HHHB", 2, 9000, 90, 2) + b"x",
        struct.pack(">HHHB", 2, 160, 90, 0) + b"x",
        struct.pack(">HHHB", 2, 160, 90, 2) + b"no picture",
        struct.pack(">HHHB", 9, 160, 90, 2) + sheet(WHOLE)[7:],
    ],
)
def test_a_sheet_that_is_none_is_refused(bad: bytes) -> None:
    with pytest.raises((ValueError, OSError)):
        Sheet.read(bad).frames()
