"""Send a large file so that a download that broke off goes on where it stopped: ranges of bytes (RFC 9110, 14)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase

from upstander.faces.kit.attachment import HEADERS, attachment, bytes_to_save

ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """Bytes `first` to `last` of a file, both included."""

    first: int
    last: int


class BehindTheEnd(Exception):
    """The range asked for has no byte of the file."""


def resumable(
    headers: Mapping[str, str], path: Path, name: str, *, sha256: str, given: Callable[[int], None]
) -> HttpResponseBase:
    """Return the file at `path` to be saved under `name`, whole or the one part that the request asks for.

    `sha256` is its digest: by it the other side knows that the rest is of the same file. `given` is called with the
    first byte before any is sent, to journal it. Raises OSError where the file cannot be read, and what `given` raises.
    """
    size, tag = path.stat().st_size, f'"{sha256}"'
    try:
        part = asked_for(headers, size=size, tag=tag)
    except BehindTheEnd:
        refused = HttpResponse(status=416, headers={**HEADERS, "Content-Range": f"bytes */{size}", "ETag": tag})
        refused["Accept-Ranges"] = "bytes"
        return refused
    given(part.first if part else 0)
    sent = attachment(path, name) if part is None else _part_of(path, name, part, size)
    sent["ETag"], sent["Accept-Ranges"] = tag, "bytes"
    return sent


def asked_for(headers: Mapping[str, str], *, size: int, tag: str) -> Part | None:
    """Return the one part asked for; None for the whole file, which is always a right answer.

    It is the answer to several ranges, to a range that cannot be read, and to If-Range with another tag than `tag` or
    with a date: the other side holds the beginning of another file. Raises BehindTheEnd.
    """
    found = ONE_RANGE.fullmatch(headers.get("Range", "").strip())
    if found is None or found[0][6:] == "-" or headers.get("If-Range", tag).strip() != tag:
        return None
    if not found[1]:
        first, last = max(0, size - int(found[2])), size - 1
    else:
        first, last = int(found[1]), min(int(found[2]), size - 1) if found[2] else size - 1
        if found[2] and int(found[2]) < first:
            return None
    if first >= size:
        raise BehindTheEnd
    return Part(first, last)


def _part_of(path: Path, name: str, part: Part, size: int) -> FileResponse:
    whole = path.open("rb")
    whole.seek(part.first)
    answer = bytes_to_save(_Span(whole, part.last - part.first + 1), name, status=206)
    answer["Content-Length"] = part.last - part.first + 1
    answer["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return answer


class _Span:
    """So many bytes of an open file from where it stands, and no more."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file, self._left = file, length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, `size` at most; none at the end."""
        wanted = self._left if size < 0 else min(size, self._left)
        chunk = self._file.read(wanted)
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file."""
        self._file.close()
