"""Blank what a report says, in every column of words, and destroy the bodies and files that came with it."""

from dataclasses import dataclass
from datetime import datetime

from upstander.duties.intake.actions.receive import WORDS
from upstander.record.cases.models import (
    Account,
    Addition,
    Post,
    Report,
    ReportedFile,
    ReportedPost,
    Translation,
)
from upstander.record.vault import keeping, previews
from upstander.record.vault.models import File


@dataclass(frozen=True)
class Forgotten:
    """How much was destroyed, for the certificate: counts, never content."""

    columns: int
    bodies: int
    files: int
    shared: int
    """Files that another report sent as well: they stay for that one."""


def forget(report: Report, *, at: datetime) -> Forgotten:
    """Blank a report and destroy what came with it, in the caller's transaction. What another report sent too stays."""
    columns = _blank(report, WORDS) + _blank_posts(report)
    columns += Translation.objects.filter(report=report).delete()[0]
    bodies = [report.raw] if report.raw else []
    for addition in Addition.objects.filter(report=report).select_related("raw"):
        columns += _blank(addition, ("text",))
        bodies += [addition.raw] if addition.raw else []
    for body in bodies:
        keeping.erase(body, at=at)
    columns += Translation.objects.filter(report=report).delete()[0]
    files, shared = _destroy_files(report, at=at)
    report.sender_ref = report.return_code = ""
    report.save(update_fields=["sender_ref", "return_code"])
    return Forgotten(columns, len(bodies), files, shared)


def _blank(row: Report | Addition | ReportedPost, names: tuple[str, ...]) -> int:
    held = [name for name in names if getattr(row, name)]
    for name in held:
        setattr(row, name, "")
    if held:
        row.save(update_fields=held)
    return len(held)


def _blank_posts(report: Report) -> int:
    """Blank the posts, and take away the rows of posts and accounts that no other report names."""
    columns = 0
    for said in ReportedPost.objects.filter(report=report).select_related("post", "by"):
        columns += _blank(said, ("link", "text", "handle"))
        post, account = said.post, said.by
        said.post = said.by = None
        said.save(update_fields=["post", "by"])
        _drop_unused(post, account)
    return columns


def _drop_unused(post: Post | None, account: Account | None) -> None:
    if post and not ReportedPost.objects.filter(post=post).exists():
        post.delete()
    if account and not ReportedPost.objects.filter(by=account).exists():
        account.delete()


def _destroy_files(report: Report, *, at: datetime) -> tuple[int, int]:
    destroyed = shared = 0
    for held in ReportedFile.objects.filter(report=report).select_related("file"):
        held.name_given, held.withheld_reason = "", ""
        held.save(update_fields=["name_given", "withheld_reason"])
        if _sent_by_another(held.file, report):
            shared += 1
        elif held.file.erased_at is None:
            previews.forget(held.file)
            keeping.erase(held.file, at=at)
            destroyed += 1
    return destroyed, shared


def _sent_by_another(file: File, report: Report) -> bool:
    others = ReportedFile.objects.filter(file=file).exclude(report=report)
    return others.exclude(report__standing=Report.Standing.ERASED).exists()
