"""Pictures made up for tests: as uneven as a photograph, the same for the same seed; and what is done to copies."""

import io

import numpy as np
from PIL import Image, ImageDraw

SIZE = (480, 320)


def photograph(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a made-up photograph: light and dark at every scale, in no order that another seed shares."""
    chance = np.random.default_rng(seed)
    levels = np.zeros((size[1], size[0], 3))
    for cells, weight in ((3, 1.0), (6, 0.7), (12, 0.5), (24, 0.35), (60, 0.25), (160, 0.3)):
        coarse = Image.fromarray(chance.integers(0, 256, (cells, cells, 3), dtype=np.uint8))
        levels += weight * np.asarray(coarse.resize(size, Image.Resampling.BICUBIC), float)
    low, high = levels.min(), levels.max()
    return Image.fromarray(((levels - low) / (high - low) * 255).astype(np.uint8))


def encoded(picture: Image.Image, quality: int = 75) -> Image.Image:
    """Return the picture after a turn through JPEG."""
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality)
    return Image.open(held).convert("RGB")


def captioned(picture: Image.Image, words: str = "WHEN THE LETTERS COME AGAIN") -> Image.Image:
    """Return the picture under a white bar with words in it."""
    bar = picture.height // 5
    made = Image.new("RGB", (picture.width, picture.height + bar), "white")
    made.paste(picture, (0, bar))
    ImageDraw.Draw(made).text((10, 14), words, fill="black", font_size=24)
    return encoded(made)


def cut(picture: Image.Image, share: float, *, left: float = 0.5, top: float = 0.5) -> Image.Image:
    """Return the picture less `share` of width and height; `left` and `top` say how much of that goes on that side."""
    across, down = round(picture.width * share), round(picture.height * share)
    x, y = round(across * left), round(down * top)
    return encoded(picture.crop((x, y, x + picture.width - across, y + picture.height - down)))


def in_a_page(picture: Image.Image) -> Image.Image:
    """Return a screenshot of a dark page that shows the picture between a name and a line of replies."""
    made = Image.new("RGB", (picture.width + 40, picture.height * 2), (24, 24, 28))
    made.paste(picture, (20, picture.height // 2))
    drawn = ImageDraw.Draw(made)
    drawn.text((30, 30), "somebody's name  3 h", fill="white", font_size=22)
    drawn.text((30, made.height - 60), "12 replies   4 shares", fill="grey", font_size=20)
    return encoded(made)
