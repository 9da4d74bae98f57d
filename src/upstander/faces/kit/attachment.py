"""Send a held file out as nothing but bytes to be saved, after the journal knows that it was downloaded."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.utils import timezone

from upstander.engines.text import escape_controls
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LONGEST_NAME = 120


def attachment(
    request: HttpRequest, path: Path, name: str, *, subject: Any, about: Iterable[Any] = (), **said: str
) -> FileResponse:
    """Return the bytes at `path` under the file name `name`, never to be shown by a browser.

    The download is committed to the journal before the first byte leaves; where it cannot be, nothing leaves (a
    database that does not answer becomes a 503). `said` are ids, codes and digests for the entry. Raises OSError.
    """
    opened = path.open("rb")
    try:
        with transaction.atomic():
            record(request.actor, Verb.DOWNLOADED, subject, at=timezone.now(), about=about, **said)  # type: ignore[attr-defined]
    except BaseException:
        opened.close()
        raise
    answer = FileResponse(opened, as_attachment=True, filename=safe_name(name), content_type="application/octet-stream")
    for header, value in HEADERS.items():
        answer[header] = value
    return answer


def safe_name(name: str) -> str:
    """Return a name under which a file may be saved: no folders, nothing unseen, not hidden, not too long."""
    plain = "".join(char for char in escape_controls(name) if char not in '/\\:*?"<>|\n\t').strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[:LONGEST_NAME]}.{ending}" if stem else ending
    return plain[:LONGEST_NAME] or "file"
