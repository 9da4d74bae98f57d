"""Pictures made up for tests: as uneven as a photograph, the same for the same seed; and what is done to copies."""

import io
import random

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


def chat(seed: int) -> Image.Image:
    """Return a screenshot of a chat: one app's bars and bubbles, with words that another seed does not share."""
    chance = random.Random(seed)
    made = Image.new("RGB", (750, 1334), "#ece5dd")
    drawn = ImageDraw.Draw(made)
    drawn.rectangle((0, 0, 750, 110), fill="#075e54")
    drawn.text((120, 40), _words(chance, 2), fill="white", font_size=36)
    top = 150
    while top < 1100:
        said = _words(chance, chance.randrange(3, 25))
        lines = [said[at : at + 30] for at in range(0, len(said), 30)]
        left, fill = (250, "#dcf8c6") if chance.random() < 0.5 else (20, "white")
        drawn.rounded_rectangle((left, top, left + 470, top + 50 + 40 * len(lines)), 20, fill=fill)
        for number, line in enumerate(lines):
            drawn.text((left + 20, top + 16 + 40 * number), line, fill="black", font_size=30)
        top += 80 + 40 * len(lines)
    return made


def _words(chance: random.Random, number: int) -> str:
    return " ".join("".join(chance.choices("aeioulnrstdm", k=chance.randrange(2, 9))) for _ in range(number))
