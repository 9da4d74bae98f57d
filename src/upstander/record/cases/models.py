"""Rows for cases, which reports count under them, who holds and who may see them; and every other row of this app."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from upstander.law.access import Relation
from upstander.record.cases.captured import CaptureRecord, Scan
from upstander.record.cases.declared import Connection, Mention
from upstander.record.cases.reported import (
    Account,
    Addition,
    Post,
    Report,
    ReportedFile,
    ReportedPost,
    Unsealing,
)
from upstander.record.cases.translated import Translation

__all__ = [
    "Account", "Addition", "CaptureRecord", "Case", "Clock", "Connection", "Grant", "IdentityLook", "Listing",
    "Membership", "Mention", "Post", "Report", "ReportedFile", "ReportedPost", "Scan", "Translation", "Unsealing",
]  # fmt: skip


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
