"""Rows of evidence: exhibits of a case and the packages built from it."""

from django.db import models


class Exhibit(models.Model):
    """One item of evidence: a file or a reported post, with its number in the case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=20)
    """HUB-0001 and so on, dense within the case, never used again."""
    report = models.ForeignKey("cases.Report", models.PROTECT, related_name="+")
    file = models.ForeignKey("cases.ReportedFile", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("cases.ReportedPost", models.PROTECT, null=True, related_name="+")
    description = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reference"], name="one_exhibit_for_each_number"),
            models.UniqueConstraint(fields=["case", "file"], name="one_exhibit_for_each_file"),
            models.UniqueConstraint(fields=["case", "post"], name="one_exhibit_for_each_post"),
        ]


class Package(models.Model):
    """A sealed package of a case, one version after the other; nothing is replaced."""

    class State(models.TextChoices):
        """Where the build stands."""

        ASKED = "asked"
        BUILDING = "building"
        READY = "ready"
        FAILED = "failed"
        ERASED = "erased"
        """A report of it was erased, or a file of it withheld after it was built: the file is gone."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=120, default="")
    """The zip's place under the packages folder."""
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    manifest_sha256 = models.CharField(max_length=64, default="")
    exhibits = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    """Per cent of the exhibits written."""
    stale = models.BooleanField(default=False)
    """A report joined the case after it was built: the next version says what changed."""
    trouble = models.TextField(default="")
    """Why it could not be built, in a sentence for the officer."""
    pinned = models.TextField(default="")
    """What the case was when the package was asked for (JSON; evidence.assembling): built again, it is the same."""
    checkpoint = models.BigIntegerField(null=True)
    """The size of the journal under whose checkpoint the custody extract is proven, settled at the first attempt."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="one_package_for_each_version")]
