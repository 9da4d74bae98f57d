"""Rows of evidence: exhibits of a case, the packages built from it, and whether each may leave."""

from django.db import models
from django.db.models import F, Q


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

    class Leaving(models.TextChoices):
        """Whether it may leave the hub; empty until it is sealed."""

        SEARCHED = "searched"
        """The gate looks through it for what must not leave."""
        WAITING = "waiting"
        """For a second person to release it."""
        RELEASED = "released"
        RETURNED = "returned"
        """To the officer, with reasons; the next version may leave."""

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
    """Per cent of the way: typeset, then packed, then checked."""
    stale = models.BooleanField(default=False)
    """A report joined the case after it was built: the next version says what changed."""
    trouble = models.TextField(default="")
    """Why it could not be built, in a sentence for the officer."""
    pinned = models.TextField(default="")
    """What the case was when the package was asked for (JSON; evidence.assembling): built again, it is the same."""
    checkpoint = models.BigIntegerField(null=True)
    """The size of the journal under whose checkpoint the custody extract is proven, settled at the first attempt."""
    leaving = models.CharField(max_length=10, choices=Leaving.choices, default="")
    fetched_at = models.DateTimeField(null=True)
    """When a force fetched it for the first time: from then on its release is not withdrawn."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="one_package_for_each_version")]


class Finding(models.Model):
    """Something that the gate found in a sealed package and that somebody must answer before it leaves."""

    class Answer(models.TextChoices):
        """What becomes of it."""

        KEEP = "keep"
        LEAVE_OUT = "leave out"
        """The next version goes without it."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    """A code of engines.disclosure."""
    place = models.CharField(max_length=300)
    """Where: a path in the package, and what in it."""
    exhibit = models.CharField(max_length=20, default="")
    """The number of the exhibit that it is part of; empty for what the hub wrote itself."""
    what = models.CharField(max_length=200)
    """What was found, masked: enough to judge it by, too little to pass on."""
    bars = models.BooleanField(default=False)
    """The hub itself wrote who reported: no answer lets it leave, only a new version does."""
    answer = models.CharField(max_length=10, choices=Answer.choices, default="")
    reason = models.TextField(default="")
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="one_finding_for_each_number"),
            models.CheckConstraint(condition=Q(bars=False) | ~Q(answer="keep"), name="who_reported_is_never_kept"),
        ]


class Release(models.Model):
    """What somebody answered to whether a package may leave. Never changed: the latest of a package stands."""

    class Answer(models.TextChoices):
        """What was said."""

        RELEASED = "released"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    class Ground(models.TextChoices):
        """Why somebody released alone what they had asked for themselves."""

        DANGER = "danger"
        SURGE = "surge"

    package = models.ForeignKey(Package, models.PROTECT, related_name="releases")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices, default="")
    reason = models.TextField(default="")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    """Who asked for the package, kept beside `by` so that the database itself sees two people."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="released") | ~Q(ground="") | Q(asked_by=None) | ~Q(by=F("asked_by")),
                name="nobody_releases_what_they_asked_for",
            ),
            models.CheckConstraint(condition=Q(ground="") | ~Q(reason=""), name="who_releases_alone_says_why"),
        ]
