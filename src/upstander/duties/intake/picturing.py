"""Make the small copies of the pictures that came with a report, for the desk to show and the package to hold."""

from collections.abc import Callable
from itertools import repeat

from django.utils import timezone

from upstander.engines.previews.sandbox import ABSENT, Small, has_sandbox, kinds, maker, small_copies
from upstander.record.cases.models import Report, ReportedFile
from upstander.record.cases.withholding import NOT_WITHHELD
from upstander.record.vault import previews
from upstander.record.vault.keeping import deposit_locked, path_of
from upstander.record.vault.models import File


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
        return None
    sandboxed = has_sandbox()
    small = small_copies([path_of(file) for file in wanted]) if sandboxed else repeat(Small(refused=ABSENT["why"]))
    made = [(file, one, deposit_locked(one.content) if one.content else None)
            for file, one in zip(wanted, small, strict=sandboxed)]  # fmt: skip
    by = maker() if sandboxed else ""

    def kept() -> None:
        # Asked again: a file may have been withheld or erased while its copy was made, or copied for another report.
        still = {file.pk for file in previews.missing(pictures_of(report), maker=maker())}
        for file, one, stored in made:
            if file.pk in still:
                previews.keep(file, stored, maker=by, refused=one.refused, at=timezone.now())

    return kept
