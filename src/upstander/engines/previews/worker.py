"""Run inside the sandbox: make a small JPEG of each picture or video in /in, every one in a process of its own.

It imports nothing of this project. For each picture it writes to the standard output: its number (4 bytes), how it went
(1 byte: J a JPEG, N no preview), the length (4 bytes) and the JPEG or the reason in UTF-8.
"""

import io
import os
import resource
import signal
import struct
import subprocess
import sys

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
WIDE, HIGH = 900, 600
"""Pixels, at most: what the report prints 62 mm high, with enough for a closer look."""
PRINTED = 372
"""Pixels that 62 mm need in print, at 152 to the inch: a JPEG is decoded at a scale, 1/8 at least, that leaves them."""
ON_ITS_SIDE = (5, 6, 7, 8)
"""Values of the EXIF remark on orientation by which width and height change places."""
SECONDS = 15
"""Of computing, and of waiting, for one picture."""
MEMORY = 1 << 30
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
LONGEST = 1 << 20
"""Bytes of one answer; the other side refuses more."""
DECODER = "/usr/bin/ffmpeg"
"""Takes the still of a video, where the machine has it. Its demuxer is named to it, and it may read that file alone."""
DEMUXERS = ((4, b"ftyp", "mov"), (0, b"\x1aE\xdf\xa3", "matroska"))
"""Where a video's head says what it is, and what reads it: a playlist that names other files is none of these."""


def main(count: int) -> None:
    """Answer for the pictures /in/0 to /in/`count` - 1, in order."""
    sys.path.insert(0, "/pillow")
    # All of it loaded once here, not anew in every child.
    import PIL.GifImagePlugin
    import PIL.ImageOps
    import PIL.JpegImagePlugin
    import PIL.PngImagePlugin
    import PIL.WebPImagePlugin

    PIL.Image.preinit()

    for number in range(count):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _answer_and_end(number, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read(LONGEST + 1)
        os.waitpid(child, 0)
        if not answer or len(answer) > LONGEST:
            answer = b"N" + b"its decoding was stopped: too long, too large or broken"
        sys.stdout.buffer.write(struct.pack(">IcI", number, answer[:1], len(answer) - 1) + answer[1:])
        sys.stdout.buffer.flush()


def _answer_and_end(number: int, writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.alarm(SECONDS)
    try:
        answer = b"J" + _small(f"/in/{number}")
    except MemoryError:
        answer = b"N" + b"it needs too much memory"
    except Exception as error:
        answer = b"N" + str(error).encode("utf-8", "replace")[:200]
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(answer)
    os._exit(0)


def _still(path: str) -> "str | io.BytesIO":
    """Return the path of a picture, or the first frame of a video as a picture."""
    with open(path, "rb") as file:
        head = file.read(12)
    demuxer = next((name for at, sign, name in DEMUXERS if head[at:].startswith(sign)), "")
    if not demuxer:
        return path
    if not os.path.exists(DECODER):
        raise ValueError("this machine has no decoder for videos")
    command = [DECODER, "-v", "error", "-nostdin", "-threads", "1", "-f", demuxer, "-protocol_whitelist", "file"]
    command += ["-i", path, "-map", "0:v:0", "-frames:v", "1", "-an", "-sn", "-dn", "-threads", "1"]
    done = subprocess.run([*command, "-f", "image2pipe", "-c:v", "png", "-"], capture_output=True, check=False)
    if not done.stdout:
        raise ValueError("no frame of it can be decoded")
    return io.BytesIO(done.stdout)


def _small(path: str) -> bytes:
    """Return a JPEG of the first frame, upright, on white, without any of the file's own remarks."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # The check below is stricter, and does not merely warn.
    with Image.open(_still(path), formats=FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
            raise ValueError(f"{width} by {height} pixels are too many")
        box, printed = (WIDE, HIGH), (WIDE, PRINTED)
        if picture.getexif().get(0x0112) in ON_ITS_SIDE:
            box, printed = box[::-1], printed[::-1]
        scale = min(printed[0] / width, printed[1] / height, 1)
        picture.draft("RGB", (max(1, round(width * scale)), max(1, round(height * scale))))
        picture.thumbnail(box, reducing_gap=1)
        upright = ImageOps.exif_transpose(picture)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            seen = upright.convert("RGBA")
            upright = Image.new("RGBA", seen.size, "white")
            upright.alpha_composite(seen)
        plain = upright.convert("RGB")
        # A new picture, so that no remark, colour profile or place of taking goes along.
        fresh = Image.frombytes("RGB", plain.size, plain.tobytes())
    made = io.BytesIO()
    fresh.save(made, "JPEG", quality=75)
    return made.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]))
