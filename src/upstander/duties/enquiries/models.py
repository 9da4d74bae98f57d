"""Rows of enquiries: whether there is a positive line of enquiry, with reasons."""

from django.db import models


class LineOfEnquiry(models.Model):
    """That there is, or is not, a positive line of enquiry. A change is a new row."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    positive = models.BooleanField()
    reasons = models.TextField()
    closing_reason = models.CharField(max_length=40, default="")
    """Where there is none: the coded reason of law.disposition that the closing letter is worded from."""
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]
