"""Send a held file out as nothing but bytes to be saved, never to be shown by a browser."""

from pathlib import Path
from typing import Any

from django.http import FileResponse

from upstander.engines.text import escape_controls

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LONGEST_NAME = 120
NOT_IN_NAMES = '/\\:*?"<>|\n\t'


def attachment(path: Path, name: str) -> FileResponse:
    """Return the bytes at `path` to be saved under `name`. Journal the download, and commit that, before calling this.

    Raises OSError where the file cannot be read.
    """
    return bytes_to_save(path.open("rb"), name)


def bytes_to_save(stream: Any, name: str, *, status: int = 200) -> FileResponse:
    """Return what `stream` reads to be saved under `name`, with the headers that keep a browser from showing it."""
    sent = FileResponse(
        stream, as_attachment=True, filename=safe_name(name), content_type="application/octet-stream", status=status
    )
    for header, value in HEADERS.items():
        sent[header] = value
    return sent


def safe_name(name: str) -> str:
    """Return a name under which a file may be saved: no folders, nothing unseen, not hidden, not too long."""
    plain = "".join(char for char in escape_controls(name) if char not in NOT_IN_NAMES).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[:LONGEST_NAME]}.{ending}"
    return plain[:LONGEST_NAME] or "file"
