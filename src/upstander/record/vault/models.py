"""Rows of the vault: one for each distinct content that it holds."""

from django.db import models


class File(models.Model):
    """A content held in the vault: two complainants who send the same picture have two receipts and one File."""

    sha256 = models.CharField(max_length=64)
    sha512 = models.CharField(max_length=128)
    size = models.BigIntegerField()
    place = models.CharField(max_length=80)
    """Where the bytes lie, under the vault's folder."""
    locked_key = models.BinaryField(null=True)
    """The data key, itself encrypted, of a body that holds names; empty for an upload."""
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    """When its key was destroyed, or its bytes given up to the sweep: nothing of it can be read any more."""
    fault = models.CharField(max_length=12, default="")
    """What a reading found wrong with it (record.vault.scrubbing.Fault); empty for what is as it came in."""
    fault_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place"], name="one_row_for_each_content")]
        indexes = [
            models.Index(fields=["sha256"]),
            models.Index(fields=["fault"], condition=~models.Q(fault=""), name="file_that_is_faulty"),
        ]


class Round(models.Model):
    """One reading of every stored file, spread over many nights; the newest without an end is under way."""

    began_at = models.DateTimeField()
    due_by = models.DateTimeField()
    """When every file should have been read."""
    ended_at = models.DateTimeField(null=True)
    reached = models.BigIntegerField(default=0)
    """The last file that was read; a reading that is stopped goes on behind it."""
    read_at = models.DateTimeField(null=True)
    files = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    """Bytes that were read."""
    faulty = models.BigIntegerField(default=0)
    """Files that were found not to be what came in, since the beginning."""


class Preview(models.Model):
    """The small copy of a picture that the vault holds, or why there is none; made again by another maker."""

    of = models.OneToOneField(File, models.PROTECT, related_name="+")
    content = models.OneToOneField(File, models.PROTECT, null=True, related_name="+")
    """The encrypted copy; empty where none could be made."""
    frames = models.OneToOneField(File, models.PROTECT, null=True, related_name="+")
    """The encrypted sheet of the frames of what moves, one a second; empty for a picture that does not."""
    refused = models.CharField(max_length=200, default="")
    maker = models.CharField(max_length=64)
    """A digest of the program and libraries that made it: two of the same maker are the same."""
    made_at = models.DateTimeField()


class Reading(models.Model):
    """What a captured file was found to hold and to say of itself; read again by another maker."""

    of = models.OneToOneField(File, models.PROTECT, related_name="+")
    content = models.OneToOneField(File, models.PROTECT, null=True, related_name="+")
    """What was read, encrypted; empty where the machine could read nothing."""
    state = models.CharField(max_length=10)
    """whole, faulty or nothing, as engines.captures says; `unread` where there is no sandbox."""
    maker = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    """Never shown: it would say of a file that came twice when it first came."""
