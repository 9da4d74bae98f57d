"""Run inside the sandbox: make a small JPEG of each picture or video in /in, every one in a process of its own.

It imports nothing of this project. For each picture it writes to the standard output: its number (4 bytes), how it went
(1 byte: J a JPEG, N no preview), the length (4 bytes) and the JPEG or the reason in UTF-8. Asked for frames as well, it
then writes for each video or moving picture, in the same way, F and a sheet: how many frames there are, one a second
(2 bytes), how wide and high each is (2 bytes each), how many stand beside each other (1 byte), and a grey JPEG of them.
Asked for words, it writes for each picture on which there are some W and those, in UTF-8.
"""

import io
import os
import resource
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

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
FRAMES = 120
"""Taken of a video, one for each second from its beginning: of a longer one the rest is not looked at."""
TILE = 160
"""Pixels of the longer side of a frame on the sheet: hashes look at 64."""
BESIDE = 12
"""Frames that stand beside each other on a sheet."""
FRAME_SECONDS = 45
"""Of computing for the frames of one video; what came until then is taken."""
READER = "/usr/bin/tesseract"
"""Reads the words on a picture, where the machine has it."""
SURE = 60
"""How sure it must be of a word, of 100: most of what it makes of a photograph is below."""
FEWEST_LETTERS = 20
"""Letters of all words together; less is rubbish from a photograph, or says nothing."""
MOST_LETTERS = 5_000
LAYOUT = "6"
"""How the reader takes a picture to be laid out: see its manual, page segmentation."""
READ_AT = 2_000
"""Pixels of the longer side to which a picture is brought at most before it is read."""
DEMUXERS = ((4, b"ftyp", "mov"), (0, b"\x1aE\xdf\xa3", "matroska"))
"""Where a video's head says what it is, and what reads it: a playlist that names other files is none of these."""


def main(count: int, more: "set[str]") -> None:
    """Answer for the pictures /in/0 to /in/`count` - 1, in order; `more`: frames of whatever moves, words, or both."""
    sys.path.insert(0, "/pillow")
    # All of it loaded once here, not anew in every child.
    import PIL.GifImagePlugin
    import PIL.ImageOps
    import PIL.JpegImagePlugin
    import PIL.PngImagePlugin
    import PIL.WebPImagePlugin

    PIL.Image.preinit()

    for number in range(count):
        answer = _in_a_child(number, b"J", _small, SECONDS)
        if not answer or len(answer) > LONGEST:
            answer = b"N" + b"its decoding was stopped: too long, too large or broken"
        _say(number, answer)
        if answer[:1] != b"J":
            continue
        for kind, name, make, seconds in (
            (b"F", "frames", _sheet, 2 * FRAME_SECONDS), (b"W", "words", _words, 2 * SECONDS)
        ):  # fmt: skip
            # Each in a process of its own: whatever happens to it, the still is safe.
            said = _in_a_child(number, kind, make, seconds) if name in more else b""
            if said[:1] == kind and 1 < len(said) <= LONGEST:
                _say(number, said)


def _say(number: int, answer: bytes) -> None:
    sys.stdout.buffer.write(struct.pack(">IcI", number, answer[:1], len(answer) - 1) + answer[1:])
    sys.stdout.buffer.flush()


def _in_a_child(number: int, kind: bytes, make: "Callable[[str], bytes]", seconds: int) -> bytes:
    """Return what `make` makes of a file behind `kind`, N and the reason, or nothing where it was stopped."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer_and_end(number, kind, make, seconds, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read(LONGEST + 1)
    os.waitpid(child, 0)
    return answer


def _answer_and_end(number: int, kind: bytes, make: "Callable[[str], bytes]", seconds: int, writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.alarm(seconds)
    try:
        answer = kind + make(f"/in/{number}")
    except MemoryError:
        answer = b"N" + b"it needs too much memory"
    except Exception as error:
        answer = b"N" + str(error).encode("utf-8", "replace")[:200]
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(answer)
    os._exit(0)


def _demuxer(path: str) -> str:
    """Return what reads a video, by its head; nothing for what is none."""
    with open(path, "rb") as file:
        head = file.read(12)
    return next((name for at, sign, name in DEMUXERS if head[at:].startswith(sign)), "")


def _decoding(path: str, demuxer: str, *wanted: str) -> list[str]:
    if not os.path.exists(DECODER):
        raise ValueError("this machine has no decoder for videos")
    command = [DECODER, "-v", "error", "-nostdin", "-threads", "1", "-f", demuxer, "-protocol_whitelist", "file"]
    return [*command, "-i", path, "-map", "0:v:0", *wanted, "-an", "-sn", "-dn", "-threads", "1", "-f", "image2pipe"]


def _still(path: str) -> "str | io.BytesIO":
    """Return the path of a picture, or the first frame of a video as a picture."""
    demuxer = _demuxer(path)
    if not demuxer:
        return path
    command = [*_decoding(path, demuxer, "-frames:v", "1"), "-c:v", "png", "-"]
    done = subprocess.run(command, capture_output=True, check=False)
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
    fresh.save(made, "JPEG", quality=70, optimize=True)
    return made.getvalue()


def _sheet(path: str) -> bytes:
    """Return a sheet of the frames of what moves, one a second. Raises ValueError for a picture that does not."""
    from PIL import Image

    demuxer = _demuxer(path)
    frames = list(_frames_of_video(path, demuxer) if demuxer else _frames_of_picture(path))[:FRAMES]
    if len(frames) < 2:
        raise ValueError("nothing in it moves")
    wide, high = frames[0].size
    beside = min(BESIDE, len(frames))
    sheet = Image.new("L", (wide * beside, high * -(-len(frames) // beside)))
    for place, frame in enumerate(frames):
        sheet.paste(frame, (wide * (place % beside), high * (place // beside)))
    for quality in (80, 50, 20):
        made = io.BytesIO()
        sheet.save(made, "JPEG", quality=quality)
        if made.tell() < LONGEST - 16:
            break
    return struct.pack(">HHHB", len(frames), wide, high, beside) + made.getvalue()


def _words(path: str) -> bytes:
    """Return the words that can be read on a picture, or on the first frame of a video; nothing where none can."""
    from PIL import Image, ImageOps, ImageStat

    if not os.path.exists(READER):
        return b""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(_still(path), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
            raise ValueError("too many pixels")
        picture.draft("L", (READ_AT, READ_AT))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    plain = Image.new("RGBA", upright.size, "white")
    plain.alpha_composite(upright)
    grey = plain.convert("L")
    grey.thumbnail((READ_AT, READ_AT))
    if max(grey.size) <= READ_AT // 2:
        grey = grey.resize((2 * grey.width, 2 * grey.height), Image.Resampling.LANCZOS)
    if ImageStat.Stat(grey).median[0] < 100:
        grey = ImageOps.invert(grey)  # light words on a dark page
    asked = io.BytesIO()
    grey.save(asked, "PPM")
    command = [READER, "stdin", "stdout", "-l", "eng", "--psm", LAYOUT, "tsv"]
    done = subprocess.run(
        command, input=asked.getvalue(), capture_output=True, check=False, timeout=SECONDS,
        env={"OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    lines: dict[tuple[str, ...], list[str]] = {}
    for row in done.stdout.decode("utf-8", "replace").splitlines()[1:]:
        parts = row.split("\t")
        if len(parts) == 12 and float(parts[10]) >= SURE and parts[11].strip():
            lines.setdefault(tuple(parts[1:5]), []).append(parts[11].strip())
    said = "\n".join(" ".join(words) for words in lines.values())[:MOST_LETTERS]
    return said.encode() if sum(map(str.isalnum, said)) >= FEWEST_LETTERS else b""


def _frames_of_video(path: str, demuxer: str) -> "Iterator[Image]":
    """Yield grey frames, all of one size; those that came before the decoder broke off, or its time was over."""
    from PIL import Image

    shown = f"fps=1,scale={TILE}:{TILE}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    command = _decoding(path, demuxer, "-t", str(FRAMES), "-vf", shown, "-frames:v", str(FRAMES))
    try:
        said = subprocess.run(
            [*command, "-c:v", "pgm", "-"], capture_output=True, check=False, timeout=FRAME_SECONDS
        ).stdout
    except subprocess.TimeoutExpired as late:
        said = late.stdout or b""
    size = None
    while said.startswith(b"P5\n"):
        line, _, left = said[3:].partition(b"\n")
        wide, high = (int(number) for number in line.split())
        left = left.partition(b"\n")[2]
        size = size or (wide, high)
        if len(left) < wide * high or (wide, high) != size or max(size) > TILE:
            return
        yield Image.frombytes("L", size, left[: wide * high])
        said = left[wide * high :]


def _frames_of_picture(path: str) -> "Iterator[Image]":
    """Yield the frames that a moving picture shows at each full second, grey and all of one size."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path, formats=FORMATS) as picture:
        wide, high = picture.size
        if wide * high > MOST_PIXELS // 4:
            raise ValueError("its frames are too large")
        scale = min(TILE / max(wide, high), 1)
        size = (max(1, round(wide * scale)), max(1, round(high * scale)))
        milliseconds, shown, began = 0, 0, time.monotonic()
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            picture.load()  # only then a WebP says how long it lasts
            lasts = int(picture.info.get("duration") or 100)
            if milliseconds + lasts > 1000 * shown:
                frame = picture.convert("RGBA")
                plain = Image.new("RGBA", frame.size, "white")
                plain.alpha_composite(frame)
                grey = plain.convert("L").resize(size)
                while milliseconds + lasts > 1000 * shown and shown < FRAMES:
                    yield grey
                    shown += 1
            milliseconds += lasts
            if shown == FRAMES or time.monotonic() - began > FRAME_SECONDS:
                return


if __name__ == "__main__":
    main(int(sys.argv[1]), set(sys.argv[2:]))
