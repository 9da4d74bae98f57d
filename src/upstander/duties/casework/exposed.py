"""Rows of what officers asked to be shown of distressing content, and of limits that a supervisor lifted for a day."""

from django.db import models


class Exposure(models.Model):
    """That somebody asked to be shown words, a picture or an original: counted for their own sake, by day."""

    class Kind(models.TextChoices):
        """What was shown."""

        WORDS = "words"
        PICTURE = "picture"
        ORIGINAL = "original"

    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    record = models.BigIntegerField()
    """The report whose words, or the reported file whose picture or original."""
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["by", "day", "case"]), models.Index(fields=["day"])]


class Lift(models.Model):
    """That an officer asked for more on one day than the limit, and that a supervisor agreed, with a reason."""

    of = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    day = models.DateField()
    asked_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    """Empty until somebody agrees."""
    reason = models.TextField(default="")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "day"], name="one_lift_a_day_for_each_officer")]
