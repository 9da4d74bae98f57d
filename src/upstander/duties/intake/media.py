"""Say what kind of file something is, by two detectors that must agree; nothing here opens or renders it."""

from pathlib import Path

import puremagic

UNKNOWN = "unknown"
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_SAME = {"image/jpg": "image/jpeg", "video/x-matroska": "video/webm"}
HEAD = 4096


def media_type(path: Path) -> str:
    """Return the media type that our signatures and puremagic both see, text/plain for clean UTF-8, else `unknown`."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    ours = _by_signature(head)
    try:
        theirs = {_SAME.get(match.mime_type, match.mime_type) for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        theirs = set()
    if ours == "text/plain":
        return ours if not any(kind.startswith(("image/", "video/", "application/pdf")) for kind in theirs) else UNKNOWN
    return ours if ours in theirs else UNKNOWN


def _by_signature(head: bytes) -> str:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return "text/plain" if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", errors="strict") if len(head) < HEAD else head.decode("utf-8", errors="ignore")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and "<" not in text[:1]
