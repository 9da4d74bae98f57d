"""Rows of what was reported: reports and what was added to them, the posts and accounts they name, their files."""

from django.db import models
from django.db.models import Q

from upstander.record.vault.fields import LockedText


class Report(models.Model):
    """What one person told the hub. Never edited, only added to."""

    class Channel(models.TextChoices):
        """How it came."""

        WEB = "web"
        IMPORT = "import"
        API = "api"
        OFFICER = "officer"

    class Standing(models.TextChoices):
        """`active`: counts under its case's state. The others are accounted for by themselves."""

        ACTIVE = "active"
        HELD = "held"
        HANDED_ON = "handed on"
        WITHDRAWN = "withdrawn"
        ERASED = "erased"

    AT_WORK = (Standing.ACTIVE, Standing.HANDED_ON)
    """What a case says, offers and packs is drawn from these; what is held, withdrawn or erased is no part of it."""

    class Told(models.TextChoices):
        """In which capacity the complainant tells it."""

        VICTIM = "victim"
        ON_BEHALF = "on behalf"
        WITNESS = "witness"
        ORGANISATION = "organisation"
        OFFICER = "officer"
        UNKNOWN = "unknown"

    class Targeted(models.TextChoices):
        """Who the post was aimed at."""

        PERSON = "person"
        SEVERAL = "several"
        INSTITUTION = "institution"
        GROUP = "group"
        UNKNOWN = "unknown"

    class Means(models.TextChoices):
        """How the complainant may be contacted."""

        EMAIL = "email"
        PHONE = "phone"
        NONE = "none"

    reference = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.ACTIVE)
    received_at = models.DateTimeField()
    told_policing_at = models.DateTimeField()
    """First receipt anywhere in policing: where the recording clock starts."""
    language = models.CharField(max_length=8, default="en-gb")

    complainant = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    told_as = models.CharField(max_length=12, choices=Told.choices, default=Told.UNKNOWN)
    contact_means = models.CharField(max_length=5, choices=Means.choices, default=Means.NONE)
    contact_hours = models.CharField(max_length=20, default="any")
    """A code of law.clocks contact hours: any | working_hours | evenings | weekends."""
    return_code = models.CharField(max_length=64, default="")
    """Keyed digest of the return code."""

    account = models.TextField(default="")
    """The complainant's own account of it."""
    why = models.TextField(default="")
    strands = models.JSONField(default=list)
    targeted = models.CharField(max_length=12, choices=Targeted.choices, default=Targeted.UNKNOWN)
    target_note = models.TextField(default="")
    seen_from = LockedText()
    """Where the complainant was: a postcode, outcode or place as given."""
    home = LockedText()
    """Where the victim lives, as given: a postcode, outcode or place."""
    danger = models.BooleanField(default=False)
    danger_place = LockedText()
    """Where somebody was in danger. These three are encrypted: they say where a person is found."""
    knows_poster = models.BooleanField(default=False)
    poster_note = models.TextField(default="")
    poster_name = LockedText()
    """The name of whoever posted, as given, and other names; more than one on lines of their own."""
    poster_age = LockedText()
    """Their age, year or date of birth, as given."""
    poster_place = LockedText()
    """Where they live: a town or postcode, as given. These three are encrypted: nobody has proved them."""
    future_event = models.BooleanField(default=False)
    event_note = models.TextField(default="")
    event_place = models.CharField(max_length=200, default="")
    named_force = models.CharField(max_length=40, default="")
    """For a named poster or a coming event: the code of the force that the complainant was shown and chose."""

    sender = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    sender_ref = models.CharField(max_length=200, default="")
    raw = models.ForeignKey("vault.File", models.PROTECT, null=True, related_name="+")
    substituted = models.BooleanField(default=False)
    """Characters that the database cannot hold stand as visible marks in the text; the raw body has them."""
    entered_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    found_how = models.TextField(default="")
    authority = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "sender_ref"], condition=~Q(sender_ref=""), name="one_report_for_each_sender_ref"
            )
        ]
        indexes = [models.Index(fields=["received_at"]), models.Index(fields=["standing"])]

    def __str__(self) -> str:
        return self.reference


class Addition(models.Model):
    """Something that a complainant or officer added to a report later."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="additions")
    received_at = models.DateTimeField()
    text = models.TextField(default="")
    raw = models.ForeignKey("vault.File", models.PROTECT, null=True, related_name="+")


class Post(models.Model):
    """A piece of online content, known by platform and post id."""

    platform = models.CharField(max_length=40)
    value = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "value"], name="one_row_for_each_post")]


class Account(models.Model):
    """A platform account, known by platform and handle until its immutable id is learnt."""

    platform = models.CharField(max_length=40)
    value = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["platform", "value"], name="one_row_for_each_account")]


class ReportedPost(models.Model):
    """What one report says about one post: the link as given, the words as quoted, the account as named."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="posts")
    addition = models.ForeignKey(Addition, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    link = models.TextField(default="")
    platform = models.CharField(max_length=40, default="")
    text = models.TextField(default="")
    handle = models.CharField(max_length=300, default="")
    display_name = models.CharField(max_length=300, default="")
    """The name that the account shows beside its handle."""
    account_number = models.CharField(max_length=100, default="")
    """The platform's own number of the account, which stays when a handle is changed."""
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")


class ReportedFile(models.Model):
    """One file that came with a report. Two complainants who send the same picture have a row each."""

    class Withheld(models.TextChoices):
        """What the file is suspected to be."""

        ABUSE = "abuse"
        TERRORISM = "terrorism"
        SOURCE = "source"

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    addition = models.ForeignKey(Addition, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey("vault.File", models.PROTECT, related_name="+")
    name_given = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    """What both detectors say; `unknown` where they disagree."""
    withheld = models.CharField(max_length=12, choices=Withheld.choices, default="")
    """Why nobody may open it, empty for a file that may be opened: see record.cases.withholding."""
    withheld_reason = models.TextField(default="")
    withheld_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    withheld_at = models.DateTimeField(null=True)


class Unsealing(models.Model):
    """That one person may open one withheld file until an hour that two people agreed on."""

    file = models.ForeignKey(ReportedFile, models.PROTECT, related_name="unsealings")
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "until_at"], name="unsealed_for_one_person")]
