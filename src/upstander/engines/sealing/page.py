"""Put together verify.html: one offline page with which a force checks a package in a browser, without our software."""

import base64
import hashlib
from functools import cache
from importlib import resources

PARTS = ("reading.js", "checking.js", "showing.js")


@cache
def page() -> bytes:
    """Return verify.html (UTF-8). Its policy lets exactly its own script and style run and reach no network."""
    script = "\n" + "".join(_shipped(name) for name in PARTS)
    style = "\n" + _shipped("look.css")
    filled = {"script-hash": _hash(script), "style-hash": _hash(style), "style": style, "script": script}
    text = _shipped("frame.html")
    for name, value in filled.items():
        text = text.replace(f"{{{name}}}", value, 1)
    return text.encode()


def _shipped(name: str) -> str:
    return resources.files(__package__).joinpath("shipped", "page", name).read_text("utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
