"""What the virus scanner said of the files of reports, and which of them nobody is shown before an officer decides."""

from collections.abc import Iterable
from datetime import datetime

from upstander.record.cases.models import Report, ReportedFile, Scan
from upstander.record.people.models import User


def latest(files: Iterable[ReportedFile | int]) -> dict[int, Scan]:
    """Return what the scanner said last of each of these files, by their id."""
    rows = Scan.objects.filter(file__in=list(files)).select_related("cleared_by").order_by("at", "pk")
    return {row.file_id: row for row in rows}


def stands_in_the_way(row: Scan | None) -> bool:
    """Whether something was found and nobody has decided that the file may be shown all the same."""
    return row is not None and row.result == Scan.Result.FOUND and row.cleared_at is None


def shut(held: ReportedFile) -> bool:
    """Whether this file is not shown before an officer has decided."""
    return stands_in_the_way(latest([held]).get(held.pk))


def unscanned(report: Report | int) -> list[ReportedFile]:
    """Return the files of a report of which the scanner has not said yet that they are clean or what it found."""
    held = ReportedFile.objects.filter(report=report, file__locked_key=None, file__erased_at=None, file__fault="")
    told = Scan.objects.exclude(result=Scan.Result.FAILED).values("file")
    return list(held.exclude(pk__in=told).select_related("file").order_by("position", "pk"))


def keep(held: ReportedFile, *, result: str, name: str, engine: str, at: datetime) -> Scan:
    """Keep what the scanner said of a file, in the place of a try that failed, in the caller's transaction."""
    Scan.objects.filter(file=held, result=Scan.Result.FAILED).delete()
    return Scan.objects.create(file=held, result=result, name=name[:200], engine=engine[:200], at=at)


def clear(row: Scan, *, why: str, by: User, at: datetime) -> None:
    """Keep that an officer lets the file be shown all the same."""
    row.cleared_by, row.cleared_at, row.cleared_why = by, at, why
    row.save(update_fields=["cleared_by", "cleared_at", "cleared_why"])
