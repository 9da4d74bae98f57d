"""Screenshots of posts for tests: words on a plain page, light or dark."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WRAP = 44


def screen(text: str, *, dark: bool = False, size: int = 18) -> Image.Image:
    """Draw a post as an app shows it."""
    page, ink = ((21, 32, 43), (230, 233, 237)) if dark else ((255, 255, 255), (15, 20, 25))
    font = ImageFont.load_default(size)
    lines, line = ["Some Body · 3h"], ""
    for word in text.split():
        if len(line) + len(word) > WRAP:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    picture = Image.new("RGB", (30 + size * WRAP * 6 // 10, 60 + round(size * 1.6) * (len(lines) + 1)), page)
    draw = ImageDraw.Draw(picture)
    for number, each in enumerate([*lines, line]):
        draw.text((15, 20 + round(size * 1.6) * number), each, font=font, fill=ink)
    return picture


def encoded(picture: Image.Image, kind: str = "PNG") -> bytes:
    made = BytesIO()
    picture.save(made, kind)
    return made.getvalue()
