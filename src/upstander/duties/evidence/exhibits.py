"""Give every file and reported post of a case its exhibit number: dense, and never used again."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from upstander.duties.evidence.models import Exhibit
from upstander.engines.matching.posts import platform_name
from upstander.record.cases.models import Case, Report, ReportedFile, ReportedPost

Row = TypeVar("Row", ReportedPost, ReportedFile)
KINDS = {"image": "picture", "video": "video", "text": "text file"}
DOCUMENTS = {"application/pdf": "PDF document", "application/zip": "ZIP archive"}


TOGETHER = ("report__sender", "post__post", "post__addition", "file__file", "file__addition")
"""What making the record of an exhibit needs beside it."""


def number_all(case: Case, reports: Sequence[Report], *, at: datetime) -> list[Exhibit]:
    """Number what has no number yet, in the order in which it came, and return the exhibits of `reports` by number.

    The case must be locked. What belonged to a report that left the case keeps its number and is not returned.
    """
    Exhibit.objects.bulk_create(_fresh(case, reports, at))
    return _held(case, reports)


def as_numbered(case: Case, reports: Sequence[Report], *, at: datetime) -> list[Exhibit]:
    """Return what `number_all` would return now, and keep nothing."""
    return [*_held(case, reports), *_fresh(case, reports, at)]


def _held(case: Case, reports: Sequence[Report]) -> list[Exhibit]:
    return list(Exhibit.objects.filter(case=case, report__in=reports).order_by("pk").select_related(*TOGETHER))


def _fresh(case: Case, reports: Sequence[Report], at: datetime) -> list[Exhibit]:
    """Return rows, not saved, for what has no number yet."""
    numbered = {(row.post_id, row.file_id) for row in Exhibit.objects.filter(case=case)}
    posts, files = _by_report(ReportedPost, reports, "post"), _by_report(ReportedFile, reports, "file")
    made = []
    for report in reports:
        for post in posts.get(report.pk, ()):
            if (post.pk, None) not in numbered:
                made.append(_exhibit(case, report, describe_post(post, report), at, post=post))
        for file in files.get(report.pk, ()):
            if (None, file.pk) not in numbered:
                made.append(_exhibit(case, report, describe_file(file, report), at, file=file))
    for place, exhibit in enumerate(made, len(numbered) + 1):
        exhibit.reference = f"HUB-{place:04d}"
    return made


def _by_report(kind: type[Row], reports: Sequence[Report], beside: str) -> dict[int, list[Row]]:
    """Return the posts or files of each report in their order, in one query."""
    found: dict[int, list[Row]] = {}
    rows = kind.objects.filter(report__in=reports).select_related(beside, "addition")
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.report_id, []).append(row)
    return found


def _exhibit(
    case: Case, report: Report, description: str, at: datetime,
    *, post: ReportedPost | None = None, file: ReportedFile | None = None,
) -> Exhibit:  # fmt: skip
    return Exhibit(case=case, report=report, post=post, file=file, description=description, made_at=at)


def describe_post(post: ReportedPost, report: Report) -> str:
    """Return what an exhibit made of a reported post is, in words for a schedule."""
    where = f" on {platform_name(post.platform)}" if post.platform else ""
    by = f" by {post.handle}" if post.handle else ""
    return f"Post{where}{by}, as told in report {report.reference}"


def describe_file(file: ReportedFile, report: Report) -> str:
    """Return what an exhibit made of a file is, in words for a schedule."""
    kind = kind_of(file.media_type)
    return f"{kind[0].upper()}{kind[1:]} that came with report {report.reference}"


def kind_of(media_type: str) -> str:
    """Return the plain word for a media type; `file` where the type is not known."""
    return DOCUMENTS.get(media_type) or KINDS.get(media_type.partition("/")[0], "file")
