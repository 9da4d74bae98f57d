"""Rows of translations: what some words of a report say in another language, by whom, beside words that stay."""

from django.db import models


class Translation(models.Model):
    """What somebody or something makes of some words of a report. It never replaces them."""

    class MadeBy(models.TextChoices):
        """Who or what translated. Only a certified one is anything like evidence."""

        PERSON = "person"
        CERTIFIED = "certified"
        MACHINE = "machine"

    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="translations")
    post = models.ForeignKey("cases.ReportedPost", models.PROTECT, null=True, related_name="+")
    """The post whose words they are, or below the column of the report."""
    column = models.CharField(max_length=20, default="")
    language_from = models.CharField(max_length=20)
    language_to = models.CharField(max_length=20, default="en")
    text = models.TextField()
    made_by = models.CharField(max_length=9, choices=MadeBy.choices)
    maker = models.CharField(max_length=200)
    """The translator, with the number of their register; or the program and its version."""
    made_on = models.DateField()
    words_sha256 = models.CharField(max_length=64)
    """Of the words that were translated, as they stand in the report."""
    recorded_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["report", "post", "column"])]
