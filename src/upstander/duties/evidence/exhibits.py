"""Give every file and reported post of a case its exhibit number: dense, and never used again."""

from collections.abc import Sequence
from datetime import datetime

from upstander.duties.evidence.models import Exhibit
from upstander.engines.matching.posts import platform_name
from upstander.record.cases.models import Case, Report, ReportedFile, ReportedPost

KINDS = {"image": "picture", "video": "video", "text": "text file"}
DOCUMENTS = {"application/pdf": "PDF document", "application/zip": "ZIP archive"}


def number_all(case: Case, reports: Sequence[Report], *, at: datetime) -> list[Exhibit]:
    """Number what has no number yet, in the order in which it came, and return the exhibits of `reports` by number.

    The case must be locked. What belonged to a report that left the case keeps its number and is not returned.
    """
    held = Exhibit.objects.filter(case=case)
    numbered = {(row.post_id, row.file_id) for row in held}
    count = len(numbered)
    fresh = []
    for report in reports:
        for post in ReportedPost.objects.filter(report=report).order_by("position", "pk"):
            if (post.pk, None) not in numbered:
                fresh.append(_exhibit(case, report, describe_post(post, report), at, post=post))
        for file in ReportedFile.objects.filter(report=report).order_by("position", "pk"):
            if (None, file.pk) not in numbered:
                fresh.append(_exhibit(case, report, describe_file(file, report), at, file=file))
    for place, exhibit in enumerate(fresh, count + 1):
        exhibit.reference = f"HUB-{place:04d}"
    Exhibit.objects.bulk_create(fresh)
    rows = Exhibit.objects.filter(case=case, report__in=reports).order_by("pk")
    return list(rows.select_related("report__sender", "post__post", "post__addition", "file__file", "file__addition"))


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
