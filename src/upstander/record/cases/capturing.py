"""How each post and file was captured, as far as anybody said: every field with who says so, and unknown where nobody.

What came with a report is drawn from the report itself (`told`); what somebody set down since stands in capture
records, each of which holds all fields and follows the one before. Nothing is filled in from anywhere else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from upstander.record.cases.models import CaptureRecord, Report, ReportedFile, ReportedPost
from upstander.record.people.models import User

Item = ReportedPost | ReportedFile
REPORTED, PARTNER, OFFICER, FROM_FILE = "reported", "partner", "officer", "file"
"""Who says a thing: the report, the partner that sent it, an officer, the file of itself."""
CAPACITIES = ("victim", "on behalf", "witness", "organisation", "volunteer", "officer")
WHAT = (
    "screenshot", "photograph", "recording", "page", "archive", "message", "document", "bundle", "platform_return",
    "original", "other",
)  # fmt: skip
COMPLETENESS = ("whole_thread", "whole_post", "whole_page", "part", "crop")
WARNINGS = ("none", "hateful_words", "threats", "violence", "sexual", "self_harm", "death", "other")
FIELDS = {
    "shown": ("description",),
    "origin": ("original_address", "final_address", "platform", "account_handle", "account_id", "post_id"),
    "posted": ("posted_shown", "posted_zone", "posted_local", "posted_which", "posted_utc"),
    "captured": (
        "what", "captured_local", "captured_zone", "captured_which", "captured_utc", "clock", "captured_by", "capacity",
        "tool", "settings", "authority", "signed_in_as",
    ),
    "thread": ("answers_post", "answers_address", "answers_text", "thread_address", "thread_place"),
    "condition": ("completeness", "redactions", "custodians", "warning", "notes"),
    "received": ("method",),
    "language": ("language",),
}  # fmt: skip
"""The fields of a capture record by group. Times in UTC are derived from what was shown and its zone, or were sent."""
ALL = tuple(name for names in FIELDS.values() for name in names)
CODES = {"what": WHAT, "capacity": CAPACITIES, "completeness": COMPLETENESS, "warning": WARNINGS}
"""The fields that are one of several codes."""
LEADS_TO_POSTER = ("original_address", "final_address", "account_handle", "account_id", "post_id", "thread_address")
"""The fields that lead to the person who posted."""


@dataclass(frozen=True)
class Known:
    """What is known of one field, and who says it."""

    value: str
    source: str


@dataclass(frozen=True)
class Capture:
    """What is known of how one thing was captured; a field that is not there is unknown."""

    fields: Mapping[str, Known] = field(default_factory=dict)
    number: int = 0
    """Of the capture record; 0 where nobody set one down and it is drawn from the report."""
    by: User | None = None
    at: datetime | None = None
    why: str = ""

    def __getitem__(self, name: str) -> str:
        """Return the value of a field, empty where it is unknown."""
        return self.fields[name].value if name in self.fields else ""


def told(item: Item) -> Capture:
    """Return what the report itself says of how a post or file was captured. Its report must have been read with it."""
    report = item.report
    said = {"capacity": report.told_as if report.told_as in CAPACITIES else "", "authority": report.authority}
    if isinstance(item, ReportedPost):
        said |= {
            "original_address": item.link,
            "platform": item.platform,
            "account_handle": item.handle,
            "account_id": item.account_number,
            "post_id": item.post.value if item.post else "",
        }
    source = OFFICER if report.channel == Report.Channel.OFFICER else PARTNER if report.sender_id else REPORTED
    return Capture({name: Known(value, source) for name, value in said.items() if value})


def captures(items: Iterable[Item]) -> dict[Item, Capture]:
    """Return what is known of how each of these was captured, in two queries however many there are."""
    asked = list(items)
    newest = {_of(row): row for row in rows(asked).order_by("number")}
    return {item: read(newest[item]) if item in newest else told(item) for item in asked}


def history(item: Item) -> list[Capture]:
    """Return every capture record of a post or file, the newest first, and at the end what came with the report."""
    return [*(read(row) for row in rows([item]).order_by("-number")), told(item)]


def newest(item: Item) -> CaptureRecord | None:
    """Return the newest capture record of a post or file, None where nobody set one down."""
    return rows([item]).order_by("-number").first()


def read(row: CaptureRecord) -> Capture:
    """Return what a capture record says."""
    said = json.loads(row.said or "{}")
    return Capture({name: Known(*said[name]) for name in ALL if name in said}, row.number, row.by, row.at, row.why)


def keep(
    item: Item, fields: Mapping[str, Known], *, by: User | None, why: str = "", at: datetime,
    before: CaptureRecord | None = None,
) -> CaptureRecord:  # fmt: skip
    """Keep a capture record behind the one before, in the caller's transaction."""
    said = {name: (known.value, known.source) for name, known in fields.items() if known.value}
    of = {"post": item} if isinstance(item, ReportedPost) else {"file": item}
    return CaptureRecord.objects.create(
        report=item.report, **of, number=before.number + 1 if before else 1, before=before,
        said=json.dumps(said, ensure_ascii=False), why=why, by=by, at=at,
    )  # fmt: skip


def forget(report: Report) -> int:
    """Destroy the capture records of a report that is erased, and return how many there were."""
    count = 0
    for row in CaptureRecord.objects.filter(report=report).order_by("-number"):
        row.delete()
        count += 1
    return count


def forget_poster(report: Report) -> int:
    """Take what leads to the person who posted out of every capture record of a report, and return how many held it."""
    count = 0
    for row in CaptureRecord.objects.filter(report=report):
        said = json.loads(row.said or "{}")
        left = {name: known for name, known in said.items() if name not in LEADS_TO_POSTER}
        if left != said:
            row.said = json.dumps(left, ensure_ascii=False)
            row.save(update_fields=["said"])
            count += 1
    return count


def rows(items: Sequence[Item]) -> QuerySet[CaptureRecord]:
    """Return every capture record of these posts and files."""
    posts = [item.pk for item in items if isinstance(item, ReportedPost)]
    files = [item.pk for item in items if isinstance(item, ReportedFile)]
    found = CaptureRecord.objects.filter(post__in=posts) | CaptureRecord.objects.filter(file__in=files)
    return found.select_related("by", "report", "post", "file")


def _of(row: CaptureRecord) -> Item:
    held = row.post or row.file
    assert held is not None
    return held
