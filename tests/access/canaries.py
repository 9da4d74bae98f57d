"""Words planted in every text of a case, each saying whose case it is, found again in whatever leaves the hub."""

import re
from io import BytesIO

from PIL import Image, PngImagePlugin

CONTENT, IDENTITY, INTERNAL = "content", "identity", "internal"
"""What was reported and decided; who reported; what those who work on it write among themselves."""
REFERENCE = "reference"
"""That there is such a case at all: its reference, or that of its report."""
_MARK = re.compile(r"zq(content|identity|internal)x([a-z]+)xqz")


def canary(kind: str, case: str) -> str:
    """Return the word for the case called `case` (letters only); it survives changes of case, links and trimming."""
    return f"zq{kind}x{case}xqz"


def found_in(body: bytes) -> set[tuple[str, str]]:
    """Return (kind, case) of every planted word in an answer."""
    return set(_MARK.findall(body.decode("utf-8", "replace").lower()))


def picture(case: str) -> bytes:
    """Return a small picture that carries the word of the case in its text chunk."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", canary(CONTENT, case))
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=said)
    return file.getvalue()
