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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place"], name="one_row_for_each_content")]
        indexes = [models.Index(fields=["sha256"])]
