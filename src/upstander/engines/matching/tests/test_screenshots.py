"""Screenshots of words in one app are alike to every hash: only those that hold the same words are found alike."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from upstander.engines.matching.media import closer, laying
from upstander.engines.matching.media.picture import Likeness, read
from upstander.engines.matching.tests.pictures import cut

POSTS = (
    ("@quayside_voice", "They closed the library and nobody said a word. Look who has the keys to it now."),
    ("@millgate_truth", "Meet at the fountain when the market shuts. Bring whoever still cares about this town."),
    ("@harbour_talk", "My cousin saw the vans come in at five, eleven of them, and not one with a number on."),
    ("@upper_common", "If the council will not answer then we shall ask again, louder, on their own doorstep."),
    ("@station_row", "Another shop has gone and another one of theirs is in before the paint was even dry."),
    ("@old_brewery", "Read what is written on the wall by the school, then ask who taught them to write so."),
)


def screenshot(number: int) -> Image.Image:
    account, words = POSTS[number]
    picture = Image.new("RGB", (640, 360), "#f4f5f0")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((20, 20, 620, 90), fill="#b4c6cc")
    draw.text((36, 48), account, fill="#0b4d5a", font_size=11)
    for row, line in enumerate((words[:60], words[60:])):
        draw.text((36, 120 + 26 * row), line, fill="#111111", font_size=11)
    return picture


def small(picture: Image.Image, quality: int = 85) -> bytes:
    made = BytesIO()
    kept = picture.copy()
    kept.thumbnail((512, 512))
    kept.save(made, "JPEG", quality=quality)
    return made.getvalue()


def found(asked: Image.Image, held: list[Image.Image]) -> list[tuple[int, Likeness]]:
    kept = [small(each) for each in held]
    hashes = [(number, read(each).hashes) for number, each in enumerate(kept)]
    return laying.alike(read(small(asked, 60)), hashes, lambda numbers: [(number, kept[number]) for number in numbers])


@pytest.mark.parametrize("number", range(len(POSTS)))
def test_another_post_in_the_same_app_is_no_copy(number: int) -> None:
    others = [screenshot(other) for other in range(len(POSTS)) if other != number]
    assert found(screenshot(number), others) == []


@pytest.mark.parametrize("number", range(len(POSTS)))
def test_the_same_post_is_found_encoded_anew_or_cut(number: int) -> None:
    held = [screenshot(other) for other in range(len(POSTS))]
    whole = screenshot(number)
    for copy in (whole, whole.resize((512, 288)), cut(whole, 0.05)):
        assert [place for place, _ in found(copy, held)] == [number]


def test_without_the_closer_look_other_posts_seem_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the hashes and large shapes alone say of them."""
    monkeypatch.setattr(closer, "AGREE", 0.0)
    held = [screenshot(other) for other in range(1, len(POSTS))]
    assert found(screenshot(0), held)
