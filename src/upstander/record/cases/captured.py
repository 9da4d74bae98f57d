"""Rows of how things were captured, and of what a virus scanner said of files; each stays, later ones follow it."""

import uuid

from django.db import models
from django.db.models import Q

from upstander.record.vault.fields import LockedText


class CaptureRecord(models.Model):
    """What is known of how a post or file was captured. A correction is a new row that names the one before."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="captures")
    post = models.ForeignKey("cases.ReportedPost", models.PROTECT, null=True, related_name="+")
    file = models.ForeignKey("cases.ReportedFile", models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    """1 for the first record of the item that somebody set down."""
    before = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    said = LockedText(row="uid")
    """The fields of record.cases.capturing with their sources, as JSON."""
    why = LockedText(row="uid")
    """Why the one before was wrong or not enough."""
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    """Empty for one that came with the report."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, file__isnull=False) | Q(post__isnull=False, file=None),
                name="a_capture_record_is_of_a_post_or_a_file",
            ),
            models.UniqueConstraint(fields=["post", "number"], name="one_capture_record_of_a_post_for_each_number"),
            models.UniqueConstraint(fields=["file", "number"], name="one_capture_record_of_a_file_for_each_number"),
        ]


class Scan(models.Model):
    """What a virus scanner said of one file that came with a report, and what an officer decided where it found one."""

    class Result(models.TextChoices):
        """What came of it."""

        CLEAN = "clean"
        FOUND = "found"
        FAILED = "failed"

    file = models.ForeignKey("cases.ReportedFile", models.PROTECT, related_name="scans")
    result = models.CharField(max_length=6, choices=Result.choices)
    name = models.CharField(max_length=200, default="")
    """What was found, in the scanner's words, or why the file could not be scanned."""
    engine = models.CharField(max_length=200, default="")
    """The scanner's own version and that of its list."""
    at = models.DateTimeField()
    cleared_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    """Who decided that the file may be shown all the same."""
    cleared_at = models.DateTimeField(null=True)
    cleared_why = LockedText(row="file_id")

    class Meta:
        indexes = [models.Index(fields=["file", "-at"], name="scans_of_one_file")]
