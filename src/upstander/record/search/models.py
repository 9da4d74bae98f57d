"""Rows of search: what can be found, the names of accounts, and what was asked for. Words lie in a table by hand."""

import uuid

from django.db import models


class Document(models.Model):
    """One record that is found by its words: a report with all that was added to it, or a row of casework."""

    kind = models.CharField(max_length=20)
    """The name of its source; see record.search.sources."""
    row = models.BigIntegerField()
    report = models.ForeignKey("cases.Report", models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    digest = models.BigIntegerField()
    """Of the words that are filed, so that the check can compare record, row and index."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "row"], name="one_document_for_each_row"),
            models.CheckConstraint(
                condition=models.Q(report=None, case__isnull=False) | models.Q(report__isnull=False, case=None),
                name="a_document_is_of_a_report_or_a_case",
            ),
        ]


class Words(models.Model):
    """The words of one document in the database's own full-text index; made by hand-written SQL."""

    document = models.OneToOneField(
        Document, models.DO_NOTHING, primary_key=True, db_column="rowid", db_constraint=False, related_name="held"
    )
    words = models.TextField()

    class Meta:
        managed = False
        db_table = "search_words"


class NameKey(models.Model):
    """One key of the name of one account, by which it is found though typed a little differently."""

    pk = models.CompositePrimaryKey("k", "account")
    k = models.BigIntegerField()
    account = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "search_name_key"


class Search(models.Model):
    """That somebody searched: the words as typed, encrypted and erasable. The journal holds its id and a digest."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    locked = models.BinaryField(null=True)
    """None once it was erased."""

    class Meta:
        indexes = [models.Index(fields=["by", "-at"])]
