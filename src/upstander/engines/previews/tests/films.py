"""Videos for tests, made by the decoder's own encoder: a scene that changes every second, in many forms."""

import random
import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw

SIZE = (320, 180)


@cache
def scene(seed: int, second: int) -> Image.Image:
    """One frame: shapes that no other second, and no other seed, has."""
    chance = random.Random(f"{seed} {second}")
    frame = Image.new("RGB", SIZE, tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(frame)
    for _ in range(14):
        left, top = chance.randrange(-40, SIZE[0]), chance.randrange(-40, SIZE[1])
        box = (left, top, left + chance.randrange(20, 160), top + chance.randrange(20, 120))
        colour = tuple(chance.randrange(256) for _ in range(3))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)(box, fill=colour)
    return frame


def frames(seed: int, seconds: int, first: int = 0) -> list[Image.Image]:
    return [scene(seed, second) for second in range(first, first + seconds)]


def film(pictures: list[Image.Image], *, kind: str = "mp4", size: tuple[int, int] = SIZE, quality: str = "8") -> bytes:
    """Encode one picture a second as a video of ten frames a second."""
    with TemporaryDirectory() as folder:
        for number, picture in enumerate(pictures):
            picture.save(Path(folder) / f"{number:04}.png")
        out = Path(folder) / f"film.{kind}"
        codec = ["-c:v", "mpeg4"] if kind == "mp4" else ["-c:v", "libvpx", "-deadline", "realtime"]
        shown = ["-vf", f"scale={size[0]}:{size[1]}", "-r", "10", "-pix_fmt", "yuv420p", "-q:v", quality]
        command = ["ffmpeg", "-v", "error", "-framerate", "1", "-i", f"{folder}/%04d.png", *codec, *shown, str(out)]
        subprocess.run(command, check=True)
        return out.read_bytes()


def moving(pictures: list[Image.Image], kind: str = "GIF") -> bytes:
    """A moving picture that shows each picture for a second."""
    made = BytesIO()
    pictures[0].save(made, kind, save_all=True, append_images=pictures[1:], duration=1000)
    return made.getvalue()
