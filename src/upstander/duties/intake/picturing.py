"""Make the small copies of the pictures that came with a report, for the desk to show and the package to hold."""

from collections.abc import Callable

from django.utils import timezone

from upstander.engines.previews.sandbox import has_sandbox, kinds, maker, small_copies
from upstander.record.cases.models import Report, ReportedFile
from upstander.record.vault import previews
from upstander.record.vault.keeping import deposit_locked, path_of
from upstander.record.vault.models import File


def pictures_of(report: Report | int) -> list[File]:
    """Return the content of every file of the report of which a small copy may be made."""
    held = ReportedFile.objects.filter(report=report, media_type__in=kinds(), file__locked_key=None)
    return [row.file for row in held.select_related("file").order_by("position", "pk")]


def make_small_copies(report: int) -> Callable[[], None] | None:
    """Make what is missing and return what keeps it; None where nothing is missing or there is no sandbox."""
    wanted = previews.missing(pictures_of(report), maker=maker())
    if not wanted or not has_sandbox():
        return None
    made = [(file, small, deposit_locked(small.content) if small.content else None)
            for file, small in zip(wanted, small_copies([path_of(file) for file in wanted]), strict=True)]  # fmt: skip

    def kept() -> None:
        # Asked again: a file may have been withheld or erased while its copy was made, or copied for another report.
        still = {file.pk for file in previews.missing(pictures_of(report), maker=maker())}
        for file, small, stored in made:
            if file.pk in still:
                previews.keep(file, stored, maker=maker(), refused=small.refused, at=timezone.now())

    return kept
