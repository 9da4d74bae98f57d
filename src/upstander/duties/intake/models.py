"""Rows of intake: drafts of the public form, and receipts that make sending twice the same as sending once."""

import uuid

from django.db import models


class Draft(models.Model):
    """The answers so far of someone who is reporting: encrypted, bound to their browser, gone after 24 hours."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    locked = models.BinaryField()
    changed_at = models.DateTimeField(db_index=True)


class DraftFile(models.Model):
    """A file uploaded before the report is sent; stored and hashed at once."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    file = models.ForeignKey("vault.File", models.PROTECT, related_name="+")
    locked_name = models.BinaryField()
    added_at = models.DateTimeField()


class Receipt(models.Model):
    """That this key gave this report for this body: same key and body, same answer; other body, conflict."""

    scope = models.CharField(max_length=40)
    """web, or `org:<id>` of the sender."""
    key = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)
    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_report_for_each_key")]
