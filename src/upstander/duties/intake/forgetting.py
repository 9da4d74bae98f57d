"""Blank what a report says, or what it says of its subject alone, and destroy the bodies and files it came with."""

from dataclasses import dataclass
from datetime import datetime

from upstander.duties.intake.actions.receive import WORDS
from upstander.record.cases import capturing
from upstander.record.cases.models import (
    Account,
    Addition,
    Post,
    Report,
    ReportedFile,
    ReportedPost,
    Translation,
)
from upstander.record.search.keeping import forget_rows
from upstander.record.search.sources import TRANSLATIONS
from upstander.record.vault import captures, keeping, previews
from upstander.record.vault.models import File

NOTE = "poster_note"
NOTES = (NOTE, "poster_name", "poster_age", "poster_place")
"""The columns of a report that are kept for what somebody knows of the person who posted."""
OF_POSTER = ("link", "handle", "display_name", "account_number")
"""The columns of a reported post that lead to the person who posted it; the words of the post are not among them."""


@dataclass(frozen=True)
class SubjectForgotten:
    """How much was destroyed of what a report kept of its subject: counts, never content."""

    notes: int = 0
    handles: int = 0
    links: int = 0
    translations: int = 0
    bodies: int = 0
    """Messages as they came in: they say it all again. What the sender said stands in the columns of the report."""


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
    for addition in Addition.objects.filter(report=report):
        columns += _blank(addition, ("text",))
    bodies = _destroy_bodies(report, at=at)
    columns += capturing.forget(report)
    files, shared = _destroy_files(report, at=at)
    report.sender_ref = report.return_code = ""
    report.save(update_fields=["sender_ref", "return_code"])
    return Forgotten(columns, bodies, files, shared)


def forget_subject(report: Report, *, at: datetime) -> SubjectForgotten:
    """Blank what a report keeps of its subject in columns of their own, in the caller's transaction.

    What it says in running words, its files, and everything of who reported or is targeted, stays.
    """
    of_note = Translation.objects.filter(report=report, post=None, column=NOTE)
    forget_rows(TRANSLATIONS, of_note)
    translations, notes, handles, links = of_note.delete()[0], _blank(report, NOTES), 0, 0
    for said in ReportedPost.objects.filter(report=report).select_related("post", "by"):
        handles, links = handles + _names_account(said), links + bool(said.link or said.post)
        _blank(said, OF_POSTER)
        _part(said)
    capturing.forget_poster(report)
    return SubjectForgotten(notes, handles, links, translations, _destroy_bodies(report, at=at))


def _names_account(said: ReportedPost) -> bool:
    return bool(said.handle or said.display_name or said.account_number or said.by)


def _destroy_bodies(report: Report, *, at: datetime) -> int:
    """Destroy the messages in which a report and what was added to it came, and say how many there were."""
    held = [report.raw, *(added.raw for added in Addition.objects.filter(report=report).select_related("raw"))]
    bodies = [body for body in held if body is not None and body.erased_at is None]
    for body in bodies:
        keeping.erase(body, at=at)
    return len(bodies)


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
        columns += _blank(said, (*OF_POSTER, "text"))
        _part(said)
    return columns


def _part(said: ReportedPost) -> None:
    """Part what a report says of a post from the rows of the post and its account."""
    post, account = said.post, said.by
    said.post = said.by = None
    said.save(update_fields=["post", "by"])
    _drop_unused(post, account)


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
            captures.forget(held.file)
            keeping.erase(held.file, at=at)
            destroyed += 1
    return destroyed, shared


def _sent_by_another(file: File, report: Report) -> bool:
    others = ReportedFile.objects.filter(file=file).exclude(report=report)
    return others.exclude(report__standing=Report.Standing.ERASED).exists()
