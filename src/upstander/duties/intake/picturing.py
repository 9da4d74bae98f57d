"""Make the small copies of the pictures that came with a report, for the desk to show and the package to hold.

Of each small copy its hashes are kept as well, by which copies of the picture in other reports are found; of a video
also a sheet of its frames and theirs. Words that can be read on a picture are kept for matching.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat

from django.utils import timezone

from upstander.engines.previews.sandbox import ABSENT, Small, has_sandbox, kinds, maker, small_copies
from upstander.record.cases.models import Report, ReportedFile
from upstander.record.cases.withholding import NOT_WITHHELD
from upstander.record.keys import films, keeping, pictures, readings
from upstander.record.vault import previews
from upstander.record.vault.keeping import StoredFile, deposit_locked, path_of
from upstander.record.vault.models import File
from upstander.record.work.asking import due


def pictures_of(report: Report | int) -> list[File]:
    """Return the content of every file of the report of which a small copy may be made."""
    held = ReportedFile.objects.filter(report=report, media_type__in=kinds(), withheld=NOT_WITHHELD)
    held = held.filter(file__locked_key=None, file__erased_at=None)
    return [row.file for row in held.select_related("file").order_by("position", "pk")]


def make_small_copies(report: int) -> Callable[[], None] | None:
    """Make what is missing and return what keeps it; None where nothing is missing.

    Where there is no sandbox nothing is decoded, and that is what is kept: nobody's, so that it is tried again.
    """
    wanted = previews.missing(pictures_of(report), maker=maker())
    if not wanted:
        return _kept_of_others(report) if readings.lacking(report) else None
    sandboxed = has_sandbox()
    small = (
        small_copies([path_of(file) for file in wanted], frames=True, words=True)
        if sandboxed
        else repeat(Small(refused=ABSENT["why"]))
    )
    made = [_made(file, one) for file, one in zip(wanted, small, strict=sandboxed)]
    by = maker() if sandboxed else ""

    def kept() -> None:
        # Asked again: a file may have been withheld or erased while its copy was made, or copied for another report.
        still = {file.pk for file in previews.missing(pictures_of(report), maker=maker())}
        wanted_still = [one for one in made if one.file.pk in still]
        for one in wanted_still:
            preview = previews.keep(
                one.file, one.stored, maker=by, refused=one.refused, at=timezone.now(), frames=one.frames
            )
            if one.stored:
                pictures.keep(preview, one.hashes)
            if one.frames:
                films.keep(preview, one.frame_hashes)
            with_it = _reports_with(one.file)
            if one.words:
                readings.keep(preview, one.words, with_it)
            keeping.keep_again(with_it)
        if any(one.stored for one in wanted_still):
            due("look_for_others", report=report)

    return kept


def _kept_of_others(report: int) -> Callable[[], None]:
    def kept() -> None:
        for preview, words in readings.lacking(report):
            readings.keep(preview, words, [report])
        keeping.keep_again([report])
        due("look_for_others", report=report)

    return kept


def _reports_with(file: File) -> list[int]:
    held = ReportedFile.objects.filter(file=file, withheld=NOT_WITHHELD)
    return list(held.exclude(report__standing=Report.Standing.ERASED).values_list("report", flat=True).distinct())


@dataclass(frozen=True)
class _Made:
    file: File
    stored: StoredFile | None
    hashes: bytes
    refused: str
    frames: StoredFile | None = None
    frame_hashes: bytes = b""
    words: str = ""


def _made(file: File, one: Small) -> _Made:
    if not one.content:
        return _Made(file, None, b"", one.refused)
    kept, hashes = deposit_locked(one.content), pictures.hashes_to_keep(one.content)
    moves = films.hashes_to_keep(one.sheet) if one.sheet else b""
    # Frames of which none can be compared (all black, a bad sheet) are of no use to anybody.
    return _Made(file, kept, hashes, "", deposit_locked(one.sheet) if moves else None, moves, one.words)
