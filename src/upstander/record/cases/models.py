"""Rows for reports, cases, who holds and who may see them, and the posts and accounts that reports name."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from upstander.law.access import Relation
from upstander.record.cases.declared import Connection, Mention
from upstander.record.cases.translated import Translation
from upstander.record.vault.fields import LockedText

__all__ = [
    "Account", "Addition", "Case", "Clock", "Connection", "Grant", "IdentityLook", "Listing", "Membership", "Mention",
    "Post", "Report", "ReportedFile", "ReportedPost", "Translation",
]  # fmt: skip


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


class Case(models.Model):
    """One matter: a bundle of one or more reports. The queue's columns live here, set by record.cases alone."""

    class State(models.TextChoices):
        """Where the case stands; the moves between states are in record.cases.states."""

        NEW = "new"
        CLAIMED = "claimed"
        AWAITING_SIGN_OFF = "awaiting sign-off"
        DECIDED = "decided"
        OFFERED = "offered"
        ACCEPTED = "accepted"
        DISPUTED = "disputed"
        CLOSED = "closed"
        REOPENED = "reopened"

    class Route(models.TextChoices):
        """`force`: a named poster or a coming event, handed to a named force at once; `hub`: worked here."""

        HUB = "hub"
        FORCE = "force"

    reference = models.CharField(max_length=20, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.OneToOneField(Report, models.PROTECT, related_name="own_case")
    """The report that opened it, and that comes back to it when left apart from another case."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.NEW)
    route = models.CharField(max_length=6, choices=Route.choices, default=Route.HUB)
    owner_organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    report_count = models.IntegerField(default=1)
    """Its reports at work and held; 0 when all were joined to another case or withdrawn."""
    last_report_at = models.DateTimeField()
    danger = models.BooleanField(default=False)
    strands = models.JSONField(default=list)
    platforms = models.JSONField(default=list)
    force = models.CharField(max_length=40, default="")
    """The force it was last offered to as investigating force."""
    positive_line = models.BooleanField(null=True)
    marks = models.JSONField(default=list)
    """Codes of what an officer must notice, such as `reported again`; texts in faces/desk."""
    lane = models.SmallIntegerField(default=2)
    """In which lane of the queue it stands; see record.cases.queue."""
    turn_at = models.DateTimeField(default=timezone.now)
    """Where it stands in its lane, the earliest first: when it was opened, or when its first clock ends."""
    next_clock = models.CharField(max_length=40, default="")
    next_clock_at = models.DateTimeField(null=True)
    law_version = models.CharField(max_length=20, default="")
    closed_as = models.CharField(max_length=40, default="")
    closed_at = models.DateTimeField(null=True)
    restricted = models.BooleanField(default=False)
    """Only its named members know of it; who they are stands in the grants."""
    band = models.SmallIntegerField(null=True)
    """Of the twelve answers: 0 High, 1 Medium, 2 Standard; None while nobody has answered them."""
    wording = models.CharField(max_length=40, default="")
    """The wording found in its reports that brings it forward for an earlier look, such as `threat`; never more."""
    edition = models.PositiveIntegerField(default=0)
    """Counts the changes, so that an act on an older picture of the case is noticed."""

    class Meta:
        indexes = [
            # The first three are the order; the rest lets filters by time read the index alone.
            models.Index(fields=["lane", "turn_at", "id", "next_clock_at", "opened_at"], name="queue_order"),
            models.Index(fields=["owner", "lane", "turn_at", "id"], name="queue_of_one_officer"),
            models.Index(fields=["state", "lane", "turn_at", "id"], name="queue_in_one_state"),
            models.Index(fields=["force", "lane", "turn_at", "id"], name="queue_of_one_force"),
            models.Index(fields=["band", "lane", "turn_at", "id"], name="queue_of_one_band"),
            models.Index(fields=["wording", "lane", "turn_at", "id"], name="queue_of_one_wording"),
            models.Index(fields=["next_clock_at", "id"], name="clocks_that_end_next"),
            models.Index(fields=["opened_at", "id"], name="opened_in_order"),
            models.Index(fields=["closed_at", "id"], name="closed_in_order"),
        ]

    def __str__(self) -> str:
        return self.reference


class Listing(models.Model):
    """That a case has this strand, platform or mark: where the queue's filters look, in the order of the queue.

    Drawn from the columns of the case by `record.cases.queue.settle`; never written by anything else.
    """

    class Under(models.TextChoices):
        """Which column of the case it is drawn from."""

        STRAND = "strand"
        PLATFORM = "platform"
        MARK = "mark"

    case = models.ForeignKey(Case, models.CASCADE, related_name="listings")
    under = models.CharField(max_length=8, choices=Under.choices)
    code = models.CharField(max_length=80)
    lane = models.SmallIntegerField()
    turn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "under", "code"], name="a_case_is_listed_once")]
        indexes = [models.Index(fields=["under", "code", "lane", "turn_at", "case"], name="queue_by_listing")]


class Membership(models.Model):
    """Which case a report counts under, from when until when: the truth about bundles."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="memberships")
    case = models.ForeignKey(Case, models.PROTECT, related_name="memberships")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(until_at=None), name="a_report_counts_under_one_case"
            )
        ]


class Grant(models.Model):
    """Who stands in which relation to a case, from when until when: all that visibility rests on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="grants")
    user = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    relation = models.CharField(max_length=10, choices=[(relation.value, relation.value) for relation in Relation])
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "organisation", "user"]),
            models.Index(fields=["user", "relation"], condition=Q(user__isnull=False), name="grants_of_one_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None, organisation__isnull=False) | Q(user__isnull=False, organisation=None),
                name="a_grant_is_to_a_user_or_an_organisation",
            )
        ]


class Clock(models.Model):
    """One clock that runs on a case; it ends when what it waits for is done, never by a pause."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=40)
    """A clock of law.clocks."""
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], condition=Q(ended_at=None), name="one_running_clock_of_a_kind"
            )
        ]


class IdentityLook(models.Model):
    """That someone opened the identity of a complainant, with the reason where one was asked for."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, default="")
    """The reason that was chosen, a code of law.access.reasons."""
    reason = models.TextField(default="")
    at = models.DateTimeField()
