"""Keep the words that a machine read on the pictures of a report, for matching alone; they go with the small copies."""

from collections.abc import Iterable

from upstander.record.cases.models import Report, ReportedFile
from upstander.record.cases.withholding import NOT_WITHHELD
from upstander.record.keys.models import Words
from upstander.record.vault.models import Preview

FIELD = "picture"
"""How the fields of matching begin that hold such words: see engines.matching.keys."""


def keep(preview: Preview, words: str, reports: Iterable[int]) -> None:
    """Keep what was read on one picture for each report that it came with, in the caller's transaction."""
    for report in reports:
        Words(report_id=report, preview=preview, text=words).save()


def lacking(report: Report | int) -> list[tuple[Preview, str]]:
    """Return the pictures of a report that were read when they came with another one, and what was read."""
    files = ReportedFile.objects.filter(report=report, withheld=NOT_WITHHELD).values("file")
    own = Words.objects.filter(report=report).values("preview")
    rows = Words.objects.filter(preview__of__in=files).exclude(preview__in=own).select_related("preview")
    return [(row.preview, row.text) for row in {row.preview_id: row for row in rows}.values()]


def texts_of(report: Report) -> list[tuple[str, str]]:
    """Return the words by field of matching, in the order of the files; nothing of what is withheld."""
    rows = {row.preview.of_id: row for row in Words.objects.filter(report=report).select_related("preview")}
    if not rows:
        return []
    held = ReportedFile.objects.filter(report=report, file__in=list(rows), withheld=NOT_WITHHELD)
    files = dict.fromkeys(held.order_by("position", "pk").values_list("file", flat=True))
    return [(f"{FIELD} {number}", rows[file].text) for number, file in enumerate(files, 1)]
