"""Rows of casework: what officers write down, owe and hand over while they work cases."""

from django.db import models

from upstander.duties.casework.exposed import Exposure as Exposure
from upstander.duties.casework.exposed import Lift as Lift


class SavedView(models.Model):
    """The filters of the queue under a name: one officer's own, or shared with everybody of the hub."""

    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    """The filters as an address holds them, checked by the form that made them."""
    shared = models.BooleanField(default=False)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name_for_each_officer")]
        indexes = [models.Index(fields=["organisation", "shared"])]


class Sample(models.Model):
    """Finished cases drawn by lot for a second look; whoever has the seed and the list draws the same again."""

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    """The cases were decided or closed from `since` until before `until`; the next sample begins there."""
    seed = models.CharField(max_length=64)
    drawn_from = models.JSONField()
    """The ids of every case of that time, in order."""
    drawn_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "since"], name="no_time_is_drawn_from_twice")]


class SecondLook(models.Model):
    """One case of a sample, and what whoever looked at it a second time found. Empty until then; then it stands."""

    class Finding(models.TextChoices):
        """What was found."""

        SOUND = "sound"
        LEARNING = "learning"
        CONCERN = "concern"

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="looks")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    finding = models.CharField(max_length=8, choices=Finding.choices, default="")
    note = models.TextField(default="")
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "case"], name="a_case_stands_once_in_a_sample")]


class Note(models.Model):
    """What somebody wrote down about a case, marked as fact or opinion. Never edited: a correction is a new note."""

    class Kind(models.TextChoices):
        """Data Protection Act 2018 s.38: what is known stands apart from what somebody thinks."""

        FACT = "fact"
        OPINION = "opinion"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    text = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]


class Task(models.Model):
    """What somebody is to do by when, on a case or on its own; one with `shown_from` rests until that time."""

    what = models.CharField(max_length=500)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    whose = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    shown_from = models.DateTimeField(null=True)
    """A reminder: nobody is shown it before this time."""
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["whose", "done_at", "due_at"]), models.Index(fields=["case", "done_at"])]


class Shift(models.Model):
    """When somebody of the hub was on duty."""

    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(ended_at=None), name="one_running_shift_each")
        ]
        indexes = [models.Index(fields=["started_at"])]


class ShiftHandover(models.Model):
    """What an officer hands to the next shift at the end of theirs; it waits until a colleague acknowledges it."""

    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(default="")
    """What goes for no single case."""
    read_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "read_at", "-at"])]


class HandedOver(models.Model):
    """One case of a shift's hand-over, with why it stands there and the ending officer's own words."""

    handover = models.ForeignKey(ShiftHandover, models.PROTECT, related_name="cases")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    why = models.CharField(max_length=12)
    """breaching | awaited | open: when it was handed over."""
    text = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "case"], name="a_case_once_in_a_handover")]


class Reassignment(models.Model):
    """That a case went from one officer to another, and why."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    before = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """When the officer who got it had seen so."""

    class Meta:
        indexes = [models.Index(fields=["case", "-at"]), models.Index(fields=["to", "seen_at"])]


class RestrictionStep(models.Model):
    """What was done about who may read a case, with the reason in words."""

    class Kind(models.TextChoices):
        """What was done."""

        RESTRICTED = "restricted"
        NAMED = "named"
        REMOVED = "removed"
        LIFTED = "lifted"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    user = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    """Whom it is about, where it is about one member."""
    reason = models.TextField(default="")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]


class Review(models.Model):
    """Something that a supervisor other than the one who did it looks at afterwards; see casework.reviewing."""

    kind = models.CharField(max_length=20)
    """glass | conflict | alone, or a later duty's own."""
    act = models.CharField(max_length=40, default="")
    """For an act done alone: which, a code of law.access."""
    of = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    """Whose act it is."""
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    about_kind = models.CharField(max_length=30, default="")
    about_id = models.BigIntegerField(null=True)
    """The row that it is about where that is no case, as the journal names it."""
    code = models.CharField(max_length=40, default="")
    words = models.TextField(default="")
    """The reason given: chosen, and in words of their own."""
    times = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    last_at = models.DateTimeField()
    """When it was done for the last time: again and again is one review."""
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    proper = models.BooleanField(null=True)
    finding = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["done_at", "due_at"])]
