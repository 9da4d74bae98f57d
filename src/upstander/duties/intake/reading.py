"""Read the captured pages, messages and archives that came with a report, in the sandbox: what they hold and say."""

from collections.abc import Callable

from django.utils import timezone

from upstander.engines.captures.reading import KINDS, maker, read
from upstander.engines.enclosure import has_sandbox
from upstander.record.cases.models import Report, ReportedFile
from upstander.record.cases.withholding import NOT_WITHHELD
from upstander.record.vault import captures
from upstander.record.vault.keeping import StoredFile, deposit_locked, path_of
from upstander.record.vault.models import File


def captures_of(report: Report | int) -> dict[File, str]:
    """Return the content of every file of the report that can be read, with its media type."""
    held = ReportedFile.objects.filter(report=report, media_type__in=KINDS, withheld=NOT_WITHHELD)
    held = held.filter(file__locked_key=None, file__erased_at=None).select_related("file")
    return {row.file: row.media_type for row in held.order_by("position", "pk")}


def read_captures(report: int) -> Callable[[], None] | None:
    """Read what has not been read and return what keeps it; None where there is nothing to read.

    Where there is no sandbox nothing is opened, and that is what is kept: nobody's, so that it is tried again.
    """
    files = captures_of(report)
    wanted = captures.unread(files, maker=maker())
    if not wanted:
        return None
    sandboxed = has_sandbox()
    read_now: list[tuple[File, StoredFile | None, str]] = []
    for file in wanted:
        found = read(path_of(file), files[file]) if sandboxed else None
        kept = deposit_locked(found.dump()) if found else None
        read_now.append((file, kept, found.state if found else captures.UNREAD))

    def kept_for_all() -> None:
        # Asked again: a file may have been withheld or erased while it was read.
        still = set(captures.unread(captures_of(report), maker=maker()))
        for file, stored, state in read_now:
            if file in still:
                by = maker() if sandboxed else ""
                captures.keep(file, stored, state=state, maker=by, at=timezone.now())

    return kept_for_all
