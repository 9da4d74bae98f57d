"""Say what kind of file something is, by two detectors that must agree; nothing here opens or renders it."""

import re
from pathlib import Path

import puremagic

UNKNOWN = "unknown"
HEAD = 4096
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_SAME = {"image/jpg": "image/jpeg", "video/x-matroska": "video/webm", "application/x-gzip": "application/gzip"}
_MARK_UP = {"text/html", "application/xml"}
"""Written in letters, and known to the second detector: it must say the same."""
_IN_LETTERS = {
    "text/plain": (), "application/json": (), "text/csv": (), "application/warc": (),
    "message/rfc822": ("message/rfc822",), "multipart/related": ("message/rfc822",),
}  # fmt: skip
"""Written in letters, with what the second detector may make of them: it knows little of such files."""
_OTHERS = ("application/pdf", "application/zip", "text/html")
_WARC = re.compile(r"WARC/1\.[01]\r?\n(?:[\w-]+: .*\r?\n)*?WARC-Type: ")
_HEADS = re.compile(r"(?:[A-Za-z][\w-]{1,40}:[ \t].*\r?\n(?:[ \t]+.*\r?\n)*)+\r?\n")
_OF_MAIL = ("from:", "date:", "subject:", "received:", "message-id:")
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*(?:<!doctype html|<html)", re.IGNORECASE | re.DOTALL)


def media_type(path: Path) -> str:
    """Return the media type that our own look and puremagic both see, else `unknown`.

    Of files that are written in letters the second knows few; of those it must at least see nothing else.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    ours = _by_signature(head) or _by_letters(head)
    try:
        theirs = {_SAME.get(match.mime_type, match.mime_type) for match in puremagic.magic_string(head)} - {""}
    except (puremagic.PureError, ValueError):
        theirs = set()
    if ours == "application/zip" and head.startswith(b"PK\x05\x06"):
        return ours  # an archive without a part: whoever sent it should be told so
    if ours in _IN_LETTERS:
        against = {kind for kind in theirs - {*_IN_LETTERS[ours], ours} if _is_other(kind)}
        return UNKNOWN if against else ours
    return ours if ours in theirs else UNKNOWN


def _is_other(kind: str) -> bool:
    return kind.startswith(("image/", "video/", "audio/")) or kind in (
        "application/pdf",
        "application/zip",
        "text/html",
    )


def _by_signature(head: bytes) -> str:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "video/mp4" if head[4:8] == b"ftyp" else ""


def _by_letters(head: bytes) -> str:
    """Return what a file written in letters is; a web archive may hold bytes that are none behind its first heads."""
    if _WARC.match(head.decode("latin-1")):
        return "application/warc"
    text = _letters(head)
    if text is None:
        return UNKNOWN
    if _PAGE.match(text):
        return "text/html"
    if text.startswith("<?xml"):
        return "application/xml"
    if (heads := _HEADS.match(text)) and sum(name in heads[0].lower() for name in _OF_MAIL) >= 2:
        return "multipart/related" if "multipart/related" in heads[0].lower() else "message/rfc822"
    if re.match(r"\s*[\[{]\s*[\[{\"\]}]", text):
        return "application/json"
    if _is_table(text):
        return "text/csv"
    return UNKNOWN if text.startswith("<") else "text/plain"


def _letters(head: bytes) -> str | None:
    """Return the beginning of a file as text, None where it is none."""
    try:
        text = head.decode("utf-8", errors="strict") if len(head) < HEAD else head.decode("utf-8", errors="ignore")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text.removeprefix("\ufeff")


def _is_table(text: str) -> bool:
    """Whether the first lines have the same columns, more than one."""
    lines = [line for line in text.splitlines()[:3] if line.strip()] or [""]
    for mark in (",", ";", "\t"):
        counts = [line.count(mark) for line in lines]
        prose = mark == "," and " " in lines[0].replace(", ", ",")
        if len(lines) > 1 and 0 < counts[0] <= counts[1] and not prose:
            return True
    return False
